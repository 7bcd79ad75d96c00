"""Charges of every configuration at once: sums of amounts, tables, or what their modifiers make of them in turn."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from configurator.language.tree import ComparisonOperator
from configurator.money import ONE, ZERO
from configurator.pricing.amounts import NO_AMOUNT, Amount
from configurator.pricing.asking import At
from configurator.pricing.charge import NO_METERING, Charge
from configurator.pricing.charge_models import (
    CostPlus,
    Flat,
    Graduated,
    GraduatedPercentage,
    Matrix,
    Package,
    PartialPackage,
    PerUnit,
    Stairstep,
    Volume,
    rate,
)
from configurator.pricing.charge_models.tiers import Tier
from configurator.pricing.modifiers import Due
from configurator.pricing.objective.between import EVERYWHERE, NOWHERE, ZERO_AMOUNT, Between, Where
from configurator.pricing.objective.composed import composed
from configurator.pricing.objective.lines import SymbolicLine
from configurator.pricing.objective.symbols import Symbols
from configurator.pricing.objective.tabulated import looked_up, tabulated
from configurator.program.compile.lowered import LoweredNumber
from configurator.program.nodes import Formula

Tiered = Graduated | GraduatedPercentage | Volume | Stairstep
Function = Callable[[Fraction], Fraction]

MOST_BENDS = 200
"""Of up to so many pieces a function of a quantity is made where its values are too many to be listed."""


def charge_lines(symbols: Symbols) -> Iterator[SymbolicLine]:
    """Yield the line of every charge in every slot that it is repeated for."""
    for charge in symbols.prepared.charges:
        for slot, at, present in symbols.instances_of(charge.each):
            symbols.begin(f"charges.{charge.id}", charge.location)
            if symbols.prepared.part.bills(charge.due):
                yield _charge(symbols, charge, slot, at, present)


def _charge(symbols: Symbols, charge: Charge, slot: str, at: At, present: Formula) -> SymbolicLine:
    where = symbols.every(Where.exactly(present), symbols.holds(charge.when, at, present))
    quantity, counted = Between(LoweredNumber(ONE)), None
    if charge.quantity is not None:
        found, there = symbols.number(charge.quantity, at)
        quantity = counted = found.times(1 / charge.per.factor)
        where = symbols.every(where, there)
        if symbols.bounds(quantity.number)[0] < symbols.bounds(quantity.slack)[1]:
            where = symbols.every(where, symbols.compared(quantity, ComparisonOperator.AT_LEAST))
    worth, sold = _worth(symbols, charge, quantity, at, where)
    rule, location = symbols.rule, charge.location
    return SymbolicLine(rule, location, charge.cadence, charge.tags, worth, sold, slot, counted, part=rule)


def _worth(symbols: Symbols, charge: Charge, quantity: Between, at: At, where: Where) -> tuple[Between, Where]:
    """Return what a charge comes to, and where its line is sold."""
    if where == NOWHERE:
        return ZERO_AMOUNT, NOWHERE
    perhaps = Where(NOWHERE.surely, where.perhaps)
    if is_plain(charge):
        sold = symbols.every(where, _served(symbols, charge, quantity, at))
        tiers = charge.model if isinstance(charge.model, Tiered) else None
        worth = _rated(symbols, charge, quantity, at, where if tiers is None else sold)
        return symbols.rounded(worth), perhaps if tiers is not None and tiers.flat_at_zero else sold
    model = charge.model
    if isinstance(model, Matrix) and not charge.modifiers and charge.metering == _only_looked_up(charge):
        return symbols.rounded(looked_up(symbols, charge, model, quantity, at, where)), perhaps
    found = tabulated(symbols, charge, quantity, at, where)
    return (_by_steps(symbols, charge, quantity, at, where) if found is None else found), perhaps


def _only_looked_up(charge: Charge) -> object:
    return replace(NO_METERING, attributes=charge.metering.attributes)


def is_plain(charge: Charge) -> bool:
    """Whether a charge is a sum of its amounts, each as often as its quantity says."""
    if charge.metering != NO_METERING or charge.modifiers or charge.due is not Due.ALWAYS:
        return False
    return _is_sum(charge)


def _is_sum(charge: Charge) -> bool:
    tiers = charge.model.tiers if isinstance(charge.model, Tiered) else ()
    return isinstance(charge.model, Flat | PerUnit | Package | CostPlus | Tiered) and not any(
        tier.cap for tier in tiers
    )


def _by_steps(symbols: Symbols, charge: Charge, quantity: Between, at: At, where: Where) -> Between:
    """Return what modifiers make of a charge that takes too many values, or amounts, to be listed."""
    if not _is_sum(charge):
        raise symbols.refuse("neither its sum nor bounds are known")
    return composed(
        symbols,
        charge,
        quantity,
        at,
        where,
        rated=lambda counted, here: _rated(symbols, charge, counted, at, here),
        served=lambda counted: _served(symbols, charge, counted, at),
    )


# ── sums ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _rated(symbols: Symbols, charge: Charge, quantity: Between, at: At, where: Where) -> Between:
    match charge.model:
        case Flat(amount):
            return symbols.priced(Between(LoweredNumber(ONE)), amount, at, where)
        case PerUnit(price) | CostPlus(price):
            return symbols.priced(quantity, price, at, where)
        case Package(price):
            return symbols.priced(_share(symbols, charge, price, quantity), price, at, where)
        case Graduated(tiers) | GraduatedPercentage(tiers) | Volume(tiers) | Stairstep(tiers):
            shares = [(_share(symbols, charge, each, quantity), each) for tier in tiers for each in _amounts(tier)]
            return symbols.added(symbols.priced(share, each, at, where) for share, each in shares)
        case _:
            raise symbols.refuse("its model has neither an exact sum nor bounds")


def _amounts(tier: Tier) -> list[Amount]:
    return [amount for amount in (tier.price, tier.flat) if amount != NO_AMOUNT]


def _served(symbols: Symbols, charge: Charge, quantity: Between, at: At) -> Where:
    """Return where every amount that a charge looks up has a case that applies; elsewhere the charge falls away."""
    match charge.model:
        case Flat(amount) | PerUnit(amount) | Package(amount) | CostPlus(amount):
            return symbols.covered(amount, at)
        case Graduated(tiers) | GraduatedPercentage(tiers) | Volume(tiers) | Stairstep(tiers):
            pass
        case _:
            raise symbols.refuse("its model has neither an exact sum nor bounds")
    found = []
    for tier in tiers:
        for amount in _amounts(tier):
            covered = symbols.covered(amount, at)
            if covered != EVERYWHERE:
                asked = _asked(symbols, charge, amount, quantity)
                found.append(symbols.either((covered, symbols.opposite(asked))))
    return symbols.every(*found)


def _asked(symbols: Symbols, charge: Charge, amount: Amount, quantity: Between) -> Where:
    """Return where the price of a quantity depends on an amount."""

    def asked(value: Fraction) -> Fraction:
        seen: list[Amount] = []

        def note(each: Amount) -> Fraction:
            seen.append(each)
            return ZERO

        rate(charge.model, max(ZERO, value), note)
        return ONE if any(each is amount for each in seen) else ZERO

    counted = _function(symbols, charge, quantity, asked)
    return symbols.compared(counted, ComparisonOperator.GREATER)


def _share(symbols: Symbols, charge: Charge, amount: Amount, quantity: Between) -> Between:
    """Return how often an amount counts, as a function of the quantity: what the model costs if only it were 1."""

    def share(value: Fraction) -> Fraction:
        return rate(charge.model, max(ZERO, value), lambda each: ONE if each is amount else ZERO).amount

    return _function(symbols, charge, quantity, share)


def _function(symbols: Symbols, charge: Charge, quantity: Between, function: Function) -> Between:
    """Return a function of a quantity that bends and jumps only where tiers, blocks or packages begin."""
    if not quantity.exact:
        return _anywhere(symbols, charge, quantity, function)
    found = symbols.tabulated(quantity.number, function)
    if found is not None:
        return Between(found)
    model = charge.model
    if isinstance(model, Package) and model.partial is not PartialPackage.EXACT:
        return _packages(symbols, model, quantity)
    bends = _bends(charge, symbols.bounds(quantity.number)[1])
    if len(bends) > MOST_BENDS:
        return _anywhere(symbols, charge, quantity, function)
    return Between(symbols.bent(quantity.number, function, bends))


def _packages(symbols: Symbols, model: Package, quantity: Between) -> Between:
    """Return how many packages are paid, where they are too many to be listed, to half a package."""
    symbols.relax("its packages are too many to be listed")
    half = Fraction(1, 2)
    middle = LoweredNumber(half if model.partial is PartialPackage.UP else -half)
    return symbols.added((quantity.times(1 / model.size), Between(middle, LoweredNumber(half))))


def _anywhere(symbols: Symbols, charge: Charge, quantity: Between, function: Function) -> Between:
    """Return what a function of a quantity stays in, wherever the quantity lies; it is never less than 0."""
    ends = symbols.bounds(quantity.number), symbols.bounds(quantity.slack)[1]
    low, high = max(ZERO, ends[0][0] - ends[1]), max(ZERO, ends[0][1] + ends[1])
    bends = sorted(bend for bend in _bends(charge, high) if low < bend < high)
    symbols.relax("a quantity is known within bounds only, or in too many steps")
    if len(bends) > MOST_BENDS:
        raise symbols.refuse(f"its price changes at more than {MOST_BENDS:,} quantities")
    ends_of = [low, *bends, high]
    values = [function(each) for each in ends_of]
    for start, end in pairwise(ends_of):
        third = (end - start) / 3
        inner = function(start + third), function(end - third)
        values += [*inner, 2 * inner[0] - inner[1], 2 * inner[1] - inner[0]]
    return Between(LoweredNumber((min(values) + max(values)) / 2), LoweredNumber((max(values) - min(values)) / 2))


def _bends(charge: Charge, most: Fraction) -> list[Fraction]:
    """Return the quantities at which the price of a charge bends or jumps, up to the most that is asked for."""
    if isinstance(charge.model, Package) and charge.model.partial is not PartialPackage.EXACT:
        return _steps(charge.model.size, most)
    if not isinstance(charge.model, Tiered):
        return [ZERO]
    found, low = [ZERO], ZERO
    for tier in charge.model.tiers:
        high = most if tier.up_to is None else min(most, tier.up_to)
        if tier.block is not None:
            found += [low + each for each in _steps(tier.block, high - low)] + _steps(tier.block, high)
        found += [] if tier.up_to is None else [tier.up_to]
        low = low if tier.up_to is None else tier.up_to
    return found


def _steps(size: Fraction, most: Fraction) -> list[Fraction]:
    number = max(ZERO, most) / size
    return [
        size * each for each in range(min(MOST_BENDS, int(number)) + 2)
    ]  # One too many is noticed, more need not be.
