"""List prices of every configuration at once."""

from collections.abc import Iterator
from fractions import Fraction

from configurator.catalog.model import NumericDomain
from configurator.money import ONE
from configurator.pricing import tags
from configurator.pricing.model import ListPrice, Sales
from configurator.pricing.objective.between import Between, Where
from configurator.pricing.objective.lines import SymbolicLine
from configurator.pricing.objective.symbols import Symbols
from configurator.pricing.objective.tabulated import is_word
from configurator.pricing.prepare import Listed
from configurator.program.compile import CountSlot, FeatureSlot
from configurator.program.compile.catalog_encoding import number_scale
from configurator.program.compile.lowered import LoweredNumber, ValueWeight
from configurator.program.compile.program_draft import bindings
from configurator.program.intset import IntSet

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
    symbols.begin(f"prices.{price.item}", price.location)
    at, chosen = bindings(slot.instance), Where.exactly(symbols.having(slot.variable, held))
    one = Between(LoweredNumber(weights={slot.variable: ValueWeight(listed={held: ONE})}))
    counted = _counted(symbols, slot)
    fixed = _fixed(price) if counted is None else None
    if fixed is not None:
        return _listed(symbols, listed, price, slot, one.times(fixed), chosen, part=f"{slot.path}.{held}", amount=fixed)
    if counted is None:
        sold = symbols.every(chosen, symbols.covered(price.amount, at))
        worth = symbols.priced(one, price.amount, at, chosen)
        return _listed(symbols, listed, price, slot, worth, sold, part=f"{slot.path}.{held}")
    where = symbols.every(chosen, counted[1])
    worth = symbols.priced(symbols.gated(counted[0], where), price.amount, at, where)
    sold = symbols.every(where, symbols.covered(price.amount, at))
    return _listed(symbols, listed, price, slot, worth, sold, part=f"{slot.path}.{held}", counted=counted[0])


def _quantity(symbols: Symbols, listed: Listed, price: ListPrice, slot: FeatureSlot | CountSlot) -> SymbolicLine:
    symbols.begin(f"prices.{price.item}", price.location)
    at = bindings(slot.instance)
    if isinstance(slot, FeatureSlot) and isinstance(slot.feature.domain, NumericDomain):
        first, step = number_scale(slot.feature.domain)
        where = Where.exactly(symbols.logic.literal(slot.variable, slot.values))
        quantity = symbols.gated(Between(LoweredNumber(first, {slot.variable: ValueWeight(step)})), where)
    else:
        where = Where.exactly(symbols.logic.literal(slot.variable, slot.domain - IntSet.of((0,))))
        quantity = Between(LoweredNumber(weights={slot.variable: ValueWeight(ONE)}))
    counted = _counted(symbols, slot)
    if counted is not None:
        where = symbols.every(where, counted[1])
        quantity = symbols.gated(symbols.times(quantity, counted[0]), where)
    fixed = _fixed(price)
    worth = symbols.priced(quantity, price.amount, at, where) if fixed is None else quantity.times(fixed)
    sold = where if fixed is not None else symbols.every(where, symbols.covered(price.amount, at))
    return _listed(symbols, listed, price, slot, worth, sold, part=slot.path, counted=quantity)


def _counted(symbols: Symbols, slot: FeatureSlot | CountSlot) -> tuple[Between, Where] | None:
    """Return how many are sold of what a slot has, where the book says so."""
    expression = symbols.prepared.book.prices.quantities.get(".".join(slot.id_path))
    return None if expression is None else symbols.number(expression, bindings(slot.instance))


def _listed(
    symbols: Symbols,
    listed: Listed,
    price: ListPrice,
    slot: FeatureSlot | CountSlot,
    worth: Between,
    sold: Where,
    *,
    part: str,
    counted: Between | None = None,
    amount: Fraction | None = None,
) -> SymbolicLine:
    found, worth = listed.tags | tags.of_cadence(price.cadence), symbols.rounded(worth)
    return SymbolicLine(
        symbols.rule, price.location, price.cadence, found, worth, sold, slot.path, counted, amount, part
    )  # fmt: skip


def _fixed(price: ListPrice) -> Fraction | None:
    """Return the figure of a price that always applies; its cases are those in force."""
    case = price.amount[0]
    return case.value if case.when is None and isinstance(case.value, Fraction) else None


# ── the bill of materials ────────────────────────────────────────────────────────────────────────────────────────────


def _parts(symbols: Symbols) -> Iterator[SymbolicLine]:
    for line in symbols.prepared.catalog.bill:
        for slot, at, present in symbols.instances_of(line.each):
            symbols.begin(f"bill_of_materials.{line.id}", line.location)
            words = symbols.words(line.part, at)
            quantity, counted = symbols.number(line.quantity, at)
            named = Where.exactly(symbols.logic.all_of((present, symbols.logic.negation(words.absent))))
            where = symbols.every(named, symbols.holds(line.when, at, present), counted)
            path = f"{slot}.{line.id}" if slot else line.id
            for word in dict.fromkeys((*words.by_value.values(), words.constant)):
                listed = symbols.prepared.parts.get(word)
                here = symbols.every(where, Where.exactly(is_word(symbols, words, word)))
                for price in listed.prices if listed is not None else ():
                    symbols.begin(f"prices.{price.item}", price.location)
                    worth = symbols.rounded(symbols.priced(quantity, price.amount, bindings(""), here))
                    found = (listed.tags if listed else frozenset()) | tags.of_cadence(price.cadence)
                    sold = symbols.every(here, symbols.covered(price.amount, bindings("")))
                    yield SymbolicLine(
                        symbols.rule, price.location, price.cadence, found, worth, sold, path, quantity, None, path
                    )  # fmt: skip
