"""The shared context of the build: problems so far, the catalog, the currency, available names, selectors of lines."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from configurator.catalog.building.build_context import BuildContext
from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.building.expressions import ExpressionReader, scope_of
from configurator.catalog.model import ALWAYS, Catalog, Interval, Structure, Text, structures_in
from configurator.language.types import NumberType, Type
from configurator.pricing import codes, tags
from configurator.pricing.cadence import Cadence
from configurator.pricing.model import Selection
from configurator.pricing.named_amounts import amount_types
from configurator.pricing.rule_evaluation import BASE
from configurator.pricing.shape import Text as TextShape
from configurator.reading.files import Files
from configurator.reading.message_parts import did_you_mean
from configurator.reading.shape import Day, Word
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
    named: tuple[str, ...] = ()
    """The words, categories and charges whose amounts have names in stages."""

    @property
    def report(self) -> BuildReport:
        return self.context.report

    @property
    def files(self) -> Files:
        return self.context.files

    def reader(self, each: str = "", *, base: bool = False, steps: Iterable[str] = ()) -> ExpressionReader:
        """Return the reader of expressions in the body of a structure; `base` where a stage's base has a name.

        Then the amounts of categories, charges and `steps`, which are earlier stages, have names, too.
        """
        parameters = self.parameters
        if base:
            money = self.units[self.currency].dimension
            parameters = {**amount_types((*self.named, *steps), money), **self.parameters, BASE: NumberType(money)}
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


_BARE = ("feature", "option", "component", "charges")
"""All meanings of a word without prefix: `navigation` is the feature and the component of that name."""


@dataclass(frozen=True)
class Selectors:
    """The tags that lines can carry so far, and the categories the book has declared."""

    known: frozenset[str]
    categories: dict[str, frozenset[str]]
    later: frozenset[str] = frozenset()
    """Tags of lines that come too late to be named."""

    def having(self, tag: str) -> "Selectors":
        """Return the selectors with one more line to name."""
        return replace(self, known=self.known | {tag})

    def tags_of(self, word: str) -> frozenset[str]:
        """Return the tags of a selector; none if it is unknown."""
        if word in tags.WORDS:
            return frozenset((word,))
        prefix, _, name = word.partition(".")
        if prefix == "category":
            return self.categories.get(name, frozenset())
        if prefix in tags.PREFIXES and word in self.known:
            return frozenset((word,))
        return frozenset(f"{each}.{word}" for each in _BARE) & self.known

    def read(self, book: BookContext, words: Iterable[Word], where: str) -> frozenset[str]:
        """Return the tags of several selectors; report those that name no line."""
        results: set[str] = set()
        for word in words:
            one = self.tags_of(word)
            if not one:
                message, expected = f"`{word}` names no line", "an item, a feature, or a selector such as charges.base"
                hint = self._hint(word)
                book.report.add(codes.UNKNOWN_LINES, word.location, where, message, expected, hint)
            results |= one
        return frozenset(results)

    def _hint(self, word: str) -> str:
        if word in self.later:
            return "a stage acts on lines that are there before it"
        return did_you_mean(word, self._words())

    def _words(self) -> Iterable[str]:
        yield from tags.WORDS
        yield from (f"category.{name}" for name in self.categories)
        for tag in sorted(self.known):
            yield tag
            prefix, _, name = tag.partition(".")
            if prefix in _BARE:
                yield name


def words_of(given: Word | list[Word] | None) -> list[Word]:
    """Return the selectors of a key that takes one or several."""
    if given is None:
        return []
    return [given] if isinstance(given, Word) else given


def read_categories(book: BookContext, given: dict[Word, list[Word]], known: frozenset[str]) -> Selectors:
    """Return the selectors with the categories of a book; a category may use the ones before it."""
    categories: dict[str, frozenset[str]] = {}
    for name, words in given.items():
        book.check_id(name, f"categories.{name}")
        selectors = Selectors(known, categories)
        categories = {**categories, str(name): selectors.read(book, words, f"categories.{name}")}
    return Selectors(known, categories)


def as_selections(selectors: Selectors) -> dict[str, Selection]:
    """Return the categories as selections."""
    return {name: Selection(results) for name, results in selectors.categories.items()}
