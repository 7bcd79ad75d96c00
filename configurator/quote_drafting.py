"""From the request of an order to the drafts of what is quoted: offering, pricing and quoting meet here."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType
from typing import Final, Protocol

from configurator.budget import Budget
from configurator.catalog.model import Catalog
from configurator.documents import LoadedBook
from configurator.errors import InvalidRequest
from configurator.offering.evaluation import Evaluation
from configurator.offering.order_requests import OrderItemRequest, OrderRequest
from configurator.offering.requests import EvaluationRequest
from configurator.order_pricing import EvaluatedItem, EvaluatedOrder, OrderDesk, chosen, evaluated_item, evaluated_order
from configurator.pricing.json_form import to_json
from configurator.pricing.margins import margins, margins_to_json
from configurator.pricing.orders.model import OrderRules
from configurator.pricing.orders.order_items import prices_of
from configurator.pricing.orders.order_json import order_price_to_json
from configurator.pricing.orders.order_rules_index import OrderRulesIndex
from configurator.pricing.prepare import Prepared
from configurator.pricing.price import price_prepared
from configurator.pricing.price_lines import Priced
from configurator.quoting.quotation import OrderDraft, QuoteItemDraft
from configurator.quoting.quote_model import PinnedDocument, StoredContent, totals_of
from configurator.session.choices import Choices

NOTHING: Final[Mapping[str, Fraction]] = MappingProxyType({})


class QuotingDesk(OrderDesk, Protocol):
    """What quotes are drawn up by: an engine."""

    def outline(self, catalog_id: str) -> Catalog:
        """Return a catalog."""

    def entry(self, catalog_id: str) -> str:
        """Return the file that a catalog is read from first."""

    def book(self, catalog_id: str, book_id: str | None) -> LoadedBook | None:
        """Return a book of a catalog, by default its first one; None if it has none."""


@dataclass(frozen=True, slots=True)
class DraftedQuote:
    """The items of a quote, what order rules came to (None without any), and all files that it depends on."""

    items: tuple[QuoteItemDraft, ...]
    order: OrderDraft | None
    contents: tuple[StoredContent, ...]


def drafted_quote(order: OrderRequest, desk: QuotingDesk, budget: Budget) -> DraftedQuote:
    """Evaluate and price an order that has a day, within a budget; equal items are evaluated once.

    Raises InvalidRequest, whose `field` is the item, where an item has no price; with order rules InvalidOrder with
    everything that is wrong; Undecided where a configuration was not completed in time.
    """
    timed = _TimedDesk(desk, budget)
    for_rules = (order.rules, order.codes, order.parameters, order.paid_on, *(item.measures for item in order.items))
    reads_rules = any(for_rules)
    evaluated = evaluated_order(order, timed) if reads_rules else None  # Without rules, it refuses what only they read.
    if evaluated is None or evaluated.rules is None:
        items, drafted = tuple(_alone(order, timed)), None
        files = dict(_files_of_items(order, desk))
    else:
        items = tuple(
            _drafted(each, each.draft.prepared.untaxed(), ordered.item.priced, desk, each.draft.measures)
            for each, ordered in zip(evaluated.items, evaluated.priced.items, strict=True)
        )
        drafted = _order(evaluated.rules, evaluated, order)
        files = {**dict(_files_of_items(order, desk)), evaluated.rules.digest: evaluated.rules.files}
    return DraftedQuote(items, drafted, tuple(StoredContent(digest, given) for digest, given in files.items()))


def _files_of_items(order: OrderRequest, desk: QuotingDesk) -> Iterator[tuple[str, Mapping[str, bytes]]]:
    for item in order.items:
        catalog, book = desk.outline(item.request.catalog), desk.book(item.request.catalog, item.request.book)
        yield catalog.digest, catalog.files
        if book is not None:
            yield book.model.digest, book.model.files


# ── items ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _alone(order: OrderRequest, desk: "_TimedDesk") -> Iterator[QuoteItemDraft]:
    """Yield the items of a quote without order rules, which their books tax; equal ones are evaluated once."""
    evaluated: dict[Hashable, EvaluatedItem] = {}
    items: list[tuple[Hashable, EvaluatedItem]] = []
    for item in order.items:
        pieces = item.quantity if isinstance(item.quantity, int) else 0
        key: Hashable = (item.request.key, item.request.seconds, pieces, item.code)
        if key not in evaluated:
            request = replace(item.request, priced=True, differences=False, quantity=pieces)
            evaluated[key] = _evaluated(item, desk.evaluation(replace(request, choices=chosen(item, desk))))
        items.append((key, replace(evaluated[key], draft=replace(evaluated[key].draft, id=item.id))))
    merging = [each.draft for _, each in items if each.draft.prepared.book.merges_equal_items]
    prices = prices_of(merging, taxed=True)
    drafted: dict[Hashable, QuoteItemDraft] = {}
    for key, each in items:
        if each.draft.id in prices:
            yield _drafted(each, each.draft.prepared, prices[each.draft.id], desk.desk)
            continue
        if key not in drafted:
            drafted[key] = _drafted(each, each.draft.prepared, each.evaluation.price, desk.desk)
        yield replace(drafted[key], id=each.draft.id)


def _evaluated(item: OrderItemRequest, evaluation: Evaluation) -> EvaluatedItem:
    """Return an evaluated item; a refusal names the item."""
    try:
        return evaluated_item(item, evaluation)
    except InvalidRequest as refused:
        raise InvalidRequest(f"item {item.id}: {refused}", field=item.id) from None


def _drafted(
    item: EvaluatedItem,
    prepared: Prepared,
    priced: Priced,
    desk: QuotingDesk,
    measures: Mapping[str, Fraction] = NOTHING,
) -> QuoteItemDraft:
    """Return an item as it is quoted; one piece of it is priced by a prepared book."""
    catalog, configuration, request = item.evaluation.session.compiled.catalog, item.draft.configuration, item.request
    book, pieces = prepared.book, prepared.quantity
    entry = desk.book(request.request.catalog, request.request.book)
    left = margins(priced, configuration, prepared)
    return QuoteItemDraft(
        item.draft.id,
        pieces,
        PinnedDocument(catalog.id, catalog.digest, desk.entry(catalog.id)),
        PinnedDocument(book.id, book.digest, "" if entry is None else entry.entry),
        configuration,
        to_json(priced),
        totals_of((price_prepared(configuration, prepared.of_pieces(1)) if pieces > 1 else priced).totals),
        totals_of(priced.totals),
        prepared.parameters,
        measures,
        None if left is None else margins_to_json(left),
    )


# ── the order ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _order(rules: OrderRules, evaluated: EvaluatedOrder, order: OrderRequest) -> OrderDraft:
    priced = evaluated.priced
    return OrderDraft(
        PinnedDocument(rules.id, rules.digest, rules.location.file),
        {name: value for name, value in priced.parameters.items() if name in rules.parameters},
        priced.codes,
        order.paid_on,
        order_price_to_json(priced),
        totals_of(priced.totals),
    )


@dataclass(frozen=True, slots=True)
class _TimedDesk:
    """A desk all of whose evaluations together keep within one budget."""

    desk: QuotingDesk
    budget: Budget

    @property
    def order_rules(self) -> OrderRulesIndex:
        return self.desk.order_rules

    def require(self, catalog_id: str) -> object:
        return self.desk.require(catalog_id)

    def evaluation(self, request: EvaluationRequest) -> Evaluation:
        left = [each for each in (request.seconds, self.budget.remaining()) if each is not None]
        return self.desk.evaluation(replace(request, seconds=min(left, default=None)))

    def choices_of_code(self, catalog: str, code: str) -> Choices:
        return self.desk.choices_of_code(catalog, code)
