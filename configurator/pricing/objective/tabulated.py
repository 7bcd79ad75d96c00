"""Charges with modifiers, meters or models that are no sums: tabulated over the values that their quantity can have."""

from fractions import Fraction
from itertools import product
from math import prod

from configurator.errors import InvalidRequest
from configurator.language.checked import CheckedExpression
from configurator.language.types import BooleanType, NumberType
from configurator.pricing.amounts import Amount
from configurator.pricing.asking import At
from configurator.pricing.charge import NO_METERING, Charge, Given, Metering, amount_of
from configurator.pricing.charge_models import Flat, Graduated, Matrix, Package, PerUnit, Stairstep, Volume
from configurator.pricing.charge_models.matrix import row_of
from configurator.pricing.modifiers import Due
from configurator.pricing.objective.symbols import ZERO, Symbols
from configurator.program.compile.values import Number, Words
from configurator.program.logic import FALSE, TRUE
from configurator.program.nodes import Formula


def is_plain(charge: Charge) -> bool:
    """Whether a charge is a sum of its amounts, each as often as its quantity says."""
    if charge.metering != NO_METERING or charge.modifiers or charge.due is not Due.ALWAYS:
        return False
    tiers = charge.model.tiers if isinstance(charge.model, Graduated | Volume | Stairstep) else ()
    return isinstance(charge.model, Flat | PerUnit | Package | Graduated | Volume | Stairstep) and not any(
        tier.cap for tier in tiers
    )


def tabulated(symbols: Symbols, charge: Charge, quantity: Number, at: At) -> Number:
    """Return what a charge comes to as a function of its quantity; its amounts must not depend on the configuration."""
    prepared, metering = symbols.prepared, charge.metering
    if not prepared.part.bills(charge.due):
        return Number()
    if metering.attributes or metering.units:
        raise symbols.refuse("it looks up several values of the configuration")
    known: dict[int, Fraction] = {}

    def value_of(amount: Amount) -> Fraction:
        if amount and id(amount) not in known:
            known[id(amount)] = _fixed(symbols, amount, at)
        return known[id(amount)] if amount else ZERO

    number = None if metering.number is None else _counted(symbols, metering.number, at)
    readings = prepared.series.get(metering.series, ())
    peaks = prepared.series.get(metering.treatments.peaks, ())

    def price(value: Fraction) -> Fraction:
        asked = None if charge.quantity is None else value
        given = Given(asked, readings, number=number, peaks=peaks, part=prepared.part)
        try:
            return amount_of(charge, given, value_of, symbols.landed)
        except InvalidRequest as error:
            raise symbols.refuse(str(error)) from None

    return symbols.function_of(quantity, price)


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────


MOST_COMBINATIONS = 2_000
"""Of how many combinations of attributes the prices are written down one by one."""


def looked_up(symbols: Symbols, charge: Charge, model: Matrix, quantity: Number, at: At, where: Formula) -> Number:
    """Return the price that a table has for each combination of attributes, where they hold, times the quantity."""
    metering = charge.metering
    if charge.modifiers or metering != Metering(attributes=metering.attributes):
        raise symbols.refuse("its table goes with modifiers or treatments")
    axes = [_axis(symbols, each, at) for each in metering.attributes]
    if prod(map(len, axes)) > MOST_COMBINATIONS:
        raise symbols.refuse(f"its table has more than {MOST_COMBINATIONS:,} combinations")
    found = []
    for combination in product(*axes):
        row = row_of(model, tuple(value for value, _ in combination))
        if row is not None:
            here = symbols.logic.all_of((where, *(holds for _, holds in combination)))
            found.append(symbols.priced(quantity, row.price, at, here))
    return symbols.added(found)


def _axis(symbols: Symbols, expression: CheckedExpression, at: At) -> list[tuple[str, Formula]]:
    """Return every value that an attribute can have, with where it has it."""
    if isinstance(expression.type, BooleanType):
        holds, fails, absent = symbols.truth(expression, at)
        return [("true", holds), ("false", fails), *([] if absent == FALSE else [("", absent)])]
    if isinstance(expression.type, NumberType):
        raise symbols.refuse(f"`{expression.text}` is a number, and its table is looked up by it")
    words = symbols.words(expression, at)
    present = symbols.logic.negation(words.absent)
    named = (words.constant,) if words.variable is None else dict.fromkeys(words.by_value.values())
    found = [(word, symbols.logic.all_of((present, is_word(symbols, words, word)))) for word in named]
    return found if words.absent == FALSE else [*found, ("", words.absent)]


def is_word(symbols: Symbols, words: Words, word: str) -> Formula:
    """Return where an option or a text is this one."""
    return TRUE if words.variable is None else symbols.logic.literal(words.variable, words.having(word))


def _counted(symbols: Symbols, expression: CheckedExpression, at: At) -> Fraction:
    found, present = symbols.number(expression, at)
    if found.variables or present != TRUE:
        raise symbols.refuse(f"`{expression.text}` depends on the configuration")
    return max(ZERO, found.constant)


def _fixed(symbols: Symbols, amount: Amount, at: At) -> Fraction:
    """Return an amount that is the same in every configuration."""
    cases = symbols.cases(amount, at)
    if len(cases) != 1 or cases[0].where != TRUE or cases[0].value.variables:
        raise symbols.refuse("its amounts depend on the configuration")
    return cases[0].value.constant
