"""A forecast from its file, with every mistake told at its place."""

from datetime import date
from fractions import Fraction

from configurator.catalog.building.build_report import BuildReport
from configurator.contracts import codes
from configurator.contracts.growth.forecast import Forecast, Scenario, growing, seasonal, table
from configurator.contracts.growth.shape import ForecastShape, ScenarioShape
from configurator.contracts.model import Offer
from configurator.errors import InvalidDocument, InvalidRequest
from configurator.reading.documents import read_document
from configurator.reading.files import Files
from configurator.reading.shape import Word
from configurator.reading.wording import some_of


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
    name: Word, given: ScenarioShape, chance: Fraction, shape: ForecastShape, report: BuildReport
) -> Scenario | None:
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
        return Scenario(str(name), chance, seasonal(demand, _day(shape), percents) if percents else demand)
    except InvalidRequest as error:
        report.add(codes.BAD_FORECAST, given.location, where, str(error))
        return None


def _month(text: Word) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 2 else 0


def _day(shape: ForecastShape) -> date:
    return date(shape.start.year, shape.start.month, shape.start.day)
