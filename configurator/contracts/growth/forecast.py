"""Demand, month by month: from a table, a rate of growth, seasons, or several scenarios with their probabilities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from configurator.catalog.building.build_report import BuildReport
from configurator.contracts import codes
from configurator.contracts.growth.shape import DemandScenarioShape, ForecastShape
from configurator.contracts.limits import (
    FINEST_CARRIED_DEMAND,
    FINEST_DEMAND,
    MOST_PLAN_MONTHS,
    MOST_PLAN_SCENARIOS,
)
from configurator.contracts.model import Offer
from configurator.errors import InvalidDocument, InvalidRequest
from configurator.money import ZERO, Rounding, round_to
from configurator.reading.files import Files
from configurator.reading.message_parts import some_of
from configurator.reading.shape import Word
from configurator.reading.yaml import read_document


@dataclass(frozen=True, slots=True)
class DemandScenario:
    """One course that demand may take, with its probability."""

    name: str
    probability: Fraction
    demand: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """The demand for one resource from the first of `start` on, in every month of every scenario."""

    resource: str
    start: date
    scenarios: tuple[DemandScenario, ...]

    def __post_init__(self) -> None:
        lengths = {len(scenario.demand) for scenario in self.scenarios}
        if not lengths:
            raise InvalidRequest("a forecast has at least one scenario", field="forecast")
        if len(lengths) != 1 or not 1 <= min(lengths) <= MOST_PLAN_MONTHS:
            raise InvalidRequest(f"every scenario has the same 1 to {MOST_PLAN_MONTHS} months", field="forecast")
        if len(self.scenarios) > MOST_PLAN_SCENARIOS:
            raise InvalidRequest(f"at most {MOST_PLAN_SCENARIOS} scenarios are compared", field="forecast")
        if sum((scenario.probability for scenario in self.scenarios), ZERO) != 1:
            raise InvalidRequest("the probabilities of the scenarios do not sum to 1", field="forecast")
        if any(each < 0 for scenario in self.scenarios for each in (scenario.probability, *scenario.demand)):
            raise InvalidRequest("neither demand nor a probability is negative", field="forecast")

    @property
    def months(self) -> int:
        """How many months it has."""
        return len(self.scenarios[0].demand)


def expected(demand: Sequence[Fraction], name: str = "expected") -> DemandScenario:
    """Return a scenario that is certain."""
    return DemandScenario(name, Fraction(1), tuple(demand))


def table(values: Sequence[Fraction], months: int) -> tuple[Fraction, ...]:
    """Return a value for every month; the last one holds on."""
    if not values:
        raise InvalidRequest("a table of demand has at least one value", field="table")
    _check(months)
    return tuple(values[min(month, len(values) - 1)] for month in range(months))


def growing(
    begin: Fraction, months: int, *, percent_a_month: Fraction = ZERO, units_a_month: Fraction = ZERO
) -> tuple[Fraction, ...]:
    """Return demand that grows by a percentage, or by a number of units, every month; never below zero.

    It is rounded to hundredths, but grows from a finer figure, so slow growth of a small demand adds up.
    """
    _check(months)
    if begin < 0:
        raise InvalidRequest("demand does not begin below zero", field="begin")
    demand, value = [], begin
    for _ in range(months):
        demand.append(round_to(value, FINEST_DEMAND, Rounding.HALF_UP))
        grown = value * (1 + percent_a_month / 100) + units_a_month
        value = max(ZERO, round_to(grown, FINEST_CARRIED_DEMAND, Rounding.HALF_UP))
    return tuple(demand)


def seasonal(demand: Sequence[Fraction], start: date, percents: Mapping[int, Fraction]) -> tuple[Fraction, ...]:
    """Return demand with the season of every calendar month (1 to 12): percent of it, 100 where none is given."""
    if any(month not in range(1, 13) for month in percents):
        raise InvalidRequest("a season is that of a calendar month, 1 to 12", field="seasons")
    return tuple(
        round_to(
            value * percents.get((start.month - 1 + at) % 12 + 1, Fraction(100)) / 100, FINEST_DEMAND, Rounding.HALF_UP
        )
        for at, value in enumerate(demand)
    )


def _check(months: int) -> None:
    if not 1 <= months <= MOST_PLAN_MONTHS:
        raise InvalidRequest(f"a forecast has 1 to {MOST_PLAN_MONTHS} months, not {months}", field="months")


# ── files ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_forecast(files: Files, entry: str, offer: Offer) -> Forecast:
    """Read a forecast for an offer. Raises InvalidDocument with everything that is wrong with it."""
    shape, problems = read_document(files, entry, ForecastShape)
    if shape is None:
        raise InvalidDocument(problems)
    report = BuildReport([])
    forecast = _forecast(shape, offer, report)
    if forecast is None:
        raise InvalidDocument(report.problems)
    return forecast


def only_resource(offer: Offer) -> str:
    """Return the resource of an offer that has one; raise InvalidRequest where it must be named."""
    if len(offer.resources) != 1:
        raise InvalidRequest(f"offer {offer.id} has several resources: {some_of(offer.resources)}", field="resource")
    return next(iter(offer.resources))


def _forecast(shape: ForecastShape, offer: Offer, report: BuildReport) -> Forecast | None:
    chances = _probabilities(shape)
    scenarios = [
        _scenario(name, each, chance, shape, report)
        for (name, each), chance in zip(shape.scenarios.items(), chances, strict=True)
    ]
    if report.problems:
        return None
    try:
        resource = only_resource(offer) if shape.resource is None else str(shape.resource)
        return Forecast(resource, _day(shape), tuple(each for each in scenarios if each is not None))
    except InvalidRequest as error:
        report.add(codes.BAD_FORECAST, shape.location, "scenarios", str(error))
        return None


def _probabilities(shape: ForecastShape) -> list[Fraction]:
    given = [each.probability for each in shape.scenarios.values()]
    if given and all(each is None for each in given):
        return [Fraction(1, len(given))] * len(given)
    return [Fraction(each or 0) / 100 for each in given]


def _scenario(
    name: Word, given: DemandScenarioShape, chance: Fraction, shape: ForecastShape, report: BuildReport
) -> DemandScenario | None:
    where, months = f"scenarios.{name}", int(shape.months)
    if (given.begin is None) is (given.table is None):
        message = "it is not clear how it begins"
        report.add(codes.BAD_FORECAST, given.location, where, message, "either `begin` or `table`")
        return None
    try:
        if given.table is not None:
            demand = table(list(map(Fraction, given.table)), months)
        else:
            percent, units = Fraction(given.percent_a_month), Fraction(given.units_a_month)
            demand = growing(Fraction(given.begin or 0), months, percent_a_month=percent, units_a_month=units)
        percents = {_month(month): Fraction(percent) for month, percent in given.seasons.items()}
        return DemandScenario(str(name), chance, seasonal(demand, _day(shape), percents) if percents else demand)
    except InvalidRequest as error:
        report.add(codes.BAD_FORECAST, given.location, where, str(error))
        return None


def _month(text: Word) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 2 else 0


def _day(shape: ForecastShape) -> date:
    return date(shape.start.year, shape.start.month, shape.start.day)
