"""A copy of a model can be narrowed and added to, and the model stays as it was."""

import pytest
from ortools.sat.python import cp_model

from configurator.budget import UNLIMITED
from configurator.program.intset import IntSet
from configurator.program.nodes import Linear, Or, Term, Variable
from configurator.solving.cp_sat.integer_encoding import CpSatModel, EncodedVariable, negated
from configurator.solving.cp_sat.limits import CP_SAT_LISTED_VALUES
from configurator.solving.cp_sat.running import CpSatOutcome, CpSatSolution, run
from configurator.solving.port import Solution, Unsatisfiable
from tests.solving.suite import has, of, small

DOMAINS = {
    "one value": of(4),
    "two values": of(3, 9),
    "listed": of(-2, 0, 1, 5, 6, 7),
    "wide": IntSet(((0, CP_SAT_LISTED_VALUES), (1000, 1100))),
}
SETS = (of(), of(0), of(5, 6), of(3), of(-2, 0, 1, 5, 6), of(0, 5, 7, 1001), IntSet.between(5, 1050))


def values_where(domain: IntSet, literal_of: str, wanted: IntSet) -> set[int]:
    """Return the values that solutions have under the literals for a set."""
    model = cp_model.CpModel()
    encoded = EncodedVariable(model, Variable("a", domain))
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
    encoded = EncodedVariable(cp_model.CpModel(), Variable("a", DOMAINS["listed"]))
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
    encoded = EncodedVariable(model, Variable("a", DOMAINS[domain]))
    total = encoded.weighed(term)
    for value in [DOMAINS[domain].low, DOMAINS[domain].high]:
        copy = model.clone()
        copy.add(encoded.integer == value)
        solver = cp_model.CpSolver()
        assert cp_model.OPTIMAL == solver.solve(copy)
        assert term.weigh(value) == solver.value(total)


def test_constants_are_negated_too() -> None:
    assert (False, True) == (negated(True), negated(False))


PROGRAM = small(has(0, 1, 2), Or((has(0, 1), has(1, 1))), sizes=(3, 3))


def witness(model: CpSatModel) -> Solution | CpSatOutcome:
    found = run(model.model, UNLIMITED)
    return model.witness(found.values) if isinstance(found, CpSatSolution) else found


def test_a_copy_is_narrowed_alone() -> None:
    model = CpSatModel(PROGRAM)
    copy = model.copy()
    copy.narrow(0, of(2))
    copy.narrow(1, of(0, 2))
    assert Unsatisfiable() == witness(copy)
    assert isinstance(witness(model), tuple)


def test_what_is_added_to_a_copy_stays_there() -> None:
    model = CpSatModel(PROGRAM)
    size = len(list(model.model.proto.constraints))
    copy = model.copy()
    copy.require(Linear((Term(0, 0, ((1, 5), (2, 9))), Term(1, 1)), 10, 10), [])
    assert (2, 1) == witness(copy)
    assert size == len(list(model.model.proto.constraints))


def test_named_laws_have_switches_where_they_are_wanted() -> None:
    assert {} == CpSatModel(PROGRAM).switches
    model = CpSatModel(small(has(0, 1), has(0, 2), sizes=(3,)), optional=True)
    assert ["law0", "law1"] == list(model.switches)
    model.set_aside({"law0"})
    assert (2,) == witness(model)


def test_the_least_sum_is_asked_for() -> None:
    model = CpSatModel(PROGRAM).copy()
    model.minimise((Term(0, -2), Term(1, 1)))
    found = run(model.model, UNLIMITED, optimise=True)
    assert isinstance(found, CpSatSolution)
    assert ((2, 1), True) == (model.witness(found.values), found.optimal)
