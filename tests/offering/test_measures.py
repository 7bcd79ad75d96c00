"""Goals and conditions over a program: narrow values and bounds where they will do, variables where they must be."""

from fractions import Fraction

import pytest

from configurator.engine import Engine
from configurator.errors import InvalidRequest
from configurator.offering.goals import Sense, read_condition, read_goal
from configurator.offering.measures import measured
from configurator.program.compile import compile_catalog
from configurator.program.evaluate import weigh
from configurator.solving.engines import engine_named
from tests.pricing.shop import van


def test_a_goal_of_single_features_needs_no_variable(lamps: Engine) -> None:
    compiled = lamps.catalog("lamps").compiled
    goal = read_goal(compiled.catalog, Sense.MOST, "2 * bulbs + count(dimmer)")
    assert measured(compiled, [goal]).compiled is compiled


def test_a_sum_of_terms_stands_for_the_number_whether_most_or_least_is_best(lamps: Engine) -> None:
    compiled = lamps.catalog("lamps").compiled
    goals = [read_goal(compiled.catalog, sense, "bulbs * count(arms) / 3") for sense in Sense]
    found = measured(compiled, goals)
    solution = engine_named("brute_force").load(found.compiled.program).cheapest((), number=30).solutions[-1]
    most, least = (measure.value(weigh(measure.terms, solution)) for measure in found.measures)
    bulbs, arms = (solution[compiled.encoding.variable(path)] for path in ("bulbs", "arms"))
    bulbs += 1 - compiled.program.variables[compiled.encoding.variable("bulbs")].domain.low
    assert (Fraction(bulbs * arms, 3),) * 2 == (most, least)


def test_a_condition_on_one_feature_narrows_its_values(lamps: Engine) -> None:
    compiled = lamps.catalog("lamps").compiled
    found = measured(compiled, [], [read_condition(compiled.catalog, "shade != 'steel' and bulbs >= 2")])
    assert (compiled, 2, ()) == (found.compiled, len(found.required.narrowed), found.required.also)


def test_a_condition_on_a_large_sum_is_a_bound() -> None:
    compiled, _ = compile_catalog(van())
    assert compiled is not None
    found = measured(compiled, [], [read_condition(van(), "seats + cable / 1[m] + count(racks) >= 9")])
    assert (compiled, (), 1) == (found.compiled, found.required.narrowed, len(found.required.also))


def test_a_condition_on_several_features_is_a_variable_that_must_be_true() -> None:
    compiled, _ = compile_catalog(van())
    assert compiled is not None
    found = measured(compiled, [], [read_condition(van(), "seats + count(racks) >= 5")])
    (literal,) = found.required.narrowed
    assert found.compiled.program.variables[literal.variable].determined


def test_a_condition_that_never_holds_leaves_nothing(lamps: Engine) -> None:
    compiled = lamps.catalog("lamps").compiled
    assert not measured(compiled, [], [read_condition(compiled.catalog, "bulbs > 4")]).required.possible


def test_a_goal_that_may_divide_by_zero_is_refused_with_the_reason(lamps: Engine) -> None:
    compiled = lamps.catalog("lamps").compiled
    with pytest.raises(InvalidRequest, match="can divide by zero"):
        measured(compiled, [read_goal(compiled.catalog, Sense.MOST, "bulbs / count(arms)")])
