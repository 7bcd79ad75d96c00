"""Scenarios are read against their catalog."""

from datetime import date
from fractions import Fraction
from textwrap import dedent

import pytest

from configurator.catalog.feature_values import BadValue, Given
from configurator.catalog.model import Catalog
from configurator.catalog.scenarios import Scenario, load_scenarios, parse_given
from configurator.configuration import FeatureValue
from configurator.errors import InvalidRequest
from configurator.problems import Problem
from configurator.reading.files import Files
from tests.catalog.loading import example

FULL = """
format: 1
scenarios:
  - name: Everything at once
    book: workshop_eu
    on: 2024-05-01
    choose: {panel: pine, width: 150 cm, door: false, bays: 2, "bays[bay1].kind": bench}
    parameters: {customer.segment: fleet}
    complete: cheapest
    expect:
      valid: true
      violates: [one_bench, resources.power]
      states: {panel.oak: blocked, bays: selected, width.1.5: selected, bays.3: blocked}
      values: {colour: green, clock: absent, hooks: 4}
      total: {one_time: 100.50, month: 5}
      lines: {panel: 20}
      message: Steel is for shelves.
      warnings: [balanced]
      count: 12
      code: WW-
      bill: {pine: 6}
  - name: Only a total
    choose: {}
    expect: {total: 42145, message: [a, b]}
"""


def load(text: str, catalog: Catalog | None = None) -> tuple[tuple[Scenario, ...], tuple[Problem, ...]]:
    return load_scenarios(Files({"scenarios.yaml": dedent(text).encode()}), catalog)


def test_a_scenario_is_read_in_the_types_of_its_catalog() -> None:
    (scenario, other), problems = load(FULL, example("workshop"))
    assert () == problems
    assert ("Everything at once", "workshop_eu", date(2024, 5, 1), True) == (
        scenario.name,
        scenario.book,
        scenario.on,
        scenario.cheapest,
    )
    choices = {"panel": "pine", "width": Fraction(3, 2), "door": False, "bays": 2, "bays[bay1].kind": "bench"}
    assert list(choices.items()) == list(scenario.choices.items())
    assert {"colour": "green", "clock": None, "hooks": 4} == scenario.expect.values
    assert {"one_time": Fraction(201, 2), "month": 5} == scenario.expect.totals
    assert ({"one_time": Fraction(42145)}, ("a", "b"), False) == (
        other.expect.totals,
        other.expect.messages,
        other.cheapest,
    )


def test_without_a_catalog_values_stay_texts() -> None:
    (scenario, _), problems = load(FULL)
    assert ((), "150 cm", "4") == (problems, scenario.choices["width"], scenario.expect.values["hooks"])


def test_expectations_know_their_places() -> None:
    (scenario, _), _ = load(FULL)
    assert (19, 14) == (scenario.expect.places["count"].line, scenario.expect.places["count"].column)


def test_two_scenarios_need_two_names() -> None:
    scenarios, problems = load("format: 1\nscenarios: [{name: a, expect: {}}, {name: a, expect: {}}]")
    assert ((), ["catalog.duplicate-id"]) == (scenarios, [problem.code.name for problem in problems])


def test_a_file_of_another_shape_gives_no_scenarios() -> None:
    scenarios, problems = load("format: 1\nscenarios: [{nam: a}]")
    assert () == scenarios
    assert {"reading.unknown-key", "reading.missing-key"} == {problem.code.name for problem in problems}


def test_a_missing_file_is_a_problem() -> None:
    assert ["reading.file-not-found"] == [problem.code.name for problem in load_scenarios(Files({}))[1]]


CATALOG = example("workshop")


@pytest.mark.parametrize(
    ("path", "given", "value"),
    [
        ("panel", "oak", "oak"),
        ("bays[bay1].boards[b1].depth", "20 cm", 20),
        ("door", "true", True),
        ("door", False, False),
        ("bays", "3", 3),
        ("bays", 3, 3),
        ("bays[bay1].boards", 0, 0),
    ],
)
def test_a_value_is_read_for_a_path(path: str, given: Given, value: FeatureValue) -> None:
    found = parse_given(CATALOG, path, given)
    assert (value, type(value)) == (found, type(found))


@pytest.mark.parametrize(
    ("path", "given", "message"),
    [
        ("panel", "ok", "`ok` is not an option; expected one of `oak`, `pine`, `steel`; did you mean `oak`?"),
        ("door", 2, "`2` is not possible for `door`; expected true or false"),
        ("bays", 0, "0 instances of `bays` are not possible; expected 1 .. 4"),
        ("bays", "many", "`many` is not a number of instances; expected 1 .. 4"),
        ("bays", True, "`true` is not a number of instances; expected 1 .. 4"),
        ("bays[bay1].boards", 4, "4 instances of `boards` are not possible; expected 0 .. 3"),
    ],
)
def test_what_cannot_be_given_says_why(path: str, given: Given, message: str) -> None:
    found = parse_given(CATALOG, path, given)
    assert isinstance(found, BadValue)
    assert message == str(found)


def test_a_number_of_endless_digits_is_told_by_its_size() -> None:
    expected = "`a number of 16610 bits` is not a number of instances; expected 1 .. 4"
    assert expected == str(parse_given(CATALOG, "bays", 10**5000))


def test_an_unknown_path_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="did you mean `panel`"):
        parse_given(CATALOG, "pannel", "oak")
