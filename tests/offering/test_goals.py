"""What a person is after, read in the language of catalogs, with mistakes told at once."""

from fractions import Fraction

import pytest

from configurator.budget import UNLIMITED, Budget, OutOfBudget
from configurator.configuration import Configuration
from configurator.engine import Engine
from configurator.errors import InvalidRequest
from configurator.offering.goals import Sense, base_unit, goal_program, read_condition, read_goal
from configurator.program.compile import compile_catalog
from configurator.program.semantics import weigh
from configurator.solving.engines import engine_named
from configurator.solving.port import RankSolutions
from configurator.units import STANDARD_UNITS, Dimension
from tests.pricing.shop import chosen, van


def test_a_goal_has_a_value_in_every_product_in_the_unit_of_its_feature() -> None:
    goal = read_goal(van(), Sense.LEAST, "cable")
    assert ("m", Fraction(2)) == (goal.unit.name, goal.value(van(), chosen({})))


def test_a_goal_that_is_calculated_is_in_base_units() -> None:
    goal = read_goal(van(), Sense.MOST, "engine.power * 1")
    assert ("W", Fraction(90_000)) == (goal.unit.name, goal.value(van(), chosen({})))


def test_what_is_absent_counts_as_nothing(lamps: Engine) -> None:
    catalog = lamps.catalog("lamps").catalog
    goal = read_goal(catalog, Sense.MOST, "bulbs")
    assert Fraction(0) == goal.value(catalog, Configuration("lamps", catalog.digest, {}, {}, {}))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("seet", "seet"),
        ("sport", "expected a number; of what is true or false write `1 if … else 0`"),
        ("paint", "expected a number; name one of its numbers"),
        ("seats +", "`seats +`: "),
    ],
)
def test_what_is_no_number_is_refused_with_what_would_do(text: str, said: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        read_goal(van(), Sense.MOST, text)
    assert said in str(refused.value)
    assert "goals" == refused.value.field


def test_a_condition_must_be_true_or_false() -> None:
    with pytest.raises(InvalidRequest, match="seats"):
        read_condition(van(), "seats")
    assert "seats > 3" == read_condition(van(), "seats>3").text


def test_a_dimension_without_a_named_unit_is_called_after_itself() -> None:
    odd = Dimension((("length", 1), ("mass", 1)))
    assert "length·mass" == base_unit(STANDARD_UNITS, odd).name
    assert "" == base_unit(STANDARD_UNITS, Dimension()).name


def test_a_goal_of_single_features_needs_no_variable(lamps: Engine) -> None:
    compiled = lamps.catalog("lamps").compiled
    goal = read_goal(compiled.catalog, Sense.MOST, "2 * bulbs + count(dimmer)")
    assert goal_program(compiled, [goal]).compiled is compiled


def test_a_sum_of_terms_stands_for_the_number_whether_most_or_least_is_best(lamps: Engine) -> None:
    compiled = lamps.catalog("lamps").compiled
    goals = [read_goal(compiled.catalog, sense, "bulbs * count(arms) / 3") for sense in Sense]
    found = goal_program(compiled, goals)
    solution = (
        engine_named("brute_force")
        .load(found.compiled.program)
        .ask(RankSolutions((), number=30), UNLIMITED)
        .solutions[-1]
    )
    most, least = (measure.value(weigh(measure.terms, solution)) for measure in found.measures)
    bulbs, arms = (solution[compiled.encoding.variable(path)] for path in ("bulbs", "arms"))
    bulbs += 1 - compiled.program.variables[compiled.encoding.variable("bulbs")].domain.low
    assert (Fraction(bulbs * arms, 3),) * 2 == (most, least)


def test_a_condition_on_one_feature_narrows_its_values(lamps: Engine) -> None:
    compiled = lamps.catalog("lamps").compiled
    found = goal_program(compiled, [], [read_condition(compiled.catalog, "shade != 'steel' and bulbs >= 2")])
    assert (compiled, 2, ()) == (found.compiled, len(found.required.narrowed), found.required.also)


def test_a_condition_on_a_large_sum_is_a_bound() -> None:
    compiled, _ = compile_catalog(van())
    assert compiled is not None
    found = goal_program(compiled, [], [read_condition(van(), "seats + cable / 1[m] + count(racks) >= 9")])
    assert (compiled, (), 1) == (found.compiled, found.required.narrowed, len(found.required.also))


def test_a_condition_on_several_features_is_a_variable_that_must_be_true() -> None:
    compiled, _ = compile_catalog(van())
    assert compiled is not None
    found = goal_program(compiled, [], [read_condition(van(), "seats + count(racks) >= 5")])
    (literal,) = found.required.narrowed
    assert found.compiled.program.variables[literal.variable].determined


def test_a_condition_that_never_holds_leaves_nothing(lamps: Engine) -> None:
    compiled = lamps.catalog("lamps").compiled
    assert not goal_program(compiled, [], [read_condition(compiled.catalog, "bulbs > 4")]).required.possible


def test_a_goal_that_may_divide_by_zero_is_refused_with_the_reason(lamps: Engine) -> None:
    compiled = lamps.catalog("lamps").compiled
    with pytest.raises(InvalidRequest, match="can divide by zero"):
        goal_program(compiled, [read_goal(compiled.catalog, Sense.MOST, "bulbs / count(arms)")])


def test_compiling_a_condition_ends_with_the_budget(lamps: Engine) -> None:
    compiled = lamps.catalog("lamps").compiled
    condition = read_condition(compiled.catalog, "bulbs * count(arms) >= 3")
    with pytest.raises(OutOfBudget, match="time ran out"):
        goal_program(compiled, [], [condition], budget=Budget(lambda: 1.0, deadline=1.0))
