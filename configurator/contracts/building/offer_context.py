"""The shared context of the build: problems so far, the resources, readers of figures and levels."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from configurator.catalog.building.build_context import BuildContext
from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.model import Interval, Text
from configurator.contracts import codes
from configurator.contracts.model import CapacityLevel, ContractResource, LevelKind
from configurator.contracts.shape import Figure, FigureShape
from configurator.contracts.shape import Text as TextShape
from configurator.pricing.amounts import NO_AMOUNT, Amount, Case
from configurator.reading.message_parts import did_you_mean, some_of
from configurator.reading.shape import Number, Shape, Word
from configurator.source import Location

ID: Final = re.compile(r"[a-z][a-z0-9_]{0,99}")
_TERM: Final = re.compile(r"([0-9]{1,4}) (month|year)s?", re.ASCII)


@dataclass(frozen=True)
class OfferContext:
    """The surroundings of the parts of an offer."""

    context: BuildContext
    currency: str
    resources: Mapping[str, ContractResource]

    @property
    def report(self) -> BuildReport:
        return self.context.report

    def text(self, given: TextShape | None, where: str, location: Location, default: str = "") -> Text:
        return self.context.text(given, where, location, default)

    def reason(self, given: TextShape | None, where: str, location: Location) -> Text | None:
        return None if given is None else self.context.text(given, f"{where}.because", location)

    def check_id(self, given: Word, where: str) -> None:
        """BuildReport an id that is not written as ids are."""
        if not ID.fullmatch(given):
            expected = "small letters, digits and _, beginning with a letter"
            self.report.add(codes.BAD_ID, given.location, where, f"`{given[:60]}` is not an id", expected)

    def resource(self, given: Word, where: str) -> str | None:
        """Return the id of a resource; report one that is not there."""
        if given in self.resources:
            return str(given)
        self._unknown(given, where, "resource", list(self.resources))
        return None

    def level(self, given: Word, where: str) -> CapacityLevel | None:
        """Read `cores.rights`; report a resource or level that is not there."""
        resource, _, kind = given.partition(".")
        known = [f"{id}.{each}" for id in self.resources for each in LevelKind]
        if resource in self.resources and kind in set(LevelKind):
            return CapacityLevel(resource, LevelKind(kind))
        self._unknown(given, where, "level", known)
        return None

    def balance(self, given: Word, where: str, known: list[str]) -> str:
        """Return the id of a balance; report one that is not there."""
        if given not in known:
            self._unknown(given, where, "balance", known)
        return str(given)

    def optional_figure(self, shape: Shape, key: str, where: str, *, signed: bool = False) -> Amount:
        """Read the figure of a key, where it is there."""
        given, location = getattr(shape, key), shape.location_of(key)
        return NO_AMOUNT if given is None else self.figure(given, f"{where}.{key}", location, signed=signed)

    def figure(self, given: Figure, where: str, location: Location, *, signed: bool = False) -> Amount:
        """Read a number or a ramp; report negative figures, unless `signed`, and days that are there twice.

        Before the first day of a ramp its first figure holds.
        """
        if isinstance(given, Number):
            self.check_sign(given, where, signed)
            return (Case(Fraction(given), given.location),)
        figures: dict[date, FigureShape] = {}
        for each in given:
            self.check_sign(each.amount, where, signed)
            since = each.from_ or date.min
            if since in figures:
                self._report_day(each, where)
            figures[since] = each
        if not figures:
            self.report.add(codes.DATES, location, where, "there is no figure", "at least one")
        days = sorted(figures)
        ends = zip([None, *days[1:]], [*days[1:], None], strict=True) if days else ()
        return tuple(
            Case(Fraction(figures[day].amount), figures[day].location, Interval(start, end))
            for day, (start, end) in zip(days, ends, strict=True)
        )

    def check_sign(self, given: Number, where: str, signed: bool) -> None:
        """Report a negative figure whose kind says whether it is paid or given back."""
        if given < 0 and not signed:
            self.report.add(
                codes.NEGATIVE_FIGURE, given.location, where, f"found {given.text}", "a figure of 0 or more"
            )

    def months(self, given: Word | None, where: str) -> int | None:
        """Read `12 months` or `3 years`."""
        if given is None:
            return None
        match = _TERM.fullmatch(given)
        if match is None or not int(match[1]):
            message, expected = f"`{given[:60]}` is no duration", "such as 12 months, or 3 years"
            self.report.add(codes.BAD_TERM, given.location, where, message, expected)
            return None
        return int(match[1]) * (12 if match[2] == "year" else 1)

    def _report_day(self, given: FigureShape, where: str) -> None:
        shown = f"on {given.from_} two figures begin" if given.from_ else "two figures have no `from`"
        self.report.add(codes.DATES, given.location, where, shown, "one figure for every day")

    def _unknown(self, given: Word, where: str, what: str, known: list[str]) -> None:
        hint = did_you_mean(given, known)
        expected = "" if hint or not known else f"one of {some_of(known)}"
        self.report.add(codes.UNKNOWN_NAME, given.location, where, f"there is no {what} `{given[:60]}`", expected, hint)
