"""The price of an order: the stages of every price over the lines of its items, then settlement."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from configurator.garbage_collection import collection_paused
from configurator.money import ZERO, Money, decimal_of
from configurator.pricing.cadence import Cadence, compared
from configurator.pricing.operations import summed_by
from configurator.pricing.orders.book_taxes import with_taxes_of_books
from configurator.pricing.orders.order_carrier import OrderCarrier, SharedLine, by_origin
from configurator.pricing.orders.order_faults import OrderFault
from configurator.pricing.orders.order_lines import OrderItem, OrderLine, opened
from configurator.pricing.orders.order_world import OrderContents
from configurator.pricing.orders.prepared_order import PreparedOrder
from configurator.pricing.orders.priced_order import CreditUse, OrderStep, PricedOrder, PricedOrderItem
from configurator.pricing.orders.spreading import spread
from configurator.pricing.price_lines import Line, Totals, incomplete
from configurator.pricing.rule_evaluation import ROOT_AT, Resolved, resolve
from configurator.pricing.stages.adjustments import with_adjustments
from configurator.pricing.stages.taxes_and_total import with_rounded_total, with_taxes
from configurator.reading.message_parts import quoted


@collection_paused()
def price_order(items: Sequence[OrderItem], prepared: PreparedOrder) -> tuple[PricedOrder | None, list[OrderFault]]:
    """Price an order of items, or return what is wrong with them and the codes used."""
    rules = prepared.book
    faults = list(_unfit(items, rules.currency))
    if faults:
        return None, faults
    lines = opened(items, rules.read_tags)
    carrier = OrderCarrier(prepared, OrderContents(items, lines, rules.named))
    taxed = with_taxes_of_books(carrier, with_taxes(carrier, with_adjustments(carrier, lines)))
    changed = with_rounded_total(carrier, taxed)
    if carrier.unmet or carrier.unpriced:
        return None, [*_unmet(carrier), *_unpriced(carrier)]
    settled = [*changed, *_rounded(carrier, changed)]
    return _priced(items, carrier, lines, settled), []


def _unfit(items: Iterable[OrderItem], currency: str) -> Iterator[OrderFault]:
    for position, item in enumerate(items):
        if item.priced.currency != currency:
            message = f"item {item.id} is priced in {item.priced.currency}, the order in {currency}"
            yield OrderFault(("items", position), message)
        if item.priced.unpriced:
            yield OrderFault(("items", position), f"item {item.id}: {item.priced.incomplete}")


def _unpriced(carrier: OrderCarrier) -> Iterator[OrderFault]:
    """Yield a fault for a rate whose table has no row: the order would be cheaper than it is."""
    if carrier.unpriced:
        yield OrderFault(("order_rules",), incomplete(each.subject for each in carrier.unpriced))


def _unmet(carrier: OrderCarrier) -> Iterator[OrderFault]:
    prepared, currency = carrier.prepared, carrier.prepared.book.currency
    position_of = {code: position for position, code in enumerate(prepared.given)}
    for voucher, least, cost in carrier.unmet:
        needed, there = (Money(decimal_of(each), currency) for each in (least, cost))
        message = f"the code {quoted(voucher.code)} is for orders of {needed} or more; what it is for costs {there}"
        yield OrderFault(("codes", position_of[voucher.code]), message)


def _rounded(carrier: OrderCarrier, lines: Sequence[OrderLine]) -> Iterator[OrderLine]:
    """Yield the shares of rounding each total, where the settlement says to what."""
    settlement, rounding = carrier.prepared.book.settlement, carrier.prepared.book.rounding
    rule = settlement.round_to
    for cadence in Cadence if rule is not None else ():
        due = [line for line in lines if line.cadence is cadence]
        total = carrier.total(due)
        if rule is not None and due and rule.landed(total) != total:
            costs = by_origin(due)
            shares = spread(rule.landed(total) - total, list(costs.values()), unit=rounding.step)
            origins = [carrier.contents.lines[origin] for origin in costs]
            yield from carrier.rounded(cadence, origins, shares, settlement.location)


def _priced(
    items: Sequence[OrderItem], carrier: OrderCarrier, lines: Sequence[OrderLine], settled: Sequence[OrderLine]
) -> PricedOrder:
    prepared, rules = carrier.prepared, carrier.prepared.book
    totals = _totals(settled, rules.currency)
    own, net = _by_item(lines, rules.currency), _by_item(settled, rules.currency)
    credits = tuple(_credits(carrier, totals.one_time))
    return PricedOrder(
        rules.id,
        rules.digest,
        prepared.on,
        rules.currency,
        prepared.parameters,
        tuple(prepared.given),
        tuple(PricedOrderItem(item, own[item.id], net[item.id]) for item in items),
        tuple(_step(shared, rules.currency) for shared in carrier.shared),
        tuple(each for at, each in enumerate(carrier.missed) if each not in carrier.missed[:at]),
        (*prepared.out_of_date, *carrier.trace),
        totals,
        credits,
        credits[-1].due if credits else totals.one_time,
        rules.illustrative or any(item.priced.illustrative for item in items),
    )


def _totals(lines: Sequence[OrderLine], currency: str) -> Totals:
    sums = {Cadence.ONE_TIME: ZERO, **_sums(lines)}
    return Totals(_money(sums, currency), compared(sums, None))


def _sums(lines: Iterable[OrderLine]) -> dict[Cadence, Fraction]:
    sums = summed_by((line.cadence, line.amount) for line in lines)
    return {cadence: sums[cadence] for cadence in Cadence if cadence in sums}


def _by_item(lines: Iterable[OrderLine], currency: str) -> dict[str, Mapping[Cadence, Money]]:
    sums: dict[str, dict[Cadence, Fraction]] = {}
    for (item, cadence), amount in summed_by(((line.item, line.cadence), line.amount) for line in lines).items():
        sums.setdefault(item, {})[cadence] = amount
    return {item: _money(own, currency) for item, own in sums.items()}


def _money(sums: Mapping[Cadence, Fraction], currency: str) -> dict[Cadence, Money]:
    return {cadence: Money(decimal_of(amount), currency) for cadence, amount in sums.items()}


def _step(shared: SharedLine, currency: str) -> OrderStep:
    line, allocation = shared.line, summed_by((share.item, share.amount) for share in shared.shares)
    closed = Line(
        line.id,
        line.kind,
        line.title,
        line.cadence,
        line.steps,
        currency,
        line.tags,
        line.item,
        instance=line.instance,
        rate=line.rate,
    )
    return OrderStep(closed, shared.spread, allocation)


def _credits(carrier: OrderCarrier, due: Money) -> Iterator[CreditUse]:
    """Yield the credits that pay a part of what is due, in their order, each never more than is left."""
    rules = carrier.prepared.book
    for credit in rules.settlement.credits:
        there = resolve(credit.amount, carrier.on, carrier.world, ROOT_AT)
        if carrier.on not in credit.interval or not isinstance(there, Resolved):
            continue
        available = Money(decimal_of(rules.rounding.landed(there.value)), rules.currency)
        used = min(available, max(due, due - due))
        due = due - used
        yield CreditUse(credit.id, credit.title, credit.location, credit.because, available, used, due)
