"""What every part of the build needs to know: problems so far, the resources, how figures and levels are read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from configurator.catalog.building.build_context import BuildContext
from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.model import Text
from configurator.contracts import codes
from configurator.contracts.model import Dated, Level, LevelKind, Resource
from configurator.contracts.shape import DatedShape, Figure
from configurator.contracts.shape import Text as TextShape
from configurator.reading.shape import Number, Word
from configurator.reading.wording import did_you_mean, some_of
from configurator.source import Location

ID: Final = re.compile(r"[a-z][a-z0-9_]{0,99}")
_TERM: Final = re.compile(r"([0-9]{1,4}) (month|year)s?", re.ASCII)
NOWHEN: Final = date.min


@dataclass(frozen=True)
class Building:
    """The surroundings of the parts of an offer."""

    context: BuildContext
    currency: str
    resources: Mapping[str, Resource]

    @property
    def report(self) -> BuildReport:
        return self.context.report

    def text(self, given: TextShape | None, where: str, location: Location, default: str = "") -> Text:
        return self.context.text(given, where, location, default)

    def reason(self, given: TextShape | None, where: str, location: Location) -> Text | None:
        return None if given is None else self.context.text(given, f"{where}.because", location)

    def check_id(self, given: Word, where: str) -> None:
        """Report an id that is not written as ids are."""
        if not ID.fullmatch(given):
            expected = "small letters, digits and _, beginning with a letter"
            self.report.add(codes.BAD_ID, given.location, where, f"`{given[:60]}` is not an id", expected)

    def resource(self, given: Word, where: str) -> str | None:
        """Return the id of a resource; report one that is not there."""
        if given in self.resources:
            return str(given)
        self._unknown(given, where, "resource", list(self.resources))
        return None

    def level(self, given: Word, where: str) -> Level | None:
        """Read `cores.rights`; report a resource or level that is not there."""
        resource, _, kind = given.partition(".")
        known = [f"{id}.{each}" for id in self.resources for each in LevelKind]
        if resource in self.resources and kind in set(LevelKind):
            return Level(resource, LevelKind(kind))
        self._unknown(given, where, "level", known)
        return None

    def balance(self, given: Word, where: str, known: list[str]) -> str:
        """Return the id of a balance; report one that is not there."""
        if given not in known:
            self._unknown(given, where, "balance", known)
        return str(given)

    def figure(self, given: Figure, where: str, location: Location) -> Dated:
        """Read a number or a ramp; report negative figures and days that are there twice."""
        if isinstance(given, Number):
            self.not_negative(given, where)
            return Dated(((NOWHEN, Fraction(given)),))
        figures: dict[date, Fraction] = {}
        for each in given:
            self.not_negative(each.amount, where)
            since = each.from_ or NOWHEN
            if since in figures:
                self._report_day(each, where)
            figures[since] = Fraction(each.amount)
        if not figures:
            self.report.add(codes.DATES, location, where, "there is no figure", "at least one")
            return Dated(((NOWHEN, Fraction(0)),))
        return Dated(tuple(sorted(figures.items())))

    def not_negative(self, given: Number, where: str) -> None:
        """Report a negative figure; its kind says whether it is paid or given back."""
        if given < 0:
            self.report.add(
                codes.NEGATIVE_FIGURE, given.location, where, f"found {given.text}", "a figure of 0 or more"
            )

    def months(self, given: Word | None, where: str) -> int | None:
        """Read `12 months` or `3 years`."""
        if given is None:
            return None
        found = _TERM.fullmatch(given)
        if found is None or not int(found[1]):
            message, expected = f"`{given[:60]}` is no duration", "such as 12 months, or 3 years"
            self.report.add(codes.BAD_TERM, given.location, where, message, expected)
            return None
        return int(found[1]) * (12 if found[2] == "year" else 1)

    def _report_day(self, given: DatedShape, where: str) -> None:
        shown = f"on {given.from_} two figures begin" if given.from_ else "two figures have no `from`"
        self.report.add(codes.DATES, given.location, where, shown, "one figure for every day")

    def _unknown(self, given: Word, where: str, what: str, known: list[str]) -> None:
        hint = did_you_mean(given, known)
        expected = "" if hint or not known else f"one of {some_of(known)}"
        self.report.add(codes.UNKNOWN_NAME, given.location, where, f"there is no {what} `{given[:60]}`", expected, hint)
