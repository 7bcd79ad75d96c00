"""A copy of a model can be narrowed and added to, and the model stays as it was."""

from configurator.budget import UNLIMITED
from configurator.program.nodes import Linear, Or, Term
from configurator.solving.cp_sat.encoding import Encoding
from configurator.solving.cp_sat.running import Found, Outcome, run
from configurator.solving.port import Solution, Unsatisfiable
from tests.solving.suite import has, of, small

PROGRAM = small(has(0, 1, 2), Or((has(0, 1), has(1, 1))), sizes=(3, 3))


def witness(model: Encoding) -> Solution | Outcome:
    found = run(model.model, UNLIMITED)
    return model.witness(found.values) if isinstance(found, Found) else found


def test_a_copy_is_narrowed_alone() -> None:
    model = Encoding(PROGRAM)
    copy = model.copy()
    copy.narrow(0, of(2))
    copy.narrow(1, of(0, 2))
    assert Unsatisfiable() == witness(copy)
    assert isinstance(witness(model), tuple)


def test_what_is_added_to_a_copy_stays_there() -> None:
    model = Encoding(PROGRAM)
    size = len(list(model.model.proto.constraints))
    copy = model.copy()
    copy.require(Linear((Term(0, 0, ((1, 5), (2, 9))), Term(1, 1)), 10, 10), [])
    assert (2, 1) == witness(copy)
    assert size == len(list(model.model.proto.constraints))


def test_named_laws_have_switches_where_they_are_wanted() -> None:
    assert {} == Encoding(PROGRAM).switches
    model = Encoding(small(has(0, 1), has(0, 2), sizes=(3,)), optional=True)
    assert ["law0", "law1"] == list(model.switches)
    model.set_aside({"law0"})
    assert (2,) == witness(model)


def test_the_least_sum_is_asked_for() -> None:
    model = Encoding(PROGRAM).copy()
    model.minimise((Term(0, -2), Term(1, 1)))
    found = run(model.model, UNLIMITED, optimise=True)
    assert isinstance(found, Found)
    assert ((2, 1), True) == (model.witness(found.values), found.optimal)
