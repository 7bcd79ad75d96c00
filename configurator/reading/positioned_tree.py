"""The positioned tree that every reader gives: text with the place it was written at, nothing converted yet."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from configurator.reading.written import begin_of
from configurator.source import Location


@dataclass(frozen=True, slots=True)
class Scalar:
    """One piece of text exactly as written (`1.10`, `no`); `quoted` when it stood in quotes or was a text block.

    `written` is its source form, if that is not just the text, possibly quoted.
    """

    text: str
    location: Location
    quoted: bool = False
    written: str = field(default="", compare=False, repr=False)

    @property
    def begin(self) -> Location:
        """The location of the first character of the text, after the quotation mark."""
        return begin_of(self.text, self.location, quoted=self.quoted, written=self.written)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple["Node", ...]
    location: Location


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """A key and its value."""

    key: Scalar
    value: "Node"


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and their values, in the order written; no key occurs twice."""

    entries: tuple[TreeEntry, ...]
    location: Location

    def get(self, key: str) -> "Node | None":
        """Return the value of a key, None if it is missing."""
        for entry in self.entries:
            if entry.key.text == key:
                return entry.value
        return None

    def keys(self) -> Iterator[str]:
        return (entry.key.text for entry in self.entries)


Node = Scalar | Sequence | Mapping
