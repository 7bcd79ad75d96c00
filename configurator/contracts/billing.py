"""A contract over some time: every charge of every period, with the steps that lead to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from configurator.contracts.balances import Account
from configurator.contracts.limits import MOST_STATEMENT_DAYS
from configurator.contracts.measuring import average_units, level_on, measure, standing_events
from configurator.contracts.model import (
    CapacityLevel,
    Contract,
    ContractCharge,
    LevelKind,
    Levels,
    Offer,
    PurchaseCharge,
    RecurringCharge,
    UsageCharge,
    value_on,
)
from configurator.contracts.rating import RatedUsage, rate_usage, rated_step
from configurator.contracts.statement import (
    ContractActivity,
    Statement,
    StatementEvent,
    StatementEventKind,
    StatementLine,
)
from configurator.contracts.terms import UsageHistory, is_renewal
from configurator.errors import InvalidRequest
from configurator.money import ONE, ZERO
from configurator.pricing.operations import Operation, Treatment
from configurator.pricing.periods.calendar import Period, add_months, time_zone
from configurator.pricing.periods.cycles import Cycle, cycles
from configurator.pricing.steps import Move, Treated


def bill(offer: Offer, contract: str, activity: ContractActivity) -> Statement:
    """Make the statement of a contract. Raises InvalidRequest if usage or events name anything unknown to the offer."""
    if contract not in offer.contracts:
        raise InvalidRequest(f"offer {offer.id} has no contract {contract!r}", field="contract")
    _check(offer, offer.contracts[contract], activity)
    return _Billing(offer, offer.contracts[contract], activity).statement()


@dataclass(slots=True)
class _Billing:
    """The state of a contract while its periods are billed one after the other."""

    offer: Offer
    contract: Contract
    activity: ContractActivity
    levels: Levels = field(init=False)
    accounts: dict[str, Account] = field(init=False)
    histories: dict[str, UsageHistory[Fraction]] = field(default_factory=dict)
    lines: list[StatementLine] = field(default_factory=list)
    events: list[StatementEvent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.levels = self.offer.levels_of(self.contract, self.activity.levels)
        self.accounts = {id: Account(terms) for id, terms in self.contract.balances.items()}

    def statement(self) -> Statement:
        start, until = self.activity.start, self.activity.until
        for account in self.accounts.values():
            account.open(start, self.levels)
        for number, cycle in enumerate(cycles(start, 1, self.activity.billing_day or start.day, end=until)):
            self._renew(number, cycle)
            self._buy(cycle)
            before = len(self.lines)
            for charge in self.contract.charges:
                self.lines.extend(self._charged(charge, cycle))
            self.lines.extend(self._bounded(cycle, self.lines[before:]))
            self._refill(cycle)
            self._report_standings(cycle.billed)
        events = [*self.events, *self._alerts()]
        return Statement(
            self.contract.id,
            self.offer.currency,
            tuple(self.lines),
            {id: tuple(account.movements) for id, account in self.accounts.items()},
            tuple(dict.fromkeys(sorted(events, key=lambda each: (each.on, each.subject, each.kind)))),
            {level: level_on(level, until, self.activity, self.levels) for level in self.levels},
            self.offer.illustrative,
        )

    # ── events ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _alerts(self) -> Iterator[StatementEvent]:
        for id, account in self.accounts.items():
            for each in account.movements:
                if each.alert:
                    yield StatementEvent(StatementEventKind(each.alert), id, each.on, each.balance)

    def _report_standings(self, period: Period) -> None:
        """Report where more was used than there is; rights count where the contract has any."""
        zone = time_zone(self.offer.time_zone)
        for resource in self.offer.resources:
            levels, rights = dict(self.levels), CapacityLevel(resource, LevelKind.RIGHTS)
            if rights not in self.contract.levels and rights not in self.activity.levels:
                levels[rights] = levels.get(CapacityLevel(resource, LevelKind.INSTALLED), ZERO)
            self.events.extend(standing_events(resource, self.activity, period, levels, zone))

    # ── charges ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _charged(self, charge: ContractCharge, cycle: Cycle) -> Iterator[StatementLine]:
        match charge:
            case PurchaseCharge():
                yield from self._purchases(charge, cycle)
            case RecurringCharge():
                yield self._recurring(charge, cycle)
            case UsageCharge():
                yield from self._usage(charge, cycle)

    def _bounded(self, cycle: Cycle, lines: Sequence[StatementLine]) -> Iterator[StatementLine]:
        """Yield a line for the shortfall below a month's minimum, and one for the excess above its maximum."""
        due, contract = sum((line.amount for line in lines if not line.once), ZERO), self.contract
        bounds = (
            ("minimum", Operation.AT_LEAST, contract.minimum_spend),
            ("maximum", Operation.AT_MOST, contract.maximum_spend),
        )
        for name, operation, spend in bounds:
            if spend is None:
                continue
            bound = self.offer.rounding.landed(spend)
            others, bounded = Move(Operation.ADD, ZERO, ZERO, due), Move(operation, due, ZERO, bound)
            if bounded.after != due:
                steps = (others, bounded, Move(Operation.BILLED_BEFORE, bounded.after, ZERO, -due))
                on, rounding = self._billed_on(cycle.billed.end), self.offer.rounding
                yield StatementLine(name, contract.title, cycle.billed, on, steps, rounding, contract.location)
                due = bounded.after

    def _purchases(self, charge: PurchaseCharge, cycle: Cycle) -> Iterator[StatementLine]:
        for on, rise in self._rises(charge.level, cycle.billed):
            steps = [rated_step(charge.model, rise, on)]
            yield self._line(charge, Period(on, cycle.billed.end), on, steps, rise, once=True)

    def _rises(self, level: CapacityLevel, period: Period) -> Iterator[tuple[date, Fraction]]:
        """Yield the rises of a level above its previous maximum, by day; the opening level rises on the first day."""
        days = {change.on for change in self.activity.changes if change.on in period}
        begin = self.activity.start
        highest = ZERO if period.start == begin else self._highest_before(level, period.start)
        for on in sorted(days | ({begin} if period.start == begin else set())):
            now = level_on(level, on, self.activity, self.levels)
            if now > highest:
                yield on, now - highest
                highest = now

    def _highest_before(self, level: CapacityLevel, day: date) -> Fraction:
        days = {self.activity.start, *(change.on for change in self.activity.changes if change.on < day)}
        return max(level_on(level, each, self.activity, self.levels) for each in days)

    def _recurring(self, charge: RecurringCharge, cycle: Cycle) -> StatementLine:
        period, level = cycle.billed, charge.level
        units = ONE if level is None else average_units(level, self.activity, self.levels, period)
        steps = [rated_step(charge.model, units, period.start)]
        if charge.prorated and period != cycle.whole:
            steps.append(Move(Operation.MULTIPLY, steps[-1].after, ZERO, cycle.share()))
        return self._line(charge, period, period.start, steps, units)

    def _usage(self, charge: UsageCharge, cycle: Cycle) -> Iterator[StatementLine]:
        zone, start = time_zone(self.offer.time_zone), cycle.billed.start
        used = measure(charge, self.activity, cycle.whole, self.levels, zone)
        if used.filled:
            event = StatementEvent(StatementEventKind.FILLED_IN, charge.resource, start, Fraction(used.filled))
            self.events.append(event)
        history = self.histories.setdefault(charge.id, UsageHistory())
        levels = {level: level_on(level, start, self.activity, self.levels) for level in self.levels}
        rated = rate_usage(charge, used.quantity, start, levels, history)
        history.record(used.quantity, rated.billed)
        if charge.draws:
            yield from self._drawn(charge, cycle, rated)
        else:
            steps = list(rated.steps)
            yield self._line(charge, cycle.billed, cycle.billed.end, steps, rated.priced, rated.metered)

    # ── balances ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _drawn(self, charge: UsageCharge, cycle: Cycle, rated: RatedUsage) -> Iterator[StatementLine]:
        """Draw a charge from its balance; yield a line for the shortfall if it is billed immediately."""
        account = self.accounts[charge.draws]
        terms, end = account.terms, cycle.billed.end
        money = terms.unit == self.offer.currency
        amount = rated.amount if money else rated.billed.invoiced
        short = account.draw(end, amount)
        if not short:
            return
        factor = ONE + terms.surcharge / 100
        if money:
            steps = [*rated.steps, Move(Operation.BEYOND, amount, amount - short, factor)]
            yield self._line(charge, cycle.billed, end, steps, rated.priced, rated.metered)
            return
        metered = (*rated.metered, Treated(Treatment.DRAWN, amount, amount - short))
        steps = [Move(Operation.TIMES, ZERO, terms.unit_price(cycle.billed.start), short)]
        if terms.surcharge:
            steps.append(Move(Operation.MULTIPLY, steps[-1].after, ZERO, factor))
        yield self._line(charge, cycle.billed, end, steps, short, metered)

    def _buy(self, cycle: Cycle) -> None:
        for each in self.activity.purchases:
            if each.on in cycle.billed:
                account = self.accounts[each.balance]
                account.buy(each.on, each.blocks * account.terms.block)
                self.lines.append(self._blocks(account, each.on, each.blocks, cycle.billed))

    def _refill(self, cycle: Cycle) -> None:
        for account in self.accounts.values():
            blocks = account.refill(cycle.billed.end)
            if blocks:
                self.lines.append(self._blocks(account, cycle.billed.end, blocks, cycle.billed))

    def _renew(self, number: int, cycle: Cycle) -> None:
        for account in self.accounts.values():
            if is_renewal(number, account.terms.months):
                account.renew(cycle.billed.start)
                self.lines.append(self._blocks(account, cycle.billed.start, 1, cycle.billed))

    # ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _blocks(self, account: Account, on: date, blocks: int, period: Period) -> StatementLine:
        terms, number = account.terms, Fraction(blocks)
        steps = (Move(Operation.TIMES, ZERO, value_on(terms.price, on), number),)
        return StatementLine(
            terms.id, terms.title, period, self._billed_on(on), steps, self.offer.rounding, terms.location, number,
            once=True, because=terms.because,
        )  # fmt: skip

    def _line(
        self,
        charge: ContractCharge,
        period: Period,
        due: date,
        steps: Sequence[Move],
        quantity: Fraction,
        metered: tuple[Treated, ...] = (),
        once: bool = False,
    ) -> StatementLine:
        return StatementLine(
            charge.id, charge.title, period, self._billed_on(due), tuple(steps), self.offer.rounding, charge.location,
            quantity, metered, once, charge.because,
        )  # fmt: skip

    def _billed_on(self, due: date) -> date:
        """Return the day that an amount is billed: at once every month, otherwise when the quarter or year is over."""
        if self.offer.billed_every == 1:
            return due
        on, number = self.activity.start, 0
        while on < due:
            number += 1
            on = add_months(self.activity.start, number * self.offer.billed_every)
        return on


def _check(offer: Offer, contract: Contract, activity: ContractActivity) -> None:
    """Refuse unknown names, and excessively long contracts."""
    if activity.until <= activity.start:
        raise InvalidRequest(f"a contract cannot end on {activity.until}, its first day or before", field="until")
    if activity.start.year == date.min.year or (activity.until - activity.start).days > MOST_STATEMENT_DAYS:
        raise InvalidRequest(
            f"a statement covers at most {MOST_STATEMENT_DAYS} days of the years from 2 on", field="until"
        )
    for resource in (*activity.readings, *activity.active, *(each.level.resource for each in activity.changes)):
        if resource not in offer.resources:
            raise InvalidRequest(f"offer {offer.id} has no resource {resource!r}", field=resource)
    for each in activity.purchases:
        if each.balance not in contract.balances:
            raise InvalidRequest(f"contract {contract.id} has no balance {each.balance!r}", field=each.balance)
    for change in activity.changes:
        if change.level.kind is LevelKind.WITHOUT_RIGHTS:
            raise InvalidRequest(f"{change.level} follows from the other levels and cannot change by itself")
