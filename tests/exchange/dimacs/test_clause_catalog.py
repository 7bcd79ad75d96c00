"""Groups are found among clauses only where they are certain."""

from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configurator.exchange.dimacs.clause_catalog import ClauseGroup, ClauseSet, alternatives, cliques
from configurator.exchange.dimacs.read_dimacs import Cnf
from tests.exchange.models import count, written


def _clauses(*clauses: tuple[int, ...]) -> ClauseSet:
    return ClauseSet.of(Cnf(9, {}, list(clauses)))


PAIRS = ((-1, -2), (-1, -3), (-2, -3))


def test_exactly_one_of_three_is_a_group() -> None:
    assert (ClauseGroup(0, (1, 2, 3)),) == alternatives(_clauses((1, 2, 3), *PAIRS))


def test_exactly_one_below_a_parent_is_a_group_where_no_member_is_without_it() -> None:
    below = ((-1, 9), (-2, 9), (-3, 9))
    assert (ClauseGroup(9, (1, 2, 3)),) == alternatives(_clauses((-9, 1, 2, 3), *PAIRS, *below))
    assert () == alternatives(_clauses((-9, 1, 2, 3), *PAIRS, *below[:2]))


def test_pairs_may_be_excluded_below_the_parent_only() -> None:
    pairs = tuple((-9, *pair) for pair in PAIRS)
    assert (ClauseGroup(9, (1, 2, 3)),) == alternatives(_clauses((-9, 1, 2, 3), *pairs, (-1, 9), (-2, 9), (-3, 9)))


def test_a_parent_that_always_holds_is_none() -> None:
    clauses = _clauses((9,), (-9, 1, 2), (-1, -2), (-1, 9), (-2, 9))
    assert (ClauseGroup(0, (1, 2)),) == alternatives(clauses)
    assert {} == clauses.implies[1]


def test_a_pair_that_is_not_excluded_is_no_group() -> None:
    assert () == alternatives(_clauses((1, 2, 3), *PAIRS[:2]))


def test_groups_never_depend_on_themselves() -> None:
    clauses = _clauses((-3, 1, 2), (-1, -2), (-1, 3), (-2, 3), (-1, 3, 4), (-3, -4), (-3, 1), (-4, 1))
    found = alternatives(clauses)
    assert (ClauseGroup(3, (1, 2)),) == found


def test_what_excludes_each_other_becomes_cliques_and_the_rest_pairs() -> None:
    clauses = _clauses(*PAIRS, (-3, -4))
    assert [(1, 2, 3)] == cliques(clauses)
    assert {3: {4}} == clauses.excludes


def _random_clauses(seed: int) -> tuple[int, list[list[int]]]:
    """Return clauses that hold groups, with exactly or at most one member, below a parent or not, and anything else."""
    random = Random(seed)
    size = random.randint(4, 9)
    clauses: list[list[int]] = []
    free = random.sample(range(1, size + 1), size)
    for _ in range(random.randint(0, 2)):
        members = [free.pop() for _ in range(min(len(free), random.randint(2, 3)))]
        parent = random.choice([0, *free]) if free else 0
        given = [-parent] if parent else []
        clauses += [[*given, *members]] if random.random() < 0.8 else []
        inside = given if random.random() < 0.5 else []
        clauses += [[*inside, -one, -other] for at, one in enumerate(members) for other in members[at + 1 :]]
        clauses += [[-member, parent] for member in members] if parent and random.random() < 0.8 else []
    for _ in range(random.randint(0, 6)):
        variables = random.sample(range(1, size + 1), random.randint(1, 3) if random.random() < 0.9 else min(4, size))
        clauses.append([random.choice((-1, 1)) * variable for variable in variables])
    return size, clauses


def _solutions(size: int, clauses: list[list[int]]) -> int:
    found = 0
    for values in product((False, True), repeat=size):
        found += all(any(values[abs(literal) - 1] is (literal > 0) for literal in clause) for clause in clauses)
    return found


def _text(size: int, clauses: list[list[int]]) -> str:
    lines = [" ".join(map(str, [*clause, 0])) for clause in clauses]
    return "\n".join([f"p cnf {size} {len(clauses)}", *lines]) + "\n"


@pytest.mark.slow
@given(st.integers(0, 1_000_000))
def test_a_catalog_has_as_many_products_as_its_clauses_have_solutions(seed: int) -> None:
    size, clauses = _random_clauses(seed)
    assert _solutions(size, clauses) == count(_text(size, clauses), "dimacs")


def test_an_empty_clause_is_a_catalog_without_products() -> None:
    assert 0 == count("p cnf 2 1\n0\n", "dimacs")


MODEL = """c 1 lamp
c 2 shade
c 3 shade_red
c 4 shade_blue
c 5 dimmer
c 6 timer
p cnf 6 10
1 0
-2 1 0
-2 3 4 0
-3 -4 0
-3 2 0
-4 2 0
-5 1 0
-5 -6 0
-6 3 0
-2 5 6 0
"""


def test_groups_become_options_and_the_rest_speaks_of_needs() -> None:
    assert """features:
  lamp:
    title: lamp
    type: boolean
  shade:
    title: shade
    type: boolean
  shade_kind:
    options:
      shade_red: shade_red
      shade_blue: shade_blue
    when: shade
  dimmer:
    title: dimmer
    type: boolean
  timer:
    title: timer
    type: boolean
constraints:
  lamp_always:
    require: lamp
    because: lamp is always there.
  shade_needs:
    when: shade
    requires: [lamp]
    because: shade needs lamp.
  dimmer_needs:
    when: dimmer
    requires: [lamp]
    because: dimmer needs lamp.
  timer_needs:
    when: timer
    requires: ["any(shade_kind == 'shade_red')"]
    because: timer needs shade_red.
  dimmer_excludes:
    when: dimmer
    excludes: [timer]
    because: dimmer rules out timer.
  shade_needs_one:
    when: shade
    at_least: 1
    of: [dimmer, timer]
    because: shade needs dimmer or timer.
""" == written(MODEL, "dimacs")
