"""Charges step by step: what treatments and modifiers make of them, where there is too much to be listed."""

from collections.abc import Callable
from fractions import Fraction

from configurator.money import Rounding
from configurator.pricing.amounts import Amount
from configurator.pricing.asking import At
from configurator.pricing.charge import NO_METERING, Charge
from configurator.pricing.metered import NO_TREATMENT, Treatments
from configurator.pricing.modifiers import (
    Commitment,
    Discount,
    MaximumSpend,
    MinimumSpend,
    Modifier,
    Multiply,
    Plus,
    Prepaid,
    RoundTo,
    Scope,
    Shortage,
)
from configurator.pricing.objective.between import NOTHING, Between, Where
from configurator.pricing.objective.sums import ONE, ZERO
from configurator.pricing.objective.symbols import Symbols
from configurator.program.compile.lowered import LoweredNumber
from configurator.program.logic import TRUE

NEAREST = (Rounding.HALF_UP, Rounding.HALF_EVEN, Rounding.HALF_DOWN)
PERCENT = Fraction(1, 100)


def composed(
    symbols: Symbols,
    charge: Charge,
    quantity: Between,
    at: At,
    where: Where,
    *,
    rated: Callable[[Between, Where], Between],
    served: Callable[[Between], Where],
) -> Between:
    """Return what a charge comes to; `rated` is what its model makes of a quantity, `served` where it does.

    Raises NotLinear where the charge reads meters, ratchets, looks up bills of before or has promises of quantities.
    """
    return _Steps(symbols, charge, at).amount(quantity, where, rated, served)


class _Steps:
    def __init__(self, symbols: Symbols, charge: Charge, at: At) -> None:
        self.symbols, self.charge, self.at = symbols, charge, at
        self.served: list[Where] = []

    def amount(
        self,
        quantity: Between,
        where: Where,
        rated: Callable[[Between, Where], Between],
        served: Callable[[Between], Where],
    ) -> Between:
        symbols, metering = self.symbols, self.charge.metering
        if metering.treatments.ratchet or metering != _treated_only(metering.treatments):
            raise symbols.refuse("it takes too many values to be listed, and meters or earlier bills have no bounds")
        quantity = self.treated(metering.treatments, quantity)
        found = rated(quantity, where)
        if metering.treatments.reserved:
            price, number = self.figure(metering.treatments.reserved_price), self.figure(metering.treatments.reserved)
            reserved = symbols.rounded(symbols.times(price, number))
            found = symbols.added((found, reserved))
        found = symbols.rounded(found)
        for placed in self.charge.modifiers:
            found = self.modified(placed.modifier, found)
        return symbols.gated(found, symbols.every(where, served(quantity), *self.served))

    def figure(self, amount: Amount) -> Between:
        """Return an amount; where no case of it applies, the charge falls away, if it needs it."""
        if not amount:
            return Between(NOTHING)
        self.served.append(Where(self.symbols.covered(amount, self.at).surely, TRUE))
        cases = self.symbols.cases(amount, self.at)
        return self.symbols.added(self.symbols.gated(case.value, case.where) for case in cases)

    def treated(self, terms: Treatments, quantity: Between) -> Between:
        symbols = self.symbols
        if terms.conversion is not None:
            quantity = quantity.times(terms.conversion.multiply_by / terms.conversion.divide_by)
            if terms.conversion.rounding is not None:
                quantity = self.blurred(quantity, Fraction(10) ** -terms.conversion.places, terms.conversion.rounding)
        for amount in (terms.free, terms.reserved):
            if amount:
                quantity = symbols.above_zero(symbols.minus(quantity, self.figure(amount)))
        return quantity

    def blurred(self, amount: Between, step: Fraction, mode: Rounding) -> Between:
        self.symbols.relax("it rounds more values than are listed")
        return self.symbols.added((amount, Between(NOTHING, LoweredNumber(step / 2 if mode in NEAREST else step))))

    def modified(self, modifier: Modifier, worth: Between) -> Between:
        """Return what a modifier makes of an amount, as the book rounds it."""
        symbols = self.symbols
        match modifier:
            case Discount(percent):
                return symbols.rounded(symbols.minus(worth, symbols.times(worth, self.figure(percent).times(PERCENT))))
            case Multiply(by):
                return symbols.rounded(symbols.times(worth, self.figure(by)))
            case Plus(amount):
                return symbols.rounded(symbols.added((worth, self.figure(amount))))
            case RoundTo(step, mode):
                return symbols.rounded(self.blurred(worth, step, mode))
            case MinimumSpend(amount, due):
                billed = symbols.prepared.part.bills(due)
                return symbols.rounded(symbols.greater(worth, self.figure(amount))) if billed else worth
            case MaximumSpend(amount):
                return symbols.rounded(symbols.lesser(worth, self.figure(amount)))
            case Commitment(amount=amount, overage_price=(), per=Scope.PERIOD) if amount:
                return symbols.rounded(self.committed(modifier, worth, self.figure(amount)))
            case Prepaid(balance, surcharge, short):
                beyond = symbols.above_zero(symbols.minus(worth, self.figure(balance)))
                factor = Between(LoweredNumber(ONE if short is Shortage.OVERAGE else ZERO))
                if short is Shortage.OVERAGE:
                    factor = symbols.added((factor, self.figure(surcharge).times(PERCENT)))
                return symbols.rounded(symbols.times(beyond, factor))
            case _:
                raise symbols.refuse("it takes too many values to be listed, and its commitment has no bounds")

    def committed(self, modifier: Commitment, worth: Between, promised: Between) -> Between:
        """Return `c + (u - c) · f` where u is above c; below, c with true-up and u without."""
        symbols = self.symbols
        beyond = symbols.above_zero(symbols.minus(worth, promised))
        whole = symbols.added((promised, beyond)) if modifier.true_up else worth
        if not modifier.overage_factor:
            return whole
        more = symbols.minus(self.figure(modifier.overage_factor), Between(LoweredNumber(ONE)))
        return symbols.added((whole, symbols.times(beyond, more)))


def _treated_only(terms: Treatments) -> object:
    """Return metering that does nothing but treat a quantity."""
    return NO_METERING if terms == NO_TREATMENT else type(NO_METERING)(treatments=terms)
