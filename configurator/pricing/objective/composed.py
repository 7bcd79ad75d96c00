"""Charges step by step: treatments and modifiers of charges with too many values to list.

Both are defined in `metered` and `modifiers` over any carrier; here they compute with bounded numbers.
"""

from collections.abc import Callable

from configurator.money import ZERO
from configurator.pricing.amounts import NO_AMOUNT, Amount
from configurator.pricing.asking import At
from configurator.pricing.charge import Charge, Charged, Metering, Placed, add_up, modifiers_of
from configurator.pricing.charge_models import PerUnit
from configurator.pricing.metered import treat
from configurator.pricing.modifiers import Setting
from configurator.pricing.objective.between import NOTHING, ZERO_AMOUNT, Between, Where
from configurator.pricing.objective.symbols import Symbols
from configurator.pricing.operations import Operation, outcome
from configurator.pricing.steps import Calculation
from configurator.program.logic import TRUE


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
    """Return the amount of a charge; `rated` is its model's rating of a quantity, `served` where it is defined.

    Raises NotLinear if the charge uses meters, ratchets, earlier bills or committed quantities.
    """
    terms = charge.metering.treatments
    if terms.ratchet or charge.metering != Metering(treatments=terms):
        raise symbols.refuse("it takes too many values to be listed, and meters or earlier bills have no bounds")
    figures = _Figures(symbols, at)
    quantity = treat(symbols, terms, quantity, figures.price_of, figures.value_of)
    model = Calculation(Operation.ADD, ZERO_AMOUNT, rated(quantity, where))
    reserved = (figures.value_of(terms.reserved_price), figures.value_of(terms.reserved)) if terms.reserved else None
    unit_price = charge.model.price if isinstance(charge.model, PerUnit) else NO_AMOUNT
    part = symbols.prepared.part
    setting = Setting(symbols, figures.value_of, figures.price_of, ZERO_AMOUNT, unit_price, part)
    tally = SymbolicTally(symbols, setting)
    add_up(tally, Charged(ZERO, model, reserved=reserved), modifiers_of(charge))
    return symbols.gated(tally.settled(), symbols.every(where, served(quantity), *figures.served))


class SymbolicTally:
    """Computes an amount within bounds. The result of one modifier is rounded once, at its end: at most one of its
    calculations changes anything.
    """

    def __init__(self, symbols: Symbols, setting: Setting[Between]) -> None:
        self.symbols, self.amount, self._setting = symbols, Between(NOTHING), setting

    def setting(self) -> Setting[Between]:
        return self._setting

    def landed(self, amount: Between) -> Between:
        return self.symbols.rounded(amount)

    def begin(self, placed: Placed) -> None:
        self.settled()

    def settled(self) -> Between:
        """Round the amount as the book rounds a line, and return it."""
        self.amount = self.symbols.rounded(self.amount)
        return self.amount

    def take(self, calculation: Calculation[Between], placed: Placed | None = None) -> None:
        before = self.amount if placed is not None else self.settled()
        if calculation.mode is not None:
            step = calculation.operand.number.constant
            self.amount = self.symbols.to_multiple(before, step, calculation.mode)
        else:
            operation, base, operand = calculation.operation, calculation.base, calculation.operand
            self.amount = outcome(self.symbols, operation, before, base, operand)


class _Figures:
    """The amounts of a charge, and where there is a value for all that it needs: elsewhere the charge falls away."""

    def __init__(self, symbols: Symbols, at: At) -> None:
        self.symbols, self.at = symbols, at
        self.served: list[Where] = []

    def value_of(self, amount: Amount) -> Between:
        if not amount:
            return ZERO_AMOUNT
        self.served.append(Where(self.symbols.covered(amount, self.at).surely, TRUE))
        cases = self.symbols.cases(amount, self.at)
        return self.symbols.added(self.symbols.gated(case.value, case.where) for case in cases)

    def price_of(self, quantity: Between) -> Between:
        raise self.symbols.refuse("it takes too many values to be listed, and its commitment has no bounds")
