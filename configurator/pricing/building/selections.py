"""Selectors: the words of a book for lines, resolved to the tags that lines carry."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from configurator.pricing import codes, tags
from configurator.pricing.building.context import BookContext
from configurator.pricing.model import Selection
from configurator.reading.shape import Word
from configurator.reading.wording import did_you_mean

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
