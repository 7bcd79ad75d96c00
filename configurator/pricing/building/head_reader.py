"""The head of a book: currency, days, rounding, horizon and parameters."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Final, Protocol

from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.model import Catalog
from configurator.errors import InvalidRequest, NotExact
from configurator.language.checked import Value
from configurator.language.types import BOOLEAN, NUMBER, TEXT, OptionType, Type
from configurator.money import Rounding, exponent
from configurator.pricing import codes
from configurator.pricing.limits import MOST_PLACES
from configurator.pricing.model import Parameter
from configurator.pricing.periods.calendar import time_zone
from configurator.pricing.reading_series import read_series, write_series
from configurator.pricing.rule_evaluation import BASE
from configurator.pricing.shape import ParameterShape, RoundingShape
from configurator.pricing.steps import RoundedAt, RoundedPer, RoundingRule
from configurator.reading.shape import Word
from configurator.source import Location

_HORIZON: Final = re.compile(r"([0-9]{1,4}) (month|year)s?", re.ASCII)
_PARAMETER: Final = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*", re.ASCII)
_DECIMAL: Final = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?", re.ASCII)


class Head(Protocol):
    """The common head of books and contracts."""

    @property
    def currency(self) -> Word: ...
    @property
    def time_zone(self) -> Word: ...
    @property
    def rounding(self) -> RoundingShape | None: ...
    @property
    def location(self) -> Location: ...


def read_currency(shape: Head, report: BuildReport) -> str | None:
    """Return the currency, or None where ISO 4217 does not know it."""
    try:
        exponent(shape.currency)
    except NotExact:
        return str(shape.currency)
    except InvalidRequest:
        message, expected = f"`{shape.currency}` is no currency", "a code of ISO 4217, such as USD"
        report.add(codes.UNKNOWN_CURRENCY, shape.currency.location, "currency", message, expected)
        return None
    return str(shape.currency)


def read_time_zone(shape: Head, report: BuildReport) -> str:
    """Return the time zone; report one that does not exist."""
    try:
        time_zone(shape.time_zone)
    except InvalidRequest:
        message, expected = f"`{shape.time_zone}` is no time zone", "a name such as America/New_York"
        report.add(codes.UNKNOWN_TIME_ZONE, shape.time_zone.location, "time_zone", message, expected)
    return str(shape.time_zone)


def read_horizon(given: Word | None, where: str, report: BuildReport) -> int | None:
    """Return a horizon of comparison in months."""
    if given is None:
        return None
    match = _HORIZON.fullmatch(given)
    if match is None or int(match[1]) == 0:
        message, expected = f"`{given}` is no horizon", "such as 36 months, or 3 years"
        report.add(codes.BAD_HORIZON, given.location, where, message, expected)
        return None
    return int(match[1]) * (12 if match[2] == "year" else 1)


def read_rounding(shape: Head, currency: str, report: BuildReport) -> RoundingRule:
    """Return how the book rounds."""
    given = shape.rounding
    if given is None:
        return RoundingRule(Rounding.HALF_UP, _minor_unit(currency, shape.location, report), RoundedAt.LINE)
    if given.step is not None and given.has("places"):
        message = "both `places` and `step` are given"
        report.add(codes.BAD_ROUNDING, given.location_of("step"), "rounding", message, "one of them")
    return RoundingRule(
        Rounding(given.mode), _step(given, currency, report), RoundedAt(given.at), RoundedPer(given.per)
    )


def _step(given: RoundingShape, currency: str, report: BuildReport) -> Fraction:
    if given.step is not None:
        return Fraction(given.step)
    if given.places == "currency":
        return _minor_unit(currency, given.location_of("places"), report)
    if given.places.isdecimal() and given.places.isascii() and int(given.places[:3]) <= MOST_PLACES:
        return Fraction(1, 10 ** int(given.places))
    message, expected = f"found `{given.places}`", f"currency, or a number from 0 to {MOST_PLACES}"
    report.add(codes.BAD_ROUNDING, given.places.location, "rounding.places", message, expected)
    return Fraction(1)


def _minor_unit(currency: str, location: Location, report: BuildReport) -> Fraction:
    try:
        return Fraction(1, 10 ** exponent(currency))
    except NotExact:
        message, expected = f"{currency} has no minor unit", "a number of places"
        report.add(codes.BAD_ROUNDING, location, "rounding.places", message, expected)
        return Fraction(1)


# ── parameters ───────────────────────────────────────────────────────────────────────────────────────────────────────


def read_parameters(
    given: Mapping[Word, ParameterShape], catalog: Catalog, report: BuildReport
) -> Mapping[str, Parameter]:
    """Return the parameters by their names."""
    return {str(name): _parameter(name, each, catalog, report) for name, each in given.items()}


def _parameter(name: Word, shape: ParameterShape, catalog: Catalog, report: BuildReport) -> Parameter:
    where = f"parameters.{name}"
    if not _PARAMETER.fullmatch(name) or name == BASE:
        message = f"`{name}` is not a name for a parameter" + (", as stages use it" if name == BASE else "")
        report.add(codes.BAD_PARAMETER, name.location, where, message, "such as customer.segment")
    elif name.partition(".")[0] in catalog.root.members:
        first = name.partition(".")[0]
        message = f"`{first}` is a feature or structure of catalog {catalog.id}, so `{name}` is ambiguous"
        report.add(codes.BAD_PARAMETER, name.location, where, message, "another name")
    wanted = _type(shape, where, report)
    series = shape.type == "series"
    default = _series(shape, where, report) if series else _default(shape, wanted, where, report)
    return Parameter(str(name), wanted, name.location, default, series)


def _series(shape: ParameterShape, where: str, report: BuildReport) -> Value | None:
    if shape.default is None:
        return None
    try:
        return write_series(read_series(str(shape.default)))
    except InvalidRequest as error:
        report.add(codes.BAD_PARAMETER, shape.default.location, f"{where}.default", str(error))
        return None


_TYPES: Final[dict[str, Type]] = {"number": NUMBER, "text": TEXT, "boolean": BOOLEAN, "series": TEXT}


def _type(shape: ParameterShape, where: str, report: BuildReport) -> Type:
    if shape.one_of is None:
        return _TYPES[shape.type]
    if shape.type != "text" or not shape.one_of:
        message, expected = "`one_of` does not fit", "a list of texts, with type: text"
        report.add(codes.BAD_PARAMETER, shape.location_of("one_of"), f"{where}.one_of", message, expected)
        return TEXT
    return OptionType(tuple(dict.fromkeys(map(str, shape.one_of))))


def _default(shape: ParameterShape, wanted: Type, where: str, report: BuildReport) -> Value | None:
    if shape.default is None:
        return None
    result: Value | None = None
    if isinstance(wanted, OptionType):
        result = str(shape.default) if shape.default in wanted.options else None
    elif shape.type == "number":
        result = Fraction(shape.default) if _DECIMAL.fullmatch(shape.default) else None
    elif shape.type == "boolean":
        result = {"true": True, "false": False}.get(shape.default)
    else:
        result = str(shape.default)
    if result is None:
        report.add(
            codes.BAD_PARAMETER, shape.default.location, f"{where}.default", f"found `{shape.default}`", str(wanted)
        )
    return result
