"""The shared context of the build: problems so far, the catalog, the currency, the available names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from configurator.catalog.building.build_context import BuildContext
from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.building.expressions import ExpressionReader, scope_of
from configurator.catalog.model import ALWAYS, Catalog, Interval, Structure, Text, structures_in
from configurator.language.types import NumberType, Type
from configurator.pricing import codes
from configurator.pricing.asking import BASE
from configurator.pricing.cadence import Cadence
from configurator.pricing.shape import Text as TextShape
from configurator.reading.files import Files
from configurator.reading.shape import Day, Word
from configurator.reading.wording import did_you_mean
from configurator.source import Location
from configurator.units import Units

CADENCES: Final = {"month": Cadence.MONTHLY, "quarter": Cadence.QUARTERLY, "year": Cadence.YEARLY}
ID: Final = re.compile(r"[a-z][a-z0-9_]{0,99}")


def cadence_of(recurring: str | None) -> Cadence:
    """Return the cadence of a `recurring` key."""
    return CADENCES[recurring] if recurring else Cadence.ONE_TIME


@dataclass(frozen=True)
class BookContext:
    """The surroundings of a book's rules. `units` hold the book's currency as a unit of its own."""

    context: BuildContext
    catalog: Catalog
    currency: str
    units: Units
    parameters: Mapping[str, Type]
    series: frozenset[str] = frozenset()
    """The parameters that are series of readings."""

    @property
    def report(self) -> BuildReport:
        return self.context.report

    @property
    def files(self) -> Files:
        return self.context.files

    def reader(self, each: str = "", *, base: bool = False) -> ExpressionReader:
        """Return the reader of expressions in the body of a structure; `base` where a stage's base has a name."""
        parameters = (
            {**self.parameters, BASE: NumberType(self.units[self.currency].dimension)} if base else self.parameters
        )
        path = tuple(each.split(".")) if each else ()
        return ExpressionReader(self.context, scope_of(self.catalog.root, path, self.units, parameters))

    def text(self, given: TextShape | None, where: str, location: Location, default: str = "") -> Text:
        return self.context.text(given, where, location, default)

    def reason(self, given: TextShape | None, where: str, location: Location) -> Text | None:
        return None if given is None else self.context.text(given, f"{where}.because", location)

    def structure(self, named: Word | None, where: str) -> str | None:
        """Return the id path of the structure that `each:` names; "" where none is named, None where it is unknown."""
        if named is None:
            return ""
        known: dict[str, Structure] = {".".join(path): result for path, result in structures_in(self.catalog.root)}
        if named in known:
            return str(named)
        message, hint = f"`{named}` is no structure of catalog {self.catalog.id}", did_you_mean(named, known)
        self.report.add(codes.UNKNOWN_STRUCTURE, named.location, f"{where}.each", message, hint=hint)
        return None

    def interval(self, start: Day | None, end: Day | None, where: str, location: Location) -> Interval:
        """Return the days from `start` up to but without `end`; report where there are none."""
        if start is None and end is None:
            return ALWAYS
        if start is not None and end is not None and end <= start:
            message = f"no day is from {start} and before {end}"
            self.report.add(codes.EMPTY_INTERVAL, end.location, where, message, "an `until` after the `from`")
        return Interval(start and start.replace(), end and end.replace())

    def check_id(self, word: Word, where: str) -> None:
        """Report an id that is not written as ids are."""
        if not ID.fullmatch(word):
            message, expected = f"`{word}` is not an id", "lower-case letters, digits and _, a letter first"
            self.report.add(codes.BAD_ID, word.location, where, message, expected)
