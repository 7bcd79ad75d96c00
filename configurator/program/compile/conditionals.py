"""Values that depend on a condition: elements of sums that count only where it holds, branches of `if … else`."""

from fractions import Fraction
from itertools import product

from configurator.money import ZERO
from configurator.program.compile.definitions import Definitions, too_many_combinations
from configurator.program.compile.lowered import Joint, LoweredNumber, LoweredWords, ValueWeight, total_of
from configurator.program.intset import IntSet
from configurator.program.limits import GATED_COMBINATIONS, LISTED_WEIGHTS, TABULATED_COMBINATIONS
from configurator.program.logic import TRUE, Logic
from configurator.program.nodes import And, Formula, Literal, Or, Truth, variables_in
from configurator.program.semantics import holds


def gated(number: LoweredNumber, condition: Formula, making: Definitions) -> LoweredNumber:
    """Return a number that is `number` where the condition holds and 0 elsewhere; it is never absent."""
    bare = number.bare()
    if bare == LoweredNumber():
        return bare
    if isinstance(condition, Truth):
        return bare if condition.value else LoweredNumber()
    together = _together(bare, condition, making)
    if together is not None:
        return together
    literal = making.truth_of(condition)
    lowered_numbers: list[LoweredNumber] = []
    rest: list[LoweredNumber] = []
    for part in bare.parts():
        alone = _part(part, literal, making)
        lowered_numbers.append(alone) if alone is not None else rest.append(part)
    if rest:
        lowered_numbers.append(making.chosen(total_of(rest, making.logic), literal))
    return total_of(lowered_numbers, making.logic)


def _together(number: LoweredNumber, condition: Formula, making: Definitions) -> LoweredNumber | None:
    """Tabulate a compound condition and the number at once, where that is small."""
    if isinstance(condition, Literal):
        return None
    variables = tuple(sorted({*number.variables, *variables_in(condition)}))
    if number.variables and making.size(variables) <= GATED_COMBINATIONS:
        return _tabulated(number, condition, variables, making)
    return None


def _part(part: LoweredNumber, literal: Literal, making: Definitions) -> LoweredNumber | None:
    """Gate a number of one constant, weight or joint; None where that takes too many combinations."""
    if not part.variables:
        return _constant(part.constant, literal, making)
    if part.weights:
        (variable, weight) = next(iter(part.weights.items()))
        listed = _weight(variable, weight, literal, making)
        if listed is not None:
            return LoweredNumber(weights={variable: listed})
    seen = seen_from(literal, part.variables, making.logic)
    variables = part.variables if seen is not None else tuple(sorted({*part.variables, literal.variable}))
    growing = seen is None and part.joints
    if making.size(variables) > (GATED_COMBINATIONS if growing else TABULATED_COMBINATIONS):
        return None
    return _tabulated(part, seen or literal, variables, making)


def _constant(amount: Fraction, literal: Literal, making: Definitions) -> LoweredNumber:
    outside = making.logic.domains[literal.variable] - literal.values
    if len(literal.values) <= LISTED_WEIGHTS:
        return LoweredNumber(weights={literal.variable: ValueWeight(listed=dict.fromkeys(literal.values, amount))})
    if len(outside) <= LISTED_WEIGHTS:
        return LoweredNumber(amount, {literal.variable: ValueWeight(listed=dict.fromkeys(outside, -amount))})
    yes = making.truth_variable(literal)
    return LoweredNumber(weights={yes: ValueWeight(amount)})


def _weight(variable: int, weight: ValueWeight, literal: Literal, making: Definitions) -> ValueWeight | None:
    """Gate the contribution of one variable by itself or by its own presence."""
    logic = making.logic
    seen = seen_from(literal, (variable,), logic)
    if not isinstance(seen, Literal):
        return None
    outside = logic.domains[variable] - seen.values
    if len(outside) <= LISTED_WEIGHTS:
        return ValueWeight(weight.slope, {**weight.listed, **dict.fromkeys(outside, ZERO)})
    if len(seen.values) <= LISTED_WEIGHTS:
        return ValueWeight(listed={held: weight.at(held) for held in seen.values})
    return None


