"""The quote and its parts, frozen: nothing of a quote ever changes, a change is a new revision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Final

from configurator.canonical_json import Json
from configurator.configuration import Configuration
from configurator.errors import InvalidRequest
from configurator.language.checked import Value
from configurator.money import Money
from configurator.pricing.price_lines import Totals
from configurator.quoting.json_differences import JsonDifference
from configurator.short_repr import short_repr


@dataclass(frozen=True, slots=True)
class PinnedDocument:
    """A document that a quote depends on: its id, the digest of its files, and the file where reading starts."""

    id: str
    digest: str
    entry: str


ONE_TIME = "one_time"


@dataclass(frozen=True, slots=True)
class QuoteTotals:
    """A total as a vector: the one-time amount (`one_time`, always present) and one per recurring period (`monthly` …).

    Amounts of different cadences are never added together.
    """

    by_cadence: Mapping[str, Money]

    @property
    def one_time(self) -> Money:
        """The one-time amount."""
        return self.by_cadence[ONE_TIME]

    @property
    def currency(self) -> str:
        """The one currency of all amounts."""
        return self.one_time.currency

    def __str__(self) -> str:
        return ", ".join(f"{money} {each}".removesuffix(f" {ONE_TIME}") for each, money in self.by_cadence.items())


@short_repr
@dataclass(frozen=True, slots=True)
class QuoteItem:
    """So many of one configuration, priced from one book.

    `priced` is the canonical JSON of the price of all pieces, every line and step of it, and `total` its total; `unit`
    is what one piece costs alone. `measures` are those of one piece, for order rules. In quotes of semantics 1 `priced`
    is the price of one piece, and `unit` its total.
    """

    id: str
    quantity: int
    catalog: PinnedDocument
    book: PinnedDocument
    parameters: Mapping[str, Value]
    configuration: Configuration
    priced: Mapping[str, Json]
    unit: QuoteTotals
    total: QuoteTotals
    measures: Mapping[str, Fraction] = field(default_factory=dict)


@short_repr
@dataclass(frozen=True, slots=True)
class QuotedOrder:
    """The order rules of a quote, what they read beside its items, and what they came to.

    `priced` is the canonical JSON of it: every step with its allocation, thresholds that are missed, credits, what each
    item costs with its shares, and what is due.
    """

    rules: PinnedDocument
    parameters: Mapping[str, Value]
    codes: tuple[str, ...]
    paid_on: date | None
    priced: Mapping[str, Json]


BODY_FORMAT: Final = 2
"""The format of the body of a quote. 1 has no order rules and no measures; a quote stays in the format of its seal."""


@short_repr
@dataclass(frozen=True, slots=True)
class Quote:
    """An offer to one buyer, in one currency. Its total is that of its items, or that of its `order` if it has rules.

    `id` is opaque; `number` is the display number, if any. `created` is in UTC; `on` is the day whose prices and rules
    apply. `semantics` is explained in `SEMANTICS_VERSION`. `revision` counts from 1, and a later one `revises` the
    quote of that id.
    """

    id: str
    seller: str
    created: datetime
    on: date
    currency: str
    items: tuple[QuoteItem, ...]
    total: QuoteTotals
    semantics: int
    number: str | None = None
    revision: int = 1
    revises: str | None = None
    order: QuotedOrder | None = None
    format: int = BODY_FORMAT


@short_repr
@dataclass(frozen=True, slots=True)
class SealedQuote:
    """A quote with its canonical body, the text that is stored and proved, and the digest of that text."""

    quote: Quote
    body: str
    digest: str


@dataclass(frozen=True, slots=True)
class SealedCosts:
    """What the items of a quote cost the seller: a canonical text of its own, and its digest."""

    body: str = field(repr=False)
    digest: str


@short_repr
@dataclass(frozen=True, slots=True)
class StoredContent:
    """The bytes of a catalog or a book, by path, under their digest: everything needed to read it again."""

    digest: str
    files: Mapping[str, bytes]


@short_repr
@dataclass(frozen=True, slots=True)
class StoredQuote:
    """The stored data of a quote: to be verified, not trusted.

    `contents` are those of its items, by digest; missing ones are missing here. `altered` lists the search and
    aggregation columns that differ from the body.
    """

    id: str
    body: str
    digest: str
    contents: Mapping[str, StoredContent]
    altered: tuple[JsonDifference, ...] = ()


SEMANTICS_VERSION: Final = 2
"""The version of the engine's semantics of the two file formats.

Increment it whenever the same files, choices, date and parameters could give another configuration, price or canonical
body: a corrected rounding, a changed interpretation of a rule, a renamed field of the priced body. Do not increment it
for what old files cannot contain. A quote keeps the version it was made with; an engine of another version reports that
when it verifies the quote, instead of blaming the quote for a difference.

1 is the first version. With 2, the price of an item is that of all its pieces, not that of one piece times many; a
minimum is due without any line, and a negative quantity counts as 0.
"""


def totals_of(totals: Totals) -> QuoteTotals:
    """Return the totals of a price or an order as a quote holds them."""
    return QuoteTotals({cadence.value: money for cadence, money in totals.by_cadence.items()})


def times(unit: QuoteTotals, quantity: int) -> QuoteTotals:
    """Return the total of a number of pieces."""
    return QuoteTotals({cadence: money * quantity for cadence, money in unit.by_cadence.items()})


def added(totals: Iterable[QuoteTotals]) -> QuoteTotals:
    """Return the sum, in the order in which cadences first occur.

    Raises `InvalidRequest` where there is nothing to add or the currencies differ.
    """
    given = tuple(totals)
    currencies = sorted({total.currency for total in given})
    if len(currencies) != 1:
        text = " and ".join(currencies) or "no item"
        raise InvalidRequest(f"found {text}; expected items in one currency: make one quote for each", field="items")
    by_cadence = dict(given[0].by_cadence)
    for total in given[1:]:
        for cadence, money in total.by_cadence.items():
            by_cadence[cadence] = by_cadence[cadence] + money if cadence in by_cadence else money
    return QuoteTotals(by_cadence)


def check_totals(totals: QuoteTotals, where: str) -> None:
    """Raise `InvalidRequest` unless the vector has a one-time total and one currency."""
    if ONE_TIME not in totals.by_cadence:
        raise InvalidRequest(f"{where}: the amount due once is missing; expected it even where it is 0", field=where)
    currencies = sorted({money.currency for money in totals.by_cadence.values()})
    if len(currencies) != 1:
        raise InvalidRequest(f"{where}: found {' and '.join(currencies)}; expected one currency", field=where)


@dataclass(frozen=True)
class QuoteWithContents:
    """A new quote, with every content it depends on, and what it costs the seller, for those who may see it."""

    sealed: SealedQuote
    contents: tuple[StoredContent, ...]
    costs: SealedCosts | None = None

    def __repr__(self) -> str:
        return f"<QuoteWithContents of {self.quote!r}>"

    @property
    def quote(self) -> Quote:
        """The quote itself."""
        return self.sealed.quote

    @property
    def stored(self) -> StoredQuote:
        """The stored form of the quote, for verification."""
        contents = {content.digest: content for content in self.contents}
        return StoredQuote(self.quote.id, self.sealed.body, self.sealed.digest, contents)
