"""Charges with modifiers, meters or models that are no sums: listed over all that their figures can be."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from fractions import Fraction
from itertools import product
from math import prod

from configurator.canonical_json import exact_text
from configurator.errors import InvalidRequest
from configurator.language.checked import CheckedExpression
from configurator.language.types import BooleanType, NumberType
from configurator.money import ZERO
from configurator.pricing.amounts import Amount, Case
from configurator.pricing.charge import Charge, Given, amount_of
from configurator.pricing.charge_models.matrix import NoRow
from configurator.pricing.limits import MOST_COMBINATIONS, MOST_FIGURES, MOST_SCENARIOS, MOST_VALUES
from configurator.pricing.rule_evaluation import At
from configurator.pricing.symbolic.interval_bounds import EVERYWHERE, Between, Where
from configurator.pricing.symbolic.symbols import Symbols
from configurator.program.compile.conditionals import number_of
from configurator.program.compile.lowered import LoweredNumber, LoweredWords
from configurator.program.intset import IntSet
from configurator.program.logic import FALSE, TRUE
from configurator.program.nodes import Formula


class NoAmount(Exception):
    """No case of an amount that a charge looks up applies, so that the charge falls away."""


@dataclass(frozen=True, slots=True)
class ListedScenario:
    """Where all amounts are known; None represents an amount without an applicable case."""

    where: Where
    amounts: Mapping[Amount, Fraction | None]

    def value_of(self, amount: Amount) -> Fraction:
        value = self.amounts[amount] if amount else ZERO
        if value is None:
            raise NoAmount
        return value


def tabulated(symbols: Symbols, charge: Charge, quantity: Between, at: At, where: Where) -> Between | None:
    """Return the listed amounts of a charge; None if there are too many values, or unknown ones."""
    scenarios = _scenarios(symbols, charge, at)
    attributes = combinations_of(symbols, charge.metering.attributes, at)
    if scenarios is None or attributes is None or len(scenarios) * len(attributes) > MOST_COMBINATIONS:
        return None
    inputs = _inputs(symbols, charge, quantity, at)
    if inputs is None:
        return None
    bounds = []
    for scenario, (attribute, named) in product(scenarios, attributes):
        here = symbols.every(where, scenario.where, Where.exactly(named))
        if here.perhaps == FALSE:
            continue
        listed = _listed(symbols, inputs, _pricing(symbols, charge, scenario, attribute))
        if listed is None:
            return None
        bounds.append(symbols.gated(Between(listed), here))
    return symbols.added(bounds)


def _pricing(
    symbols: Symbols, charge: Charge, scenario: ListedScenario, attributes: tuple[str, ...]
) -> Callable[[Mapping[str, Fraction]], Fraction]:
    prepared, metering = symbols.prepared, charge.metering
    readings = prepared.series.get(metering.series, ())
    peaks = prepared.series.get(metering.treatments.peaks, ())

    def price(values: Mapping[str, Fraction]) -> Fraction:
        value = None if charge.quantity is None else values[QUANTITY]
        units = {unit: max(ZERO, values[f"{UNIT}{unit}"]) for unit in metering.units}
        number = None if metering.number is None else max(ZERO, values[NUMBER])
        times, at_once = charge.counts.times(prepared.pieces), charge.counts.at_once(prepared.pieces)
        given = Given(value, readings, units, attributes, number, peaks, prepared.part, times)
        given = replace(given.together(at_once), quantity=value)
        try:
            return amount_of(charge, given, scenario.value_of, symbols.landed)
        except (NoAmount, NoRow):
            return ZERO
        except InvalidRequest as error:
            raise symbols.refuse(str(error)) from None

    return price


# ── inputs of a listed charge ────────────────────────────────────────────────────────────────────────────────────────

QUANTITY, NUMBER, UNIT = "quantity", "number", "unit "


def _inputs(symbols: Symbols, charge: Charge, quantity: Between, at: At) -> dict[str, LoweredNumber] | None:
    """Return the numbers that a charge is priced by; None where one is known within bounds only."""
    metering = charge.metering
    bounds = {} if charge.quantity is None else {QUANTITY: quantity}
    if metering.number is not None:
        bounds[NUMBER] = symbols.number(metering.number, at)[0]
    bounds |= {f"{UNIT}{unit}": symbols.number(each, at)[0] for unit, each in metering.units.items()}
    if not all(each.exact for each in bounds.values()):
        return None
    return {name: symbols.making.sum_of(each.number) for name, each in bounds.items()}


def _listed(
    symbols: Symbols, inputs: Mapping[str, LoweredNumber], price: Callable[[Mapping[str, Fraction]], Fraction]
) -> LoweredNumber | None:
    """Return a price listed over all values of its inputs; None where they are too many."""
    variables = tuple(sorted({variable for each in inputs.values() for variable in each.variables}))
    if symbols.making.size(variables) > MOST_VALUES:
        return None
    columns = [each.over(variables, symbols.logic) for each in inputs.values()]
    rows = zip(*columns, strict=True) if columns else [()]
    known: dict[tuple[Fraction, ...], Fraction] = {}
    amounts = []
    for row in rows:
        if row not in known:
            known[row] = price(dict(zip(inputs, row, strict=True)))
        amounts.append(known[row])
    return number_of(variables, tuple(amounts), symbols.logic) if variables else LoweredNumber(amounts[0])


def _scenarios(symbols: Symbols, charge: Charge, at: At) -> list[ListedScenario] | None:
    """Return every combination of amounts with where it applies; None where they are too many."""
    parts = (charge.model, charge.metering, charge.modifiers)
    choices: list[list[tuple[Amount, Where, Fraction | None]]] = []
    for amount in dict.fromkeys(amount for part in parts for amount in amounts_in(part)):
        figures = _figures(symbols, amount, at)
        if figures is None:
            return None
        choices.append([(amount, where, figure) for where, figure in figures])
    if prod(map(len, choices)) > MOST_SCENARIOS:
        return None
    every = (
        ListedScenario(
            symbols.every(EVERYWHERE, *(where for _, where, _ in chosen)),
            {amount: figure for amount, _, figure in chosen},
        )
        for chosen in product(*choices)
    )
    return [scenario for scenario in every if scenario.where.perhaps != FALSE]


def _figures(symbols: Symbols, amount: Amount, at: At) -> list[tuple[Where, Fraction | None]] | None:
    """Return the possible values of an amount, each with its condition; None if unknown."""
    results: list[tuple[Where, Fraction | None]] = []
    for case in symbols.cases(amount, at):
        number = case.value.number
        if not case.value.exact or len(number.variables) > 1 or symbols.making.size(number.variables) > MOST_FIGURES:
            return None
        if not number.variables:
            results.append((case.where, number.constant))
            continue
        (variable,) = number.variables
        weight = number.weights[variable]
        for held in symbols.logic.domains[variable]:
            here = Where.exactly(symbols.logic.literal(variable, IntSet.of((held,))))
            results.append((symbols.every(case.where, here), number.constant + weight.at(held)))
    missing = symbols.opposite(symbols.covered(amount, at))
    return [*results, (missing, None)] if missing.perhaps != FALSE else results


def amounts_in(part: object) -> Iterator[Amount]:
    """Yield every amount inside a charge model, its metering or its modifiers."""
    if isinstance(part, tuple):
        if part and isinstance(part[0], Case):
            yield part
        else:
            for each in part:
                yield from amounts_in(each)
    elif isinstance(part, Mapping):
        for each in part.values():
            yield from amounts_in(each)
    elif is_dataclass(part) and not isinstance(part, CheckedExpression):
        for each in fields(part):
            yield from amounts_in(getattr(part, each.name))


# ── attributes ───────────────────────────────────────────────────────────────────────────────────────────────────────


def combinations_of(
    symbols: Symbols, attributes: Sequence[CheckedExpression], at: At
) -> list[tuple[tuple[str, ...], Formula]] | None:
    """Return every combination of attributes with where it holds; None where they are too many, or not known."""
    axes = [_axis(symbols, each, at) for each in attributes]
    known = [axis for axis in axes if axis is not None]
    if len(known) < len(axes) or prod(map(len, known)) > MOST_COMBINATIONS:
        return None
    return [
        (tuple(value for value, _ in combination), symbols.logic.all_of(holds for _, holds in combination))
        for combination in product(*known)
    ]


def _axis(symbols: Symbols, expression: CheckedExpression, at: At) -> list[tuple[str, Formula]] | None:
    """Return every value that an attribute can have, as tables hold it, with where it has it."""
    if isinstance(expression.type, BooleanType):
        truth = symbols.truth(expression, at)
        if truth is None:
            return None
        holds, fails, absent = truth
        return [("true", holds), ("false", fails), *([] if absent == FALSE else [("", absent)])]
    if isinstance(expression.type, NumberType):
        return _numbers(symbols, expression, at)
    words = symbols.words(expression, at)
    present = symbols.logic.negation(words.absent)
    named = (words.constant,) if words.variable is None else dict.fromkeys(words.by_value.values())
    results = [(word, symbols.logic.all_of((present, is_word(symbols, words, word)))) for word in named]
    return results if words.absent == FALSE else [*results, ("", words.absent)]


def _numbers(symbols: Symbols, expression: CheckedExpression, at: At) -> list[tuple[str, Formula]] | None:
    number, present = symbols.number(expression, at)
    one = symbols.making.sum_of(number.number)
    if not number.exact or not present.exact or symbols.making.size(one.variables) > MOST_COMBINATIONS:
        return None
    absent = symbols.logic.negation(present.surely)
    results: list[tuple[str, Formula]] = [] if absent == FALSE else [("", absent)]
    if not one.variables:
        return [*results, (exact_text(one.constant), present.surely)]
    (variable,) = one.variables
    by_text: dict[str, list[int]] = {}
    for held in symbols.logic.domains[variable]:
        by_text.setdefault(exact_text(one.constant + one.weights[variable].at(held)), []).append(held)
    for text, values in by_text.items():
        here = symbols.logic.literal(variable, IntSet.of(values))
        results.append((text, symbols.logic.all_of((present.surely, here))))
    return results


def is_word(symbols: Symbols, words: LoweredWords, word: str) -> Formula:
    """Return where an option or a text is this one."""
    if words.variable is None:
        return TRUE if words.constant == word else FALSE
    return symbols.logic.literal(words.variable, words.having(word))
