"""Parts of a program are programs of their own."""

from configurator.program.intset import IntSet
from configurator.program.nodes import (
    And,
    Linear,
    Lowest,
    Not,
    Or,
    Program,
    ProgramConstraint,
    Same,
    Table,
    Term,
    Truth,
    Variable,
)
from configurator.program.rewriting import renumbered, renumbered_terms
from configurator.solving.port import Assumptions, Bound
from configurator.solving.subprograms import moved_assumptions, moved_wishes, subprograms_of
from tests.solving.suite import has, of, small


def test_variables_that_share_no_law_fall_apart() -> None:
    parts = subprograms_of(small(Or((has(0, 1), has(2, 1)))))
    assert [(0, 2), (1,)] == [part.indices for part in parts]
    assert Or((has(0, 1), has(1, 1))) == parts[0].program.constraints[0].formula
    assert {0: 0, 2: 1} == parts[0].index


def test_a_sum_joins_what_it_reaches_without_becoming_a_law() -> None:
    parts = subprograms_of(small(), [Bound((Term(0, 1), Term(2, 1)), low=1)])
    assert [(0, 2), (1,)] == [part.indices for part in parts]
    assert ((), ()) == (parts[0].program.constraints, parts[1].program.constraints)


def test_a_law_about_nothing_is_a_part_of_its_own() -> None:
    never = ProgramConstraint("never", Truth(False), named=True)
    parts = subprograms_of(Program((Variable("a", of(1)),), (never,)))
    assert [((), (never,)), ((0,), ())] == [(part.indices, part.program.constraints) for part in parts]


def test_a_program_of_nothing_is_one_part() -> None:
    assert [()] == [part.indices for part in subprograms_of(Program((), ()))]


def test_every_kind_of_formula_moves() -> None:
    index = {3: 0, 5: 1}
    before = And(
        (
            Truth(True),
            Not(has(3, 1)),
            Same(has(5, 1), Linear((Term(3, 2, ((1, 4),)),), 0, None)),
            Table((5, 3), ((of(1), of(2)),), allowed=False),
        )
    )
    after = And(
        (
            Truth(True),
            Not(has(0, 1)),
            Same(has(1, 1), Linear((Term(0, 2, ((1, 4),)),), 0, None)),
            Table((1, 0), ((of(1), of(2)),), allowed=False),
        )
    )
    assert after == renumbered(before, index)


def test_terms_and_wishes_of_other_parts_stay_behind() -> None:
    assert (Term(0, 2),) == renumbered_terms((Term(3, 2), Term(4, 1)), {3: 0})
    assert (has(0, 1), Lowest(0)) == moved_wishes((has(3, 1), Lowest(4), Lowest(3)), {3: 0})


def test_assumptions_move_with_their_variables() -> None:
    given = Assumptions(
        {3: of(1), 4: of(2)}, frozenset({"law"}), (Bound((Term(3, 1),), low=1), Bound((Term(4, 1),), high=1))
    )
    expected = Assumptions({0: of(1)}, frozenset({"law"}), (Bound((Term(0, 1),), low=1),))
    assert expected == moved_assumptions(given, {3: 0})


def test_domains_stay_as_they_are() -> None:
    wide = Variable("wide", IntSet.between(0, 10**9))
    assert wide == subprograms_of(Program((wide,), ()))[0].program.variables[0]
