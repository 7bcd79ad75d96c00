"""Charges of every configuration at once: sums of amounts, tables, or a composition of treatments and modifiers.

The latter two are defined in `metered` and `modifiers` over any carrier; here they compute with bounded numbers.
"""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from configurator.language.tree import ComparisonOperator
from configurator.money import ONE, ZERO
from configurator.pricing.amounts import Amount
from configurator.pricing.charge import NO_METERING, Charge, Charged, Metering, Placed, add_up, modifiers_of
from configurator.pricing.charge_models import Matrix, curve_of, rate
from configurator.pricing.limits import MOST_BENDS
from configurator.pricing.metered import treat
from configurator.pricing.modifiers import Due, Setting
from configurator.pricing.operations import Operation, outcome
from configurator.pricing.rule_evaluation import At
from configurator.pricing.steps import Calculation
from configurator.pricing.symbolic.interval_bounds import EVERYWHERE, NOTHING, NOWHERE, ZERO_AMOUNT, Between, Where
from configurator.pricing.symbolic.symbolic_lines import SymbolicLine
from configurator.pricing.symbolic.symbolic_tables import looked_up, unfit
from configurator.pricing.symbolic.symbols import Symbols
from configurator.pricing.symbolic.tabulated import amounts_in, tabulated
from configurator.program.compile.lowered import LoweredNumber
from configurator.program.logic import TRUE

Function = Callable[[Fraction], Fraction]


def charge_line(symbols: Symbols, charge: Charge, slot: str, at: At, where: Where) -> SymbolicLine:
    """Return the line of a charge in a slot."""
    quantity, counted = Between(LoweredNumber(ONE)), None
    if charge.quantity is not None:
        results, there = symbols.number(charge.quantity, at)
        at_once = charge.counts.at_once(symbols.prepared.pieces)
        quantity = counted = symbols.above_zero(results.times(at_once / charge.per.factor))
        where = symbols.every(where, there)
    miss_row(symbols, charge, at, where)
    worth, sold = _worth(symbols, charge, quantity, at, where)
    rule, location = symbols.rule, charge.location
    return SymbolicLine(rule, location, charge.cadence, charge.tags, worth, sold, slot, counted, part=rule)


def miss_row(symbols: Symbols, charge: Charge, at: At, where: Where) -> None:
    """Note where the table of a charge has no row for a quantity above 0; `where` is where the charge applies."""
    if not isinstance(charge.model, Matrix) or where == NOWHERE:
        return
    if charge.quantity is not None:
        quantity, there = symbols.number(charge.quantity, at)
        where = symbols.every(where, there, symbols.compared(quantity, ComparisonOperator.GREATER))
    symbols.miss(symbols.every(where, unfit(symbols, charge, charge.model, at)))


def _worth(symbols: Symbols, charge: Charge, quantity: Between, at: At, where: Where) -> tuple[Between, Where]:
    """Return the amount of a charge, and where its line is sold."""
    if where == NOWHERE:
        return ZERO_AMOUNT, NOWHERE
    perhaps = Where(NOWHERE.surely, where.perhaps)
    model = charge.model
    if is_plain(charge):
        sold = symbols.every(where, _served(symbols, charge, quantity, at))
        alone = len(list(amounts_in(model))) == 1
        worth = _of_pieces(symbols, charge, _rated(symbols, charge, quantity, at, where if alone else sold))
        return worth, perhaps if getattr(model, "flat_at_zero", False) else sold
    if isinstance(model, Matrix) and not charge.modifiers and charge.metering == _only_looked_up(charge):
        return _of_pieces(symbols, charge, looked_up(symbols, charge, model, quantity, at, where)), perhaps
    bounds = tabulated(symbols, charge, quantity, at, where)
    return (_by_steps(symbols, charge, quantity, at, where) if bounds is None else bounds), perhaps


def _of_pieces(symbols: Symbols, charge: Charge, rated: Between) -> Between:
    return symbols.rounded(rated.times(charge.counts.times(symbols.prepared.pieces)))


def _only_looked_up(charge: Charge) -> object:
    return replace(NO_METERING, attributes=charge.metering.attributes)


def is_plain(charge: Charge) -> bool:
    """Whether a charge is a sum of its amounts, each times a multiplicity by quantity."""
    if charge.metering != NO_METERING or charge.modifiers or charge.due is not Due.ALWAYS:
        return False
    return curve_of(charge.model, ZERO) is not None


