"""Scenarios: choices and their expected results, beside a catalog or a price book."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from configurator.catalog.addresses import find_member, split_option
from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.codes import DUPLICATE_ID, SCENARIO_PATH, SCENARIO_VALUE
from configurator.catalog.feature_values import BadValue, Given, parse_value, text_of
from configurator.catalog.model import Catalog, Feature, Structure, constraints_of
from configurator.catalog.shape import ExpectShape, ScenarioShape, ScenariosShape
from configurator.configuration import FeatureValue
from configurator.errors import InvalidRequest
from configurator.problems import Problem, ProblemCode, errors_in, in_order
from configurator.reading.files import Files
from configurator.reading.message_parts import did_you_mean
from configurator.reading.shape import Word
from configurator.reading.yaml import read_document
from configurator.source import Location


def parse_given(catalog: Catalog, path: str, given: Given) -> FeatureValue | BadValue:
    """Parse the value given for a path: a feature's value, a boolean for a singleton, a number of instances.

    Raises InvalidRequest where the path is unknown.
    """
    member = find_member(catalog, path)
    if isinstance(member, Feature):
        return parse_value(member, given, catalog.units)
    return _presence(member, given) if member.singleton else _number_of_instances(member, given)


def _presence(structure: Structure, given: Given) -> bool | BadValue:
    known = {"true": True, "false": False}
    result = given if isinstance(given, bool) else known.get(text_of(given))
    if result is None or (not result and structure.low == 1 and structure.when is None):
        always = structure.low == 1 and structure.when is None
        return BadValue(
            f"`{text_of(given)}` is not possible for `{structure.id}`", "true" if always else "true or false"
        )
    return result


def _number_of_instances(structure: Structure, given: Given) -> int | BadValue:
    low = 0 if structure.when is not None else structure.low
    text = text_of(given)
    if not isinstance(given, bool) and text.isascii() and text.isdecimal() and len(text) < 10:
        if low <= int(text) <= structure.high:
            return int(text)
        return BadValue(f"{text} instances of `{structure.id}` are not possible", f"{low} .. {structure.high}")
    return BadValue(f"`{text_of(given)}` is not a number of instances", f"{low} .. {structure.high}")


ENTRY = "scenarios.yaml"
ABSENT_WORD = "absent"
ONE_TIME = "one_time"


@dataclass(frozen=True, slots=True)
class Expectation:
    """Expected results of a scenario; None and empty values are not checked.

    `values` holds None for a feature that must be absent; `totals` are by period, with `one_time` for one-time charges;
    `places` holds the location of each key under `expect`.
    """

    valid: bool | None = None
    violates: tuple[str, ...] = ()
    states: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, FeatureValue | None] = field(default_factory=dict)
    totals: Mapping[str, Fraction] = field(default_factory=dict)
    lines: Mapping[str, Fraction] = field(default_factory=dict)
    messages: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    count: int | None = None
    code: str | None = None
    bill: Mapping[str, Fraction] = field(default_factory=dict)
    places: Mapping[str, Location] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scenario:
    """Choices in order, and the expected results. `cheapest` selects the kind of completion."""

    name: str
    location: Location
    choices: Mapping[str, FeatureValue]
    expect: Expectation
    book: str = ""
    on: date | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    cheapest: bool = False
    quantity: int = 1


def load_scenarios(
    files: Files, catalog: Catalog | None = None, entry: str = ENTRY
) -> tuple[tuple[Scenario, ...], tuple[Problem, ...]]:
    """Read a file of scenarios; none where the file has any error.

    With a catalog, every path, value and constraint is checked against it and values are read as the features have
    them; without one, all values stay texts.
    """
    shape, problems = read_document(files, entry, ScenariosShape)
    if shape is None:
        return (), problems
    reader = _Reader(BuildReport(list(problems)), catalog)
    scenarios = tuple(reader.scenario(each, f"scenarios[{number}]") for number, each in enumerate(shape.scenarios, 1))
    reader.check_names(shape.scenarios)
    results = in_order(reader.report.problems)
    return (() if errors_in(results) else scenarios), results


@dataclass(frozen=True)
class _Reader:
    report: BuildReport
    catalog: Catalog | None

    def scenario(self, shape: ScenarioShape, where: str) -> Scenario:
        return Scenario(
            str(shape.name),
            shape.location,
            dict(self._choices(shape.choose, f"{where}.choose")),
            self._expectation(shape.expect, f"{where}.expect"),
            str(shape.book or ""),
            None if shape.on is None else date(shape.on.year, shape.on.month, shape.on.day),
            {str(name): str(value) for name, value in shape.parameters.items()},
            shape.complete == "cheapest",
            int(shape.quantity),
        )

    def check_names(self, shapes: Iterable[ScenarioShape]) -> None:
        first: dict[str, Location] = {}
        for number, shape in enumerate(shapes, 1):
            if first.setdefault(shape.name, shape.location) != shape.location:
                message = f"`{shape.name}` is the name of another scenario, at {first[shape.name]}"
                where = f"scenarios[{number}].name"
                self.report.add(DUPLICATE_ID, shape.name.location, where, message, "a name of its own")

    def _expectation(self, shape: ExpectShape, where: str) -> Expectation:
        messages = [shape.message] if isinstance(shape.message, Word) else shape.message
        self._check_constraints((*shape.violates, *shape.warnings), where)
        self._check_states(shape.states, f"{where}.states")
        return Expectation(
            shape.valid,
            _texts(shape.violates),
            {str(path): state for path, state in shape.states.items()},
            dict(self._values(shape.values, f"{where}.values")),
            _totals(shape),
            _amounts(shape.lines),
            _texts(messages),
            _texts(shape.warnings),
            None if shape.count is None else int(shape.count),
            None if shape.code is None else str(shape.code),
            _amounts(shape.bill),
            {key: shape.location_of(key) for key in ExpectShape.model_fields if shape.has(key)},
        )

    # ── against the catalog ──────────────────────────────────────────────────────────────────────────────────────────

    def _choices(self, given: Mapping[Word, Word], where: str) -> Iterator[tuple[str, FeatureValue]]:
        for path, text in given.items():
            value = self._value(path, text, where)
            if value is not None:
                yield str(path), value

    def _values(self, given: Mapping[Word, Word], where: str) -> Iterator[tuple[str, FeatureValue | None]]:
        for path, text in given.items():
            if text != ABSENT_WORD or self._is_value(path, text):
                yield str(path), self._value(path, text, where)
            else:
                self._check_path(path, where)
                yield str(path), None

    def _is_value(self, path: Word, text: Word) -> bool:
        """Return whether the word for absence is an option of this feature."""
        try:
            return self.catalog is not None and not isinstance(parse_given(self.catalog, path, str(text)), BadValue)
        except InvalidRequest:
            return False

    def _check_path(self, path: Word, where: str) -> None:
        try:
            if self.catalog is not None:
                find_member(self.catalog, path)
        except InvalidRequest as error:
            self._add(SCENARIO_PATH, path, where, str(error))

    def _value(self, path: Word, text: Word, where: str) -> FeatureValue | None:
        if self.catalog is None:
            return str(text)
        try:
            value = parse_given(self.catalog, path, str(text))
        except InvalidRequest as error:
            self._add(SCENARIO_PATH, path, where, str(error))
            return None
        if isinstance(value, BadValue):
            self._add(SCENARIO_VALUE, text, f"{where}.{path}", value.message, value.expected, value.hint)
            return None
        return value

    def _check_states(self, states: Mapping[Word, str], where: str) -> None:
        if self.catalog is None:
            return
        for path in states:
            try:
                name, option = split_option(self.catalog, path)
                value = parse_given(self.catalog, name, option) if option else ""
            except InvalidRequest as error:
                self._add(SCENARIO_PATH, path, where, str(error))
                continue
            if isinstance(value, BadValue):
                self._add(SCENARIO_VALUE, path, where, value.message, value.expected, value.hint)

    def _check_constraints(self, names: Iterable[Word], where: str) -> None:
        if self.catalog is None:
            return
        known = {constraint.id for _, constraint in constraints_of(self.catalog)}
        known |= {f"resources.{name}" for name in self.catalog.resources}
        for name in names:
            if name not in known:
                message = f"there is no constraint `{name}`"
                self._add(SCENARIO_PATH, name, where, message, "the id of a constraint", did_you_mean(name, known))

    def _add(self, code: ProblemCode, word: Word, where: str, message: str, expected: str = "", hint: str = "") -> None:
        self.report.add(code, word.location, where, message, expected, hint)


def _texts(words: Iterable[Word]) -> tuple[str, ...]:
    return tuple(str(word) for word in words)


def _amounts(given: Mapping[Word, Fraction]) -> dict[str, Fraction]:
    return {str(name): Fraction(amount) for name, amount in given.items()}


def _totals(shape: ExpectShape) -> dict[str, Fraction]:
    if shape.total is None:
        return {}
    return _amounts(shape.total) if isinstance(shape.total, dict) else {ONE_TIME: Fraction(shape.total)}
