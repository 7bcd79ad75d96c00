"""A contract over some time: every charge of every period, with the steps that lead to it."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import count

from configurator.contracts.balances import Account
from configurator.contracts.charge_cycles import billing_day_of, cycles_of, share_of
from configurator.contracts.limits import MOST_STATEMENT_DAYS
from configurator.contracts.measuring import average_units, level_on, measure, standing_events, uses_of
from configurator.contracts.model import (
    BelowZero,
    CapacityLevel,
    Contract,
    ContractCharge,
    LevelKind,
    Levels,
    Offer,
    PartialPeriod,
    PurchaseCharge,
    RecurringCharge,
    UsageCharge,
    value_on,
)
from configurator.contracts.price_changes import parts_of
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
from configurator.pricing.periods.calendar import ONE_DAY, Period, add_months, time_zone
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
        due = {charge.id: deque(self._cycles(charge)) for charge in self.contract.charges}
        for number, cycle in enumerate(cycles(start, 1, self.billing_day, end=until)):
            self._renew(number, cycle)
            self._buy(cycle)
            before = len(self.lines)
            for charge in self.contract.charges:
                for own in self._billed_in(charge, cycle, due[charge.id]):
                    self.lines.extend(self._charged(charge, own))
            self._bound(cycle, before)
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

    @property
    def billing_day(self) -> int:
        """The day of the month on which periods begin that are not those of the calendar."""
        return self.activity.billing_day or self.activity.start.day

    def _cycles(self, charge: ContractCharge) -> Iterator[Cycle]:
        """Yield the periods of a charge."""
        return cycles_of(charge.period, self.activity.start, self.billing_day, self.activity.until)

    def _billed_in(self, charge: ContractCharge, month: Cycle, due: deque[Cycle]) -> Iterator[Cycle]:
        """Yield the periods of a charge that are billed within a month, and take them off those that are due."""
        while due and billing_day_of(charge.period, due[0]) < month.billed.end:
            yield due.popleft()

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

    def _bound(self, month: Cycle, before: int) -> None:
        """Bring a period that ends to its minimum or maximum, and a month to zero; a month's lines follow `before`."""
        contract = self.contract
        for name, operation, spend in (
            ("minimum", Operation.AT_LEAST, contract.minimum_spend),
            ("maximum", Operation.AT_MOST, contract.maximum_spend),
        ):
            period = None if spend is None else self._ending_with(month, spend.months)
            if spend is not None and period is not None:
                amount = spend.amount * period.share() if spend.prorated else spend.amount
                first = before if spend.months == 1 else 0
                self._keep_within(name, operation, period, first, self.offer.rounding.landed(amount))
        if contract.below_zero is BelowZero.ZERO:
            self._keep_within("below_zero", Operation.AT_LEAST, month, before, ZERO)

    def _ending_with(self, month: Cycle, months: int) -> Cycle | None:
        """Return the period of so many months that ends with a month."""
        if months == 1:
            return month
        periods = cycles(self.activity.start, months, self.billing_day, end=self.activity.until)
        return next((each for each in periods if each.billed.end == month.billed.end), None)

    def _keep_within(self, name: str, operation: Operation, period: Cycle, first: int, bound: Fraction) -> None:
        """Add the line that brings the lines of a period, from number `first` on, to a bound."""
        lines = [each for each in self.lines[first:] if not each.once and each.period.end > period.billed.start]
        due = sum((each.amount for each in lines), ZERO)
        others, bounded = Move(Operation.ADD, ZERO, ZERO, due), Move(operation, due, ZERO, bound)
        if bounded.after == due:
            return
        steps = (others, bounded, Move(Operation.BILLED_BEFORE, bounded.after, ZERO, -due))
        on, contract = self._billed_on(period.billed.end - ONE_DAY), self.contract
        line = StatementLine(name, contract.title, period.billed, on, steps, self.offer.rounding, contract.location)
        self.lines.append(line)

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
        share = share_of(charge.period, cycle) if charge.prorated else ONE
        if share != ONE:
            steps.append(Move(Operation.MULTIPLY, steps[-1].after, ZERO, share))
        return self._line(charge, period, billing_day_of(charge.period, cycle), steps, units)

    def _usage(self, charge: UsageCharge, cycle: Cycle) -> Iterator[StatementLine]:
        rated, share = self._rated(charge, cycle)
        if share != ONE:
            steps = (*rated.steps, Move(Operation.MULTIPLY, rated.amount, ZERO, share))
            rated = replace(rated, steps=steps)
        if charge.draws:
            yield from self._drawn(charge, cycle, rated, share)
        else:
            on = billing_day_of(charge.period, cycle)
            yield self._line(charge, cycle.billed, on, list(rated.steps), rated.priced, rated.metered)

    def _rated(self, charge: UsageCharge, cycle: Cycle) -> tuple[RatedUsage, Fraction]:
        """Rate the use of a period, and return its share of a whole one, by which the amount is to be multiplied.

        Where days are missing, the others are rated as a whole period: a level as it is, a sum as what it would be.
        """
        zone, start = time_zone(self.offer.time_zone), cycle.billed.start
        averaged = charge.partial is PartialPeriod.AVERAGE_OVER_PERIOD
        share = ONE if averaged or not charge.prorated else share_of(charge.period, cycle)
        if charge.adds_up and charge.scales:
            share = ONE
        period = cycle.whole if averaged else cycle.billed
        parts = (period,) if averaged or charge.overage_price else parts_of(charge, period)
        used = measure(charge, self.activity, period, self.levels, zone)
        uses = uses_of(charge, self.activity, period, self.levels, zone, parts) if len(parts) > 1 else ()
        if used.filled:
            event = StatementEvent(StatementEventKind.FILLED_IN, charge.resource, start, Fraction(used.filled))
            self.events.append(event)
        history = self.histories.setdefault(charge.id, UsageHistory())
        levels = {level: level_on(level, start, self.activity, self.levels) for level in self.levels}
        as_whole = charge.adds_up and share != ONE
        quantity = used.quantity / share if as_whole else used.quantity
        if as_whole:
            uses = tuple(each._replace(quantity=each.quantity / share) for each in uses if each.quantity is not None)
        rated = rate_usage(charge, quantity, start, levels, history, share=share, uses=uses)
        history.record(quantity, rated.billed)
        if as_whole:
            rated = replace(rated, metered=(Treated(Treatment.DIVIDED, used.quantity, share), *rated.metered))
        return rated, share

    # ── balances ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _drawn(self, charge: UsageCharge, cycle: Cycle, rated: RatedUsage, share: Fraction) -> Iterator[StatementLine]:
        """Draw a charge from its balance; yield a line for the shortfall if it is billed immediately."""
        account = self.accounts[charge.draws]
        terms, end = account.terms, cycle.billed.end - ONE_DAY
        money = terms.unit == self.offer.currency
        amount = rated.amount if money else rated.billed.invoiced * share
        short = account.draw(end, amount)
        if not short:
            return
        factor = ONE + terms.surcharge / 100
        if money:
            steps = [*rated.steps, Move(Operation.BEYOND, amount, amount - short, factor)]
            yield self._line(charge, cycle.billed, end, steps, rated.priced, rated.metered)
            return
        whole = () if share == ONE else (Treated(Treatment.MULTIPLIED, rated.billed.invoiced, share),)
        metered = (*rated.metered, *whole, Treated(Treatment.DRAWN, amount, amount - short))
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
            on = cycle.billed.end - ONE_DAY
            blocks = account.refill(on)
            if blocks:
                self.lines.append(self._blocks(account, on, blocks, cycle.billed))

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
        """Return the day on which an amount is billed: at once, or on the last day of its quarter or year, unless that
        begins with it; never after the contract.
        """
        every, start, last = self.offer.billed_every, self.activity.start, self.activity.until - ONE_DAY
        begin = start
        for number in count(1):
            following = add_months(start, number * every)
            if every == 1 or due == begin:
                return due
            if due < following:
                return min(following - ONE_DAY, last)
            begin = following
        return last


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
