"""A contract over some time: every charge of every period, with the steps that lead to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import takewhile

from configurator.contracts.drawing import Account
from configurator.contracts.measuring import level_on, measure, standings, units
from configurator.contracts.model import (
    BalanceTerms,
    Contract,
    Level,
    LevelKind,
    Levels,
    Offer,
    Purchase,
    Recurring,
    Usage,
)
from configurator.contracts.rating import History, landed, rate_usage
from configurator.contracts.statement import (
    Happened,
    Notice,
    Part,
    Statement,
    StatementLine,
    TermStep,
    Told,
)
from configurator.errors import InvalidRequest
from configurator.pricing.periods.calendar import Period, add_months, time_zone
from configurator.pricing.periods.cycles import Cycle, cycles

NOTHING = Fraction(0)
MOST_DAYS = 36_525
"""A hundred years; a statement of more is a mistake."""


def bill(offer: Offer, contract: str, happened: Happened) -> Statement:
    """Make the statement of a contract. Raises InvalidRequest where what happened names things the offer has not."""
    if contract not in offer.contracts:
        raise InvalidRequest(f"offer {offer.id} has no contract {contract!r}", field="contract")
    _check(offer, offer.contracts[contract], happened)
    return _Billing(offer, offer.contracts[contract], happened).statement()


@dataclass(slots=True)
class _Billing:
    """The state of a contract while its periods are billed one after the other."""

    offer: Offer
    contract: Contract
    happened: Happened
    levels: Levels = field(init=False)
    accounts: dict[str, Account] = field(init=False)
    histories: dict[str, History] = field(default_factory=dict)
    lines: list[StatementLine] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.levels = self.offer.levels_of(self.contract, self.happened.levels)
        self.accounts = {id: Account(terms) for id, terms in self.contract.balances.items()}

    def statement(self) -> Statement:
        start, until = self.happened.start, self.happened.until
        for account in self.accounts.values():
            account.open(start, self.levels)
        for number, cycle in enumerate(cycles(start, 1, self.happened.billing_day or start.day, end=until)):
            self._renew(number, cycle)
            self._buy(cycle)
            before = len(self.lines)
            for charge in self.contract.charges:
                self.lines.extend(self._charged(charge, cycle))
            self.lines.extend(self._bounded(cycle, self.lines[before:]))
            self._refill(cycle)
            self._tell(cycle.billed)
        told = [*self.told, *(each for account in self.accounts.values() for each in account.told())]
        return Statement(
            self.contract.id,
            self.offer.currency,
            tuple(self.lines),
            {id: tuple(account.movements) for id, account in self.accounts.items()},
            tuple(dict.fromkeys(sorted(told, key=lambda each: (each.on, each.subject, each.notice)))),
            {level: level_on(level, until, self.happened, self.levels) for level in self.levels},
            self.offer.illustrative,
        )

    def _tell(self, period: Period) -> None:
        """Tell where more was used than there is; rights count where the contract has any."""
        zone = time_zone(self.offer.time_zone)
        for resource in self.offer.resources:
            levels = dict(self.levels)
            if not self._has_rights(resource):
                levels[Level(resource, LevelKind.RIGHTS)] = levels.get(Level(resource, LevelKind.INSTALLED), NOTHING)
            self.told.extend(standings(resource, self.happened, period, levels, zone))

    def _has_rights(self, resource: str) -> bool:
        rights = Level(resource, LevelKind.RIGHTS)
        return rights in self.contract.levels or rights in self.happened.levels

    # ── charges ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def _charged(self, charge: Purchase | Recurring | Usage, cycle: Cycle) -> Iterator[StatementLine]:
        match charge:
            case Purchase():
                yield from self._purchases(charge, cycle)
            case Recurring():
                yield self._recurring(charge, cycle)
            case Usage():
                yield from self._usage(charge, cycle)

    def _bounded(self, cycle: Cycle, lines: list[StatementLine]) -> Iterator[StatementLine]:
        """Yield a line for what lacks to the least of a month, and one for what exceeds the most of it."""
        due, contract = sum((line.amount for line in lines if not line.once), NOTHING), self.contract
        for part, bound in ((Part.MINIMUM, contract.minimum), (Part.MAXIMUM, contract.maximum)):
            if bound is None:
                continue
            bound = landed(bound, self.offer.rounding).after
            after = max(due, bound) if part is Part.MINIMUM else min(due, bound)
            if after != due:
                steps = (TermStep(part, due, bound, after), TermStep(Part.DIFFERENCE, after, due, after - due))
                rounded = landed(after - due, self.offer.rounding)
                on = self._billed_on(cycle.billed.end)
                yield StatementLine(
                    part.value, contract.title, cycle.billed, on, rounded.after, (*steps, rounded), contract.location
                )
                due += rounded.after

    def _purchases(self, charge: Purchase, cycle: Cycle) -> Iterator[StatementLine]:
        for on, rise in self._rises(charge.of, cycle.billed):
            price = charge.price.on(on)
            steps = [TermStep(Part.UNITS, NOTHING, rise, rise), TermStep(Part.BANDS, rise, price, rise * price)]
            yield self._line(charge, Period(on, cycle.billed.end), on, steps, once=True)

    def _rises(self, level: Level, period: Period) -> Iterator[tuple[date, Fraction]]:
        """Yield by how much a level rises on a day beyond what it ever was; what is there at the begin rises then."""
        days = {change.on for change in self.happened.changes if change.on in period}
        begin = self.happened.start
        highest = NOTHING if period.start == begin else self._highest_before(level, period.start)
        for on in sorted(days | ({begin} if period.start == begin else set())):
            now = level_on(level, on, self.happened, self.levels)
            if now > highest:
                yield on, now - highest
                highest = now

    def _highest_before(self, level: Level, day: date) -> Fraction:
        days = {self.happened.start, *(change.on for change in self.happened.changes if change.on < day)}
        return max(level_on(level, each, self.happened, self.levels) for each in days)

    def _recurring(self, charge: Recurring, cycle: Cycle) -> StatementLine:
        amount = charge.amount.on(cycle.billed.start)
        steps: list[TermStep] = []
        if charge.per is None:
            steps.append(TermStep(Part.BANDS, Fraction(1), amount, amount))
        else:
            number = units(charge.per, self.happened, self.levels, cycle.billed)
            steps.append(TermStep(Part.UNITS, NOTHING, number, number))
            steps.append(TermStep(Part.BANDS, number, amount, number * amount))
        if charge.prorated and cycle.billed != cycle.whole:
            before = steps[-1].after
            steps.append(TermStep(Part.PRORATED, before, cycle.share(), before * cycle.share()))
        return self._line(charge, cycle.billed, cycle.billed.start, steps)

    def _usage(self, charge: Usage, cycle: Cycle) -> Iterator[StatementLine]:
        zone = time_zone(self.offer.time_zone)
        found = measure(charge, self.happened, cycle.whole, self.levels, zone)
        if found.filled:
            self.told.append(Told(Notice.FILLED_IN, charge.of, cycle.billed.start, Fraction(found.filled)))
        history = self.histories.get(charge.id, History())
        levels = {level: level_on(level, cycle.billed.start, self.happened, self.levels) for level in self.levels}
        rated = rate_usage(charge, found.quantity, cycle.billed.start, levels, history, found.filled)
        self.histories[charge.id] = history.after(found.quantity, rated.quantity)
        steps = list(rated.steps)
        if charge.draws:
            yield from self._drawn(charge, cycle, steps, rated.quantity)
        else:
            yield self._line(charge, cycle.billed, cycle.billed.end, steps)

    # ── balances ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _drawn(self, charge: Usage, cycle: Cycle, steps: list[TermStep], quantity: Fraction) -> Iterator[StatementLine]:
        """Take a charge from its balance; yield a line for what the balance lacked, where that is billed at once."""
        account = self.accounts[charge.draws]
        money = account.terms.unit == self.offer.currency
        amount = steps[-1].after if money else quantity
        beyond = account.draw(cycle.billed.end, amount)
        if not beyond:
            return
        price = Fraction(1) if money else unit_price(account.terms, cycle.billed.start)
        if not money:
            steps = list(takewhile(lambda step: step.part is not Part.BANDS, steps))
        steps.append(TermStep(Part.DRAWN, amount, amount - beyond, beyond))
        if not money:
            steps.append(TermStep(Part.BANDS, beyond, price, beyond * price))
        if account.terms.surcharge:
            before = steps[-1].after
            after = before * (1 + account.terms.surcharge / 100)
            steps.append(TermStep(Part.SURCHARGE, before, account.terms.surcharge, after))
        yield self._line(charge, cycle.billed, cycle.billed.end, steps)

    def _buy(self, cycle: Cycle) -> None:
        for each in self.happened.purchases:
            if each.on in cycle.billed:
                self.accounts[each.balance].buy(each.on, each.blocks * self.accounts[each.balance].terms.block)
                self.lines.append(self._blocks(each.balance, each.on, each.blocks, cycle.billed))

    def _refill(self, cycle: Cycle) -> None:
        for id, account in self.accounts.items():
            blocks = account.refill(cycle.billed.end)
            if blocks:
                self.lines.append(self._blocks(id, cycle.billed.end, blocks, cycle.billed))

    def _renew(self, number: int, cycle: Cycle) -> None:
        for id, account in self.accounts.items():
            months = account.terms.months
            if months is not None and number and number % months == 0:
                account.renew(cycle.billed.start)
                self.lines.append(self._blocks(id, cycle.billed.start, 1, cycle.billed))

    def _blocks(self, balance: str, on: date, blocks: int, period: Period) -> StatementLine:
        terms = self.accounts[balance].terms
        amount = blocks * terms.price.on(on)
        steps = [
            TermStep(Part.UNITS, NOTHING, Fraction(blocks), Fraction(blocks)),
            TermStep(Part.BANDS, Fraction(blocks), terms.price.on(on), amount),
            landed(amount, self.offer.rounding),
        ]
        return StatementLine(
            terms.id,
            terms.title,
            period,
            self._billed_on(on),
            steps[-1].after,
            tuple(steps),
            terms.location,
            True,
            terms.because,
        )

    def _line(
        self, charge: Purchase | Recurring | Usage, period: Period, due: date, steps: list[TermStep], once: bool = False
    ) -> StatementLine:
        rounded = landed(steps[-1].after, self.offer.rounding)
        if rounded.before != rounded.after:
            steps.append(rounded)
        on = self._billed_on(due)
        return StatementLine(
            charge.id, charge.title, period, on, rounded.after, tuple(steps), charge.location, once, charge.because
        )

    def _billed_on(self, due: date) -> date:
        """Return the day that an amount is billed: at once every month, otherwise when the quarter or year is over."""
        if self.offer.billed_every == 1:
            return due
        on, number = self.happened.start, 0
        while on < due:
            number += 1
            on = add_months(self.happened.start, number * self.offer.billed_every)
        return on


def unit_price(terms: BalanceTerms, day: date) -> Fraction:
    """Return what one unit beyond a balance costs, without the surcharge."""
    if terms.overage_price is not None:
        return terms.overage_price.on(day)
    return terms.price.on(day) / terms.block


def _check(offer: Offer, contract: Contract, happened: Happened) -> None:
    """Refuse what names things that are not there, and contracts longer than any life."""
    if happened.until <= happened.start:
        raise InvalidRequest(f"a contract cannot end on {happened.until}, its first day or before", field="until")
    if happened.start.year == date.min.year or (happened.until - happened.start).days > MOST_DAYS:
        raise InvalidRequest(f"a statement covers at most {MOST_DAYS} days of the years from 2 on", field="until")
    for resource in (*happened.readings, *happened.active, *(each.level.resource for each in happened.changes)):
        if resource not in offer.resources:
            raise InvalidRequest(f"offer {offer.id} has no resource {resource!r}", field=resource)
    for each in happened.purchases:
        if each.balance not in contract.balances:
            raise InvalidRequest(f"contract {contract.id} has no balance {each.balance!r}", field=each.balance)
    for change in happened.changes:
        if change.level.kind is LevelKind.WITHOUT_RIGHTS:
            raise InvalidRequest(f"{change.level} follows from the other levels and cannot change by itself")