def _tabulated(
    number: LoweredNumber, condition: Formula, variables: tuple[int, ...], making: Definitions
) -> LoweredNumber:
    making.look_at(making.size(variables))
    amounts = number.over(variables, making.logic)
    return number_of(variables, masked(amounts, condition, variables, making.logic), making.logic)


def masked(amounts: Joint, condition: Formula, variables: tuple[int, ...], logic: Logic) -> Joint:
    """Return amounts, one for each combination, with 0 wherever the condition does not hold."""
    if condition == TRUE:
        return amounts
    domains = (logic.domains[variable] for variable in variables)
    return tuple(
        amount if holds(condition, dict(zip(variables, held, strict=True))) else ZERO
        for amount, held in zip(amounts, product(*domains), strict=True)
    )


def number_of(variables: tuple[int, ...], amounts: Joint, logic: Logic) -> LoweredNumber:
    """Return the number that has these amounts: a constant, one variable's weights, or a joint."""
    if len(set(amounts)) == 1:
        return LoweredNumber(amounts[0])
    if len(variables) == 1:
        listed = dict(zip(logic.domains[variables[0]], amounts, strict=True))
        return LoweredNumber(weights={variables[0]: ValueWeight(listed=listed)})
    return LoweredNumber(joints={variables: amounts})


def seen_from(formula: Formula, variables: tuple[int, ...], logic: Logic) -> Formula | None:
    """Return the formula over the given variables only, with the presence of one for its count's; else None."""
    match formula:
        case Truth():
            return formula
        case Literal(variable, _):
            return formula if variable in variables else _by_presence(formula, variables, logic)
        case And(parts) | Or(parts):
            seen = [seen_from(part, variables, logic) for part in parts]
            if any(part is None for part in seen):
                return None
            known = [part for part in seen if part is not None]
            return logic.all_of(known) if isinstance(formula, And) else logic.any_of(known)
        case _:
            return formula if set(variables_in(formula)) <= set(variables) else None


def _by_presence(literal: Literal, variables: tuple[int, ...], logic: Logic) -> Formula | None:
    """Express presence, or absence, of a slot by all of the variables that are present with it."""
    listed = [variable for variable in variables if variable in logic.presence]
    twins = [variable for variable in listed if logic.presence[variable].variable == literal.variable]
    absences = {variable: Literal(variable, logic.absence_of(variable)) for variable in twins}
    present = [variable for variable in twins if literal == logic.presence[variable]]
    if present:
        return logic.all_of(logic.negation(absences[variable]) for variable in present)
    absent = [variable for variable in twins if literal == logic.negation(logic.presence[variable])]
    return logic.any_of(absences[variable] for variable in absent) if absent else None


def word_choice(condition: Formula, then: LoweredWords, otherwise: LoweredWords, making: Definitions) -> LoweredWords:
    """Return `then` where the condition holds, else `otherwise`."""
    if isinstance(condition, Truth):
        return then if condition.value else otherwise
    chosen = [words.variable for words in (then, otherwise) if words.variable is not None]
    variables = tuple(sorted({*variables_in(condition), *chosen}))
    size = making.size(variables)
    if size > TABULATED_COMBINATIONS:
        raise too_many_combinations(size)
    making.look_at(size)
    rows = []
    for held in product(*(making.logic.domains[variable] for variable in variables)):
        values = dict(zip(variables, held, strict=True))
        rows.append((held, _word(then if holds(condition, values) else otherwise, values)))
    if len(variables) == 1:
        return LoweredWords(variables[0], {held[0]: word for held, word in rows})
    return _named(variables, rows, making)


def _word(words: LoweredWords, values: dict[int, int]) -> str:
    return words.constant if words.variable is None else words.by_value.get(values[words.variable], "")


def _named(variables: tuple[int, ...], rows: list[tuple[tuple[int, ...], str]], making: Definitions) -> LoweredWords:
    words = list(dict.fromkeys(word for _, word in rows))
    cells = [tuple(IntSet.of((each,)) for each in (*held, words.index(word))) for held, word in rows]
    variable = making.defined(
        (variables, tuple(word for _, word in rows)),
        IntSet.between(0, len(words) - 1),
        lambda made: making.logic.table((*variables, made), cells),
    )
    return LoweredWords(variable, dict(enumerate(words)))
