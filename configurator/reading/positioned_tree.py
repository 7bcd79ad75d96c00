"""The positioned tree that every reader returns: unconverted text with its source location."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from configurator.reading.text_locations import begin_of
from configurator.source import Location


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as written (`1.10`, `no`); `quoted` if it was in quotes or a block.

    `source_form` is its text in the file, empty if that is only `text`, possibly in quotes.
    """

    text: str
    location: Location
    quoted: bool = False
    source_form: str = field(default="", compare=False, repr=False)

    @property
    def begin(self) -> Location:
        """The location of the first character of the text, after the quotation mark."""
        return begin_of(self.text, self.location, quoted=self.quoted, source_form=self.source_form)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple["Node", ...]
    location: Location


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """A key of a mapping with its value."""

    key: Scalar
    value: "Node"


@dataclass(frozen=True, slots=True)
class Mapping:
    """Entries in file order; keys are unique."""

    entries: tuple[TreeEntry, ...]
    location: Location

    def get(self, key: str) -> "Node | None":
        """Return the value of a key, or None if it is missing. Linear in the number of entries."""
        for entry in self.entries:
            if entry.key.text == key:
                return entry.value
        return None

    def keys(self) -> Iterator[str]:
        return (entry.key.text for entry in self.entries)


Node = Scalar | Sequence | Mapping
