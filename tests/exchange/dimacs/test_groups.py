"""Groups are found among clauses only where they are certain."""

from configurator.exchange.dimacs.groups import Clauses, Group, alternatives, cliques
from configurator.exchange.dimacs.read import Cnf


def _clauses(*clauses: tuple[int, ...]) -> Clauses:
    return Clauses.of(Cnf(9, {}, list(clauses)))


PAIRS = ((-1, -2), (-1, -3), (-2, -3))


def test_exactly_one_of_three_is_a_group() -> None:
    assert (Group(0, (1, 2, 3)),) == alternatives(_clauses((1, 2, 3), *PAIRS))


def test_exactly_one_below_a_parent_is_a_group_where_no_member_is_without_it() -> None:
    below = ((-1, 9), (-2, 9), (-3, 9))
    assert (Group(9, (1, 2, 3)),) == alternatives(_clauses((-9, 1, 2, 3), *PAIRS, *below))
    assert () == alternatives(_clauses((-9, 1, 2, 3), *PAIRS, *below[:2]))


def test_pairs_may_be_excluded_below_the_parent_only() -> None:
    pairs = tuple((-9, *pair) for pair in PAIRS)
    assert (Group(9, (1, 2, 3)),) == alternatives(_clauses((-9, 1, 2, 3), *pairs, (-1, 9), (-2, 9), (-3, 9)))


def test_a_parent_that_always_holds_is_none() -> None:
    clauses = _clauses((9,), (-9, 1, 2), (-1, -2), (-1, 9), (-2, 9))
    assert (Group(0, (1, 2)),) == alternatives(clauses)
    assert {} == clauses.implies[1]


def test_a_pair_that_is_not_excluded_is_no_group() -> None:
    assert () == alternatives(_clauses((1, 2, 3), *PAIRS[:2]))


def test_groups_never_depend_on_themselves() -> None:
    clauses = _clauses((-3, 1, 2), (-1, -2), (-1, 3), (-2, 3), (-1, 3, 4), (-3, -4), (-3, 1), (-4, 1))
    found = alternatives(clauses)
    assert (Group(3, (1, 2)),) == found


def test_what_excludes_each_other_becomes_cliques_and_the_rest_pairs() -> None:
    clauses = _clauses(*PAIRS, (-3, -4))
    assert [(1, 2, 3)] == cliques(clauses)
    assert {3: {4}} == clauses.excludes
