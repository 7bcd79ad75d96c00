"""List prices and charges of every configuration at once."""

from collections.abc import Iterator
from fractions import Fraction

from configurator.catalog.model import NumericDomain
from configurator.language.tree import ComparisonOperator
from configurator.pricing import tags
from configurator.pricing.amounts import NO_AMOUNT, Amount
from configurator.pricing.asking import At
from configurator.pricing.charge_models import Flat, Graduated, Matrix, Package, PerUnit, Stairstep, Tier, Volume, rate
from configurator.pricing.model import Charge, ListPrice, Sales
from configurator.pricing.objective.lines import SymbolicLine
from configurator.pricing.objective.symbols import ZERO, Symbols
from configurator.pricing.objective.tabulated import is_plain, is_word, looked_up, tabulated
from configurator.pricing.prepare import Listed
from configurator.program.compile import CountSlot, FeatureSlot
from configurator.program.compile.comparisons import compared_with_zero
from configurator.program.compile.encoding import number_scale
from configurator.program.compile.places import bindings
from configurator.program.compile.values import Number, Weight
from configurator.program.intset import IntSet
from configurator.program.logic import FALSE, TRUE
from configurator.program.nodes import Formula

ONE = Fraction(1)


# ── list prices ──────────────────────────────────────────────────────────────────────────────────────────────────────


def list_lines(symbols: Symbols) -> Iterator[SymbolicLine]:
    """Yield the lines of everything that can be sold at a list price."""
    if symbols.prepared.book.prices.sales is Sales.BILL:
        yield from _parts(symbols)
        return
    for slot in symbols.encoding.slots:
        key = ".".join(slot.id_path)
        if isinstance(slot, FeatureSlot) and not isinstance(slot.feature.domain, NumericDomain):
            yield from _options(symbols, slot, key)
        elif (key, None) in symbols.prepared.listed:
            listed = symbols.prepared.listed[key, None]
            for price in listed.prices:
                yield _quantity(symbols, listed, price, slot)


def _options(symbols: Symbols, slot: FeatureSlot, key: str) -> Iterator[SymbolicLine]:
    for held in slot.values:
        value = slot.value(held)
        listed = symbols.prepared.listed.get((key, value)) if isinstance(value, str | bool) else None
        for price in listed.prices if listed is not None else ():
            yield _option(symbols, listed, price, slot, held)  # type: ignore[arg-type]  # it is not None here


def _option(symbols: Symbols, listed: Listed, price: ListPrice, slot: FeatureSlot, held: int) -> SymbolicLine:
    symbols.begin(f"prices.{price.item}", price.place)
    at, chosen = bindings(slot.instance), symbols.having(slot.variable, held)
    one = Number(weights={slot.variable: Weight(listed={held: ONE})})
    counted = _counted(symbols, slot)
    fixed = _fixed(price) if counted is None else None
    if fixed is not None:
        return _listed(symbols, listed, price, slot, one.times(fixed), f"{slot.path}.{held}", chosen, fixed)
    if counted is None:
        cases = symbols.cases(price.amount, at)
        sold = symbols.logic.all_of((chosen, symbols.logic.any_of(case.where for case in cases)))
        number = symbols.priced(one, price.amount, at, chosen)
        return _listed(symbols, listed, price, slot, number, f"{slot.path}.{held}", sold)
    where = symbols.logic.all_of((chosen, counted[1]))
    number = symbols.priced(symbols.gated(counted[0], where), price.amount, at, where)
    return _listed(symbols, listed, price, slot, number, f"{slot.path}.{held}")


def _quantity(symbols: Symbols, listed: Listed, price: ListPrice, slot: FeatureSlot | CountSlot) -> SymbolicLine:
    symbols.begin(f"prices.{price.item}", price.place)
    at = bindings(slot.instance)
    if isinstance(slot, FeatureSlot) and isinstance(slot.feature.domain, NumericDomain):
        first, step = number_scale(slot.feature.domain)
        where = symbols.logic.literal(slot.variable, slot.values)
        quantity = symbols.gated(Number(first, {slot.variable: Weight(step)}), where)
    else:
        where = symbols.logic.literal(slot.variable, slot.domain - IntSet.of((0,)))
        quantity = Number(weights={slot.variable: Weight(ONE)})
    counted = _counted(symbols, slot)
    if counted is not None:
        where = symbols.logic.all_of((where, counted[1]))
        quantity = symbols.gated(symbols.times(quantity, counted[0]), where)
    fixed = _fixed(price)
    number = symbols.priced(quantity, price.amount, at, where) if fixed is None else quantity.times(fixed)
    return _listed(symbols, listed, price, slot, number, slot.path)


def _counted(symbols: Symbols, slot: FeatureSlot | CountSlot) -> tuple[Number, Formula] | None:
    """Return how many are sold of what a slot has, where the book says so."""
    expression = symbols.prepared.book.prices.quantities.get(".".join(slot.id_path))
    return None if expression is None else symbols.number(expression, bindings(slot.instance))


def _listed(
    symbols: Symbols,
    listed: Listed,
    price: ListPrice,
    slot: FeatureSlot | CountSlot,
    number: Number,
    part: str,
    sold: Formula | None = None,
    amount: Fraction | None = None,
) -> SymbolicLine:
    number, slack = symbols.rounded(number)
    found = listed.tags | tags.of_cadence(price.cadence)
    return SymbolicLine(
        symbols.rule, price.place, price.cadence, found, number, slot.path, sold, amount, part, slack=slack
    )


