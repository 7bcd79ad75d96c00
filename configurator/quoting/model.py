"""The quote and its parts, frozen: nothing of a quote ever changes, a change is a new revision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from configurator.canonical_json import Json
from configurator.configuration import Configuration
from configurator.language.checked import Value
from configurator.money import Money
from configurator.quoting.compare import Difference


@dataclass(frozen=True, slots=True)
class Pinned:
    """A document a quote stands on: its id, the digest of its files, and the file among them to begin reading at."""

    id: str
    digest: str
    entry: str


ONE_TIME = "one_time"


@dataclass(frozen=True, slots=True)
class Totals:
    """A sum as a vector: what is due once (`one_time`, always there) and in each recurring period (`monthly` …).

    Amounts of different cadences are never added together.
    """

    by_cadence: Mapping[str, Money]

    @property
    def one_time(self) -> Money:
        """What is due once."""
        return self.by_cadence[ONE_TIME]

    @property
    def currency(self) -> str:
        """The one currency of all amounts."""
        return self.one_time.currency


@dataclass(frozen=True, slots=True)
class QuoteItem:
    """So many of one configuration, priced from one book.

    `priced` is the canonical JSON of the price of one piece, every line and step of it; `unit` is its total and `total`
    that of all pieces.
    """

    id: str
    quantity: int
    catalog: Pinned
    book: Pinned
    parameters: Mapping[str, Value]
    configuration: Configuration
    priced: Mapping[str, Json]
    unit: Totals
    total: Totals


@dataclass(frozen=True, slots=True)
class Quote:
    """An offer to one buyer, in one currency.

    `id` is opaque; `number` is what people call it, if they do. `created` is in UTC; `on` is the day whose prices and
    rules hold. `semantics` is explained in `quoting.semantics`. `revision` counts from 1, and a later one `revises` the
    quote of that id.
    """

    id: str
    seller: str
    created: datetime
    on: date
    currency: str
    items: tuple[QuoteItem, ...]
    total: Totals
    semantics: int
    number: str | None = None
    revision: int = 1
    revises: str | None = None


@dataclass(frozen=True, slots=True)
class SealedQuote:
    """A quote with its canonical body, the text that is stored and proved, and the digest of that text."""

    quote: Quote
    body: str
    digest: str


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a catalog or a book, by path, under their digest: what is needed to read it again."""

    digest: str
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class StoredQuote:
    """What a store holds of a quote, as it lies there: to be verified, not to be trusted.

    `contents` are those of its items, by digest; one that is missing in the store is missing here. `altered` is
    what the store holds beside the body, to search and to add up, where it does not repeat the body.
    """

    id: str
    body: str
    digest: str
    contents: Mapping[str, Content]
    altered: tuple[Difference, ...] = ()