def _by_steps(symbols: Symbols, charge: Charge, quantity: Between, at: At, where: Where) -> Between:
    """Return a charge with too many values or amounts to list, after its modifiers."""
    if curve_of(charge.model, ZERO) is None:
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
    """Return the price of a quantity by a model that is a sum of its amounts."""
    shares = [(_share(symbols, charge, each, quantity), each) for each in amounts_in(charge.model)]
    return symbols.added(symbols.priced(share, each, at, where) for share, each in shares)


def _served(symbols: Symbols, charge: Charge, quantity: Between, at: At) -> Where:
    """Return where every amount that a charge looks up has a case that applies; elsewhere the charge falls away."""
    curve = curve_of(charge.model, ZERO)
    always = curve is None or not curve.bends or curve.near is not None
    locations = []
    for amount in amounts_in(charge.model):
        covered = symbols.covered(amount, at)
        if always or covered == EVERYWHERE:
            locations.append(covered)
        else:
            location = _depends_on_amount(symbols, charge, amount, quantity)
            locations.append(symbols.either((covered, symbols.opposite(location))))
    return symbols.every(*locations)


def _depends_on_amount(symbols: Symbols, charge: Charge, amount: Amount, quantity: Between) -> Where:
    """Return where the price of a quantity depends on an amount."""

    def dependence(value: Fraction) -> Fraction:
        seen: list[Amount] = []

        def note(each: Amount) -> Fraction:
            seen.append(each)
            return ZERO

        rate(charge.model, max(ZERO, value), note)
        return ONE if any(each is amount for each in seen) else ZERO

    counted = _function(symbols, charge, quantity, dependence)
    return symbols.compared(counted, ComparisonOperator.GREATER)


def _share(symbols: Symbols, charge: Charge, amount: Amount, quantity: Between) -> Between:
    """Return the multiplicity of an amount as a function of the quantity: the price if only it were 1."""

    def share(value: Fraction) -> Fraction:
        return rate(charge.model, max(ZERO, value), lambda each: ONE if each is amount else ZERO).amount

    return _function(symbols, charge, quantity, share)


def _function(symbols: Symbols, charge: Charge, quantity: Between, function: Function) -> Between:
    """Return a function of a quantity that bends and jumps only where the curve of the model does."""
    curve = curve_of(charge.model, symbols.bounds(quantity.number)[1])
    if curve is None:
        raise symbols.refuse("its model has neither an exact sum nor bounds")
    if not curve.bends:
        start = function(ZERO)
        return symbols.add(quantity.times(function(ONE) - start), symbols.constant(start))
    if not quantity.exact:
        return _anywhere(symbols, charge, quantity, function)
    lowered_number = symbols.tabulated(quantity.number, function)
    if lowered_number is not None:
        return Between(lowered_number)
    if curve.near is not None:
        symbols.relax(curve.near.reason)
        middle = Between(LoweredNumber(curve.near.start), LoweredNumber(curve.near.off))
        return symbols.added((quantity.times(curve.near.slope), middle))
    if len(curve.bends) > MOST_BENDS:
        return _anywhere(symbols, charge, quantity, function)
    return Between(symbols.bent(quantity.number, function, curve.bends))


def _anywhere(symbols: Symbols, charge: Charge, quantity: Between, function: Function) -> Between:
    """Return the bounds of a function of a quantity; it is never less than 0."""
    ends = symbols.bounds(quantity.number), symbols.bounds(quantity.slack)[1]
    low, high = max(ZERO, ends[0][0] - ends[1]), max(ZERO, ends[0][1] + ends[1])
    curve = curve_of(charge.model, high)
    bends = sorted(bend for bend in (curve.bends if curve is not None else ()) if low < bend < high)
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
    unit_price = charge.model.unit_price
    part, pieces = symbols.prepared.part, charge.counts.times(symbols.prepared.pieces)
    setting = Setting(symbols, figures.value_of, figures.price_of, ZERO_AMOUNT, unit_price, part, pieces)
    tally = SymbolicTally(symbols, setting)
    add_up(tally, Charged(ZERO, model, reserved=reserved).of_pieces(symbols, pieces), modifiers_of(charge))
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