def _fixed(price: ListPrice) -> Fraction | None:
    """Return the figure of a price that always applies; its cases are those in force."""
    case = price.amount[0]
    return case.value if case.when is None and isinstance(case.value, Fraction) else None


# ── the bill of materials ────────────────────────────────────────────────────────────────────────────────────────────


def _parts(symbols: Symbols) -> Iterator[SymbolicLine]:
    for line in symbols.prepared.catalog.bill:
        for slot, at, present in symbols.instances_of(line.each):
            symbols.begin(f"bill_of_materials.{line.id}", line.place)
            words = symbols.words(line.part, at)
            quantity, counted = symbols.number(line.quantity, at)
            here = (present, symbols.holds(line.when, at, present), counted, symbols.logic.negation(words.absent))
            where = symbols.logic.all_of(here)
            path = f"{slot}.{line.id}" if slot else line.id
            for word in dict.fromkeys((*words.by_value.values(), words.constant)):
                listed = symbols.prepared.parts.get(word)
                named = symbols.logic.all_of((where, is_word(symbols, words, word)))
                for price in listed.prices if listed is not None else ():
                    symbols.begin(f"prices.{price.item}", price.place)
                    number, slack = symbols.rounded(symbols.priced(quantity, price.amount, bindings(""), named))
                    found = (listed.tags if listed else frozenset()) | tags.of_cadence(price.cadence)
                    yield SymbolicLine(
                        symbols.rule, price.place, price.cadence, found, number, path, part=path, slack=slack
                    )


# ── charges ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def charge_lines(symbols: Symbols) -> Iterator[SymbolicLine]:
    """Yield the line of every charge in every slot that it is repeated for."""
    for charge in symbols.prepared.charges:
        for slot, at, present in symbols.instances_of(charge.each):
            symbols.begin(f"charges.{charge.id}", charge.place)
            yield _charge(symbols, charge, slot, at, present)


def _charge(symbols: Symbols, charge: Charge, slot: str, at: At, present: Formula) -> SymbolicLine:
    where = symbols.logic.all_of((present, symbols.holds(charge.when, at, present)))
    quantity, sold = Number(ONE), None
    if charge.quantity is not None:
        counted, there = symbols.number(charge.quantity, at)
        quantity = counted.times(1 / charge.per.factor)
        where = symbols.logic.all_of((where, there))
        if symbols.bounds(quantity)[0] < 0:
            enough = compared_with_zero(quantity, ComparisonOperator.AT_LEAST, symbols.making)
            where = symbols.logic.all_of((where, enough))
    elif isinstance(charge.model, Flat):
        cases = symbols.cases(charge.model.amount, at)
        sold = symbols.logic.all_of((where, symbols.logic.any_of(case.where for case in cases)))
    if is_plain(charge):
        number, slack = symbols.rounded(_rated(symbols, charge, quantity, at, where))
    elif where == FALSE:
        number, slack = Number(), ZERO
    elif isinstance(charge.model, Matrix):
        number, slack = symbols.rounded(looked_up(symbols, charge, charge.model, quantity, at, where))
    else:
        number, slack = symbols.gated(tabulated(symbols, charge, quantity, at), where), ZERO
    rule, place = symbols.rule, charge.place
    return SymbolicLine(rule, place, charge.cadence, charge.tags, number, slot, sold, part=rule, slack=slack)


def _rated(symbols: Symbols, charge: Charge, quantity: Number, at: At, where: Formula) -> Number:
    match charge.model:
        case Flat(amount):
            return symbols.priced(Number(ONE), amount, at, where)
        case PerUnit(price):
            return symbols.priced(quantity, price, at, where)
        case Package(price):
            return symbols.priced(_share(symbols, charge, price, quantity), price, at, where)
        case Graduated(tiers) | Volume(tiers) | Stairstep(tiers):
            amounts = [amount for tier in tiers for amount in _certain(symbols, tier, at)]
            shares = [(_share(symbols, charge, amount, quantity), amount) for amount in amounts]
            return symbols.added(symbols.priced(share, amount, at, where) for share, amount in shares)
        case _:
            raise symbols.refuse("its model has no exact sum")


def _certain(symbols: Symbols, tier: Tier, at: At) -> list[Amount]:
    """Return the amounts of a tier; each must have a case that always applies, or the charge might fall away."""
    amounts = [amount for amount in (tier.price, tier.flat) if amount != NO_AMOUNT]
    for amount in amounts:
        covered = symbols.logic.any_of(case.where for case in symbols.cases(amount, at))
        if covered != TRUE:
            raise symbols.refuse("a tier has a price only under a condition")
    return amounts


def _share(symbols: Symbols, charge: Charge, amount: Amount, quantity: Number) -> Number:
    """Return how often an amount counts, as a function of the quantity: what the model costs if only it were 1."""

    def share(value: Fraction) -> Fraction:
        return rate(charge.model, value, lambda each: ONE if each is amount else ZERO).amount if value > 0 else at_zero

    at_zero = rate(charge.model, ZERO, lambda each: ONE if each is amount else ZERO).amount
    return symbols.function_of(quantity, share)
