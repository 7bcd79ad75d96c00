"""Programs that differ anywhere have different digests."""

from dataclasses import replace

from configurator.program.nodes import Constraint, Formula, Linear, Not, Or, Program, Same, Table, Term, Truth, Variable
from configurator.solving.diagram.digest import code_digest, program_digest
from tests.solving.suite import has, of, small

ROWS = ((of(0), of(0, 1)), (of(2), of(2)))
FORMULAS: tuple[Formula, ...] = (
    Truth(True),
    Truth(False),
    has(0, 1),
    has(0, 2),
    has(1, 1),
    Not(has(0, 1)),
    Or((has(0, 1), has(1, 1))),
    Or((has(1, 1), has(0, 1))),
    Same(has(0, 1), has(1, 1)),
    Linear((Term(0, 1), Term(1, 2)), 3, 4),
    Linear((Term(0, 1), Term(1, 2)), 3, None),
    Linear((Term(0, 1), Term(1, 2, ((0, 7),))), 3, 4),
    Table((0, 1), ROWS),
    Table((1, 0), ROWS),
    Table((0, 1), ROWS, allowed=False),
    Table((0, 1), tuple(reversed(ROWS))),
)


def test_every_formula_has_a_digest_of_its_own() -> None:
    found = [program_digest(small(formula, sizes=(3, 3))) for formula in FORMULAS]
    assert len(FORMULAS) == len(set(found))
    assert found == [program_digest(small(formula, sizes=(3, 3))) for formula in FORMULAS]


def test_variables_and_names_are_part_of_it() -> None:
    program = small(has(0, 1))
    first, *rest = program.variables
    law = Constraint("law0", has(0, 1), named=False)
    others = (
        replace(program, variables=(replace(first, determined=True), *rest)),
        replace(program, variables=(replace(first, domain=of(0, 1)), *rest)),
        replace(program, variables=(Variable("v\n0", first.domain), *rest)),
        replace(program, constraints=(law,)),
    )
    assert 5 == len({program_digest(each) for each in (program, *others)})


def test_the_code_has_a_digest_too() -> None:
    assert 64 == len(code_digest())


def test_equal_sets_are_equal_whether_or_not_they_are_one_object() -> None:
    rows = ((of(0), of(0, 1)), (of(2), of(2)))
    one, other = Program((), ()), Program((), ())
    assert program_digest(one) == program_digest(other)
    assert program_digest(small(Table((0, 1), ROWS))) == program_digest(small(Table((0, 1), rows)))
