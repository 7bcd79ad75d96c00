"""Prove a stored quote again: from the bytes of its catalogs and books alone, check by check."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from configurator.canonical_json import Json, as_json, dumps
from configurator.catalog.addresses import parse_address
from configurator.catalog.load import load_catalog
from configurator.catalog.model import Catalog, ConstraintSeverity
from configurator.catalog.verify_choices import Violation, violations
from configurator.configuration import Configuration, typed_items
from configurator.errors import ConfiguratorError, InvalidDocument
from configurator.language.checked import Value
from configurator.pricing.json_form import to_json
from configurator.pricing.load import load_book
from configurator.pricing.orders.model import OrderRules
from configurator.pricing.orders.order_items import prices_together
from configurator.pricing.prepare import Prepared, prepare
from configurator.pricing.price import price_prepared
from configurator.problems import Problem, errors_in
from configurator.quoting.json_differences import JsonDifference, json_differences
from configurator.quoting.order_verification import ReadyItem, order_check, read_rules
from configurator.quoting.quote_body import body_digest, read_body, read_json, write_quote
from configurator.quoting.quote_model import (
    SEMANTICS_VERSION,
    PinnedDocument,
    Quote,
    QuoteItem,
    QuoteTotals,
    StoredContent,
    StoredQuote,
    totals_of,
)
from configurator.quoting.verification_report import (
    CheckName,
    VerificationCheck,
    VerificationReport,
    currency_check,
    failed,
    item_sums_check,
    passed,
    sums_check,
    undecided,
)
from configurator.reading.files import Files, digest_of


@dataclass(frozen=True, slots=True)
class RecomputationInput:
    """The stored inputs for recomputing the price of an item."""

    catalog: Catalog
    configuration: Configuration
    book: PinnedDocument
    book_files: Files
    on: date
    parameters: Mapping[str, Value]
    quantity: int = 1
    untaxed: bool = False
    """Whether it is an item of an order with rules: its taxes are those of the order."""
    equal: tuple[int, ...] = ()
    """The pieces of all equal items of the quote, by their ids: priced as one where the book says so."""
    at: int = 0
    """Which of those the item is."""


@dataclass(frozen=True, slots=True)
class RecomputedPrice:
    """The price of all pieces and that of one, in the form in which the quote holds them."""

    priced: Mapping[str, object]
    unit: QuoteTotals
    total: QuoteTotals
    prepared: Prepared | None = None


class Recompute(Protocol):
    """Works out a price; raises a `ConfiguratorError` where the book cannot be read or does not apply."""

    def __call__(self, item: RecomputationInput, /) -> RecomputedPrice: ...


def verify(stored: StoredQuote, recompute: Recompute) -> VerificationReport:
    """Check a stored quote against its own catalogs and books, and report every check.

    Stored data is not trusted: alterations are reported, never raised.
    """
    return VerificationReport(stored.id, tuple(_checks(stored, recompute)))


def _checks(stored: StoredQuote, recompute: Recompute) -> Iterator[VerificationCheck]:
    try:
        quote = read_body(stored.body)
    except ConfiguratorError as error:
        yield failed(CheckName.BODY, "", f"the body cannot be read: {error}")
        return
    yield _body(stored, quote)
    yield _semantics(quote)
    yield currency_check(quote)
    yield sums_check(quote)
    contents, ready = _Contents(stored), dict[str, ReadyItem]()
    rules, equal = _rules(quote, contents), _equal_items(quote)
    for item in quote.items:
        yield from _Item(quote, item, contents, recompute, ready, equal[item.id]).checks()
    if quote.order is not None:
        yield _bytes(CheckName.ORDER_BYTES, "", quote.order.rules, contents)
        yield order_check(quote, quote.order, rules, ready)


def _rules(quote: Quote, contents: "_Contents") -> OrderRules | str | None:
    """Return the order rules of a quote, or why its files hold none; None without files, or without order rules."""
    files = None if quote.order is None else contents.files(quote.order.rules)
    if quote.order is None or files is None:
        return None
    try:
        return read_rules(files, quote.order.rules.entry)
    except ConfiguratorError as error:
        return str(error)


def _bytes(name: CheckName, item: str, pinned: PinnedDocument, contents: "_Contents") -> VerificationCheck:
    files = contents.stored.contents.get(pinned.digest)
    if files is None:
        return failed(name, item, f"the files of {pinned.id} ({pinned.digest}) are not stored")
    text = contents.digest(pinned.digest, files)
    if text != pinned.digest:
        said = ", ".join(files.files) or "none"
        cited = JsonDifference("digest", pinned.digest, text)
        return failed(name, item, f"the files of {pinned.id} were altered: {said}", [cited])
    return passed(name, item, f"{len(files.files)} files of {pinned.id}, digest {text}")


def _body(stored: StoredQuote, quote: Quote) -> VerificationCheck:
    differences = list(json_differences(read_json(stored.body), as_json(write_quote(quote))))
    if quote.id != stored.id:
        differences.append(JsonDifference("id", stored.id, quote.id))
    digest = body_digest(stored.body)
    if digest != stored.digest:
        differences.append(JsonDifference("digest", stored.digest, digest))
    if not differences and stored.body != dumps(write_quote(quote)):
        return failed(CheckName.BODY, "", "the body is not written canonically: the order, spaces or escapes differ")
    if differences:
        return failed(CheckName.BODY, "", "the body is not the one that was sealed", differences)
    if stored.altered:
        return failed(CheckName.BODY, "", "what is stored beside the body says otherwise", stored.altered)
    return passed(CheckName.BODY, "", f"canonical, digest {digest}")


def _semantics(quote: Quote) -> VerificationCheck:
    if quote.semantics == SEMANTICS_VERSION:
        return passed(CheckName.SEMANTICS, "", f"version {quote.semantics}, that of this engine")
    return undecided(
        CheckName.SEMANTICS,
        "",
        f"the quote was made with version {quote.semantics}, this engine has {SEMANTICS_VERSION}: "
        "differences below may come from that; verify with an engine of the older version",
    )


@dataclass(frozen=True, slots=True)
class _Contents:
    """The stored files, each digested and read once, however many items cite them."""

    stored: StoredQuote
    digests: dict[str, str] = field(default_factory=dict)
    catalogs: dict[PinnedDocument, tuple[Catalog | None, Sequence[Problem]]] = field(default_factory=dict)

    def digest(self, cited: str, content: StoredContent) -> str:
        if cited not in self.digests:
            self.digests[cited] = digest_of(content.files)
        return self.digests[cited]

    def files(self, pinned: PinnedDocument) -> Files | None:
        content = self.stored.contents.get(pinned.digest)
        try:
            return None if content is None else Files(content.files)
        except ValueError:  # An altered path that leads elsewhere; the digest detects it too.
            return None

    def catalog(self, pinned: PinnedDocument, files: Files) -> tuple[Catalog | None, Sequence[Problem]]:
        if pinned not in self.catalogs:
            self.catalogs[pinned] = load_catalog(files, pinned.entry)
        return self.catalogs[pinned]


@dataclass(frozen=True, slots=True)
class _Item:
    """One item of the quote with the inputs of its checks."""

    quote: Quote
    item: QuoteItem
    contents: "_Contents"
    recompute: Recompute
    ready: dict[str, ReadyItem]
    equal: tuple[tuple[int, ...], int]

    def checks(self) -> Iterator[VerificationCheck]:
        yield _bytes(CheckName.CATALOG_BYTES, self.item.id, self.item.catalog, self.contents)
        yield _bytes(CheckName.BOOK_BYTES, self.item.id, self.item.book, self.contents)
        catalog, read = self._catalog()
        yield read
        yield self._configuration(catalog)
        yield self._price(catalog)
        yield item_sums_check(self.item, self.quote.semantics)

    def _catalog(self) -> tuple[Catalog | None, VerificationCheck]:
        pinned, id = self.item.catalog, self.item.id
        files = self.contents.files(pinned)
        if files is None:
            return None, undecided(CheckName.CATALOG, id, f"there are no files of {pinned.id} to read")
        catalog, problems = self.contents.catalog(pinned, files)
        if catalog is None:
            said = InvalidDocument(errors_in(problems))
            return None, self._fault(CheckName.CATALOG, f"{pinned.id} cannot be read from its files: {said}")
        if (catalog.id, catalog.digest) != (pinned.id, pinned.digest):
            cited = (
                JsonDifference("catalog.id", pinned.id, catalog.id),
                JsonDifference("catalog.digest", pinned.digest, catalog.digest),
            )
            differences = [each for each in cited if each.stored != each.found]
            return catalog, failed(CheckName.CATALOG, id, "the files hold another catalog", differences)
        return catalog, passed(CheckName.CATALOG, id, f"{catalog.id} read again from {pinned.entry}")

    def _configuration(self, catalog: Catalog | None) -> VerificationCheck:
        name, id = CheckName.CONFIGURATION, self.item.id
        if catalog is None:
            return undecided(name, id, "without its catalog, no configuration can be judged")
        configuration = self.item.configuration
        try:
            for path in (*configuration.values, *configuration.instances):
                parse_address(path)
            broken = [each for each in violations(catalog, configuration) if each.severity is ConstraintSeverity.ERROR]
        except ConfiguratorError as error:
            return self._fault(name, f"the configuration cannot be judged: {error}")
        if broken:
            return self._fault(name, f"the configuration breaks {len(broken)} laws of {catalog.id}", map(_law, broken))
        return passed(name, id, f"{len(configuration.values)} values keep every law of {catalog.id}")

    def _price(self, catalog: Catalog | None) -> VerificationCheck:
        name, id, pinned = CheckName.PRICE, self.item.id, self.item.book
        files = self.contents.files(pinned)
        if catalog is None or files is None:
            return undecided(name, id, "without its catalog and its book, no price can be worked out")
        result = RecomputationInput(
            catalog,
            self.item.configuration,
            pinned,
            files,
            self.quote.on,
            self.item.parameters,
            self.item.quantity,
            self.quote.order is not None,
            *self.equal,
        )
        try:
            recomputed_price = self.recompute(result)
        except ConfiguratorError as error:
            return self._fault(name, f"the price cannot be worked out from {pinned.id}: {error}")
        if recomputed_price.prepared is not None:
            self.ready[id] = ReadyItem(catalog, recomputed_price.prepared)
        return self._compared(recomputed_price)

    def _compared(self, recomputed_price: RecomputedPrice) -> VerificationCheck:
        name, id = CheckName.PRICE, self.item.id
        apart = list(
            json_differences(
                _price(self.item.priced, self.item.unit, self.item.total),
                _price(recomputed_price.priced, recomputed_price.unit, recomputed_price.total),
            )
        )
        if apart:
            return self._fault(name, f"the price worked out on {self.quote.on} is not the stored one", apart)
        return passed(name, id, f"{recomputed_price.total.one_time} once, the same as stored in every line and step")

    def _fault(self, name: CheckName, message: str, differences: Iterable[JsonDifference] = ()) -> VerificationCheck:
        """Return a check of meaning as failed; as undecided where the quote has a meaning that is not computed."""
        if self.quote.semantics == SEMANTICS_VERSION:
            return failed(name, self.item.id, message, differences)
        message = f"{message}; version {self.quote.semantics} of the meaning is not computed here"
        return undecided(name, self.item.id, message)


def _equal_items(quote: Quote) -> dict[str, tuple[tuple[int, ...], int]]:
    """Return, by item, the pieces of all items that are equal to it but for their quantity, and which of them it is."""
    groups: dict[Hashable, list[QuoteItem]] = {}
    for item in sorted(quote.items, key=lambda each: each.id):
        groups.setdefault(_product(item), []).append(item)
    pieces = {key: tuple(item.quantity for item in group) for key, group in groups.items()}
    return {item.id: (pieces[key], at) for key, group in groups.items() for at, item in enumerate(group)}


def _product(item: QuoteItem) -> Hashable:
    return item.book, frozenset(typed_items(item.parameters)), item.configuration.product


def _price(priced: Mapping[str, object], unit: QuoteTotals, total: QuoteTotals) -> dict[str, Json]:
    return {"priced": as_json(priced), "unit": as_json(unit.by_cadence), "total": as_json(total.by_cadence)}


def _law(violation: Violation) -> JsonDifference:
    at = f"{violation.instance}: " if violation.instance else ""
    return JsonDifference(f"{at}{violation.constraint}", "kept", f"broken: {violation.message}")


class PriceRecomputation:
    """Works out the prices of stored items again; every book is read once."""

    def __init__(self) -> None:
        self._ready: dict[Hashable, Prepared] = {}

    def __call__(self, item: RecomputationInput) -> RecomputedPrice:
        prepared = self._prepared(item)
        together = item.equal if item.equal and prepared.book.merges_equal_items else (item.quantity,)
        prices = prices_together(item.configuration, prepared, together, taxed=not item.untaxed)
        priced = prices[item.at if len(together) > 1 else 0]
        one = prepared.untaxed() if item.untaxed else prepared
        unit = priced if together == (1,) else price_prepared(item.configuration, one)
        return RecomputedPrice(to_json(priced), totals_of(unit.totals), totals_of(priced.totals), prepared)

    def _prepared(self, item: RecomputationInput) -> Prepared:
        key = (item.book, item.catalog.digest, item.on, frozenset(typed_items(item.parameters)))
        if key not in self._ready:
            book, problems = load_book(item.book_files, item.book.entry, item.catalog)
            if book is None:
                raise InvalidDocument(problems)
            self._ready[key] = prepare(book, item.catalog, item.on, item.parameters)
        return self._ready[key]
