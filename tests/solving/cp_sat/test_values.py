"""Literals of CP-SAT say what they should, and are made once."""

import pytest
from ortools.sat.python import cp_model

from configurator.program.intset import IntSet
from configurator.program.nodes import Term, Variable
from configurator.solving.cp_sat.values import LARGEST_LISTED, Encoded, negated
from tests.solving.suite import of

DOMAINS = {
    "one value": of(4),
    "two values": of(3, 9),
    "listed": of(-2, 0, 1, 5, 6, 7),
    "wide": IntSet(((0, LARGEST_LISTED), (1000, 1100))),
}
SETS = (of(), of(0), of(5, 6), of(3), of(-2, 0, 1, 5, 6), of(0, 5, 7, 1001), IntSet.between(5, 1050))


def values_where(domain: IntSet, literal_of: str, wanted: IntSet) -> set[int]:
    """Return the values that solutions have under the literals for a set."""
    model = cp_model.CpModel()
    encoded = Encoded(model, Variable("a", domain))
    literals = encoded.any_of(wanted) if literal_of == "any_of" else [encoded.literal(wanted)]
    model.add_bool_or(literals)
    solver, found = cp_model.CpSolver(), set()
    while solver.solve(model) == cp_model.OPTIMAL:
        found.add(solver.value(encoded.integer))
        model.add(encoded.integer != solver.value(encoded.integer))
    return found


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("wanted", SETS)
def test_the_literals_of_a_set_allow_just_its_values(domain: str, wanted: IntSet) -> None:
    expected = set(wanted & DOMAINS[domain])
    assert expected == values_where(DOMAINS[domain], "literal", wanted)
    assert expected == values_where(DOMAINS[domain], "any_of", wanted)


def test_a_set_has_one_literal_and_its_complement_the_opposite() -> None:
    encoded = Encoded(cp_model.CpModel(), Variable("a", DOMAINS["listed"]))
    literal = encoded.literal(of(0, 5))
    assert not isinstance(literal, bool)
    again, opposite = encoded.literal(of(0, 5, 99)), encoded.literal(of(-2, 1, 6, 7))
    assert not isinstance(again, bool) and not isinstance(opposite, bool)
    assert (literal.index, negated(literal).index) == (again.index, opposite.index)  # type: ignore[union-attr]


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize(
    "term", [Term(0, 3), Term(0, 2, ((0, -7), (5, 4), (3, 1))), Term(0, 0, ((4, 9),)), Term(0, 1, ((77, 1),))]
)
def test_a_weighed_value_adds_what_its_term_says(domain: str, term: Term) -> None:
    model = cp_model.CpModel()
    encoded = Encoded(model, Variable("a", DOMAINS[domain]))
    total = encoded.weighed(term)
    for value in [DOMAINS[domain].low, DOMAINS[domain].high]:
        copy = model.clone()
        copy.add(encoded.integer == value)
        solver = cp_model.CpSolver()
        assert cp_model.OPTIMAL == solver.solve(copy)
        assert term.weigh(value) == solver.value(total)


def test_constants_are_negated_too() -> None:
    assert (False, True) == (negated(True), negated(False))
