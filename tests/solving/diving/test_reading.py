"""Formulas become laws."""

from configurator.program.intset import IntSet
from configurator.program.nodes import And, Formula, Linear, Not, Or, Same, Table, Term, Truth
from configurator.solving.diving.laws import Alike, Clause, Every, Law, OneOf, Settled, Sum, Together
from configurator.solving.diving.reading import law
from configurator.solving.diving.tables import Allowed, Barred
from configurator.solving.diving.values import Values
from tests.solving.suite import has, of

VALUES = [Values(IntSet.between(0, 3))] * 2


def test_each_kind_of_formula_has_its_kind_of_law() -> None:
    table = Table((0, 1), ((of(0), of(1)),))
    kinds: dict[Formula, type[Law]] = {
        Truth(True): Settled,
        has(0, 1): OneOf,
        Not(has(0, 1)): OneOf,
        And((has(0, 1),)): Every,
        Or((has(0, 1), has(1, 1))): Clause,
        Not(And((has(0, 1), has(1, 1)))): Clause,
        Same(has(0, 1), has(1, 1)): Together,
        Same(has(0, 1), table): Alike,
        Linear((Term(0, 1),), 0, 1): Sum,
        table: Allowed,
        Not(table): Barred,
    }
    assert list(kinds.values()) == [type(law(formula, VALUES)) for formula in kinds]


def test_literals_of_one_variable_are_joined_in_a_clause() -> None:
    masks = [0b1101, 0b1000]
    assert law(Or((has(0, 1), has(0, 2), has(1, 0))), VALUES).enforce(masks, [])
    assert [0b0100, 0b1000] == masks
