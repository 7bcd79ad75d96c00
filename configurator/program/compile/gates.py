"""Numbers that count only where a condition holds: elements of sums, branches of `if … else`."""

from fractions import Fraction
from itertools import product

from configurator.money import ZERO
from configurator.program.compile.definitions import COMBINATIONS, Definitions
from configurator.program.compile.values import Joint, Number, Weight, total_of
from configurator.program.evaluate import holds
from configurator.program.logic import TRUE, Logic
from configurator.program.nodes import And, Formula, Literal, Or, Truth, variables_in

LISTED = 1_024
"""Up to how many values one variable's weights may list."""
DIRECT = 256
"""Up to how many combinations a condition and a number are tabulated together rather than by a truth variable."""


def gated(number: Number, condition: Formula, making: Definitions) -> Number:
    """Return a number that is `number` where the condition holds and 0 elsewhere; it is never absent."""
    bare = number.bare()
    if bare == Number():
        return bare
    if isinstance(condition, Truth):
        return bare if condition.value else Number()
    together = _together(bare, condition, making)
    if together is not None:
        return together
    literal = making.truth_of(condition)
    found: list[Number] = []
    rest: list[Number] = []
    for part in bare.parts():
        alone = _part(part, literal, making)
        found.append(alone) if alone is not None else rest.append(part)
    if rest:
        found.append(making.chosen(total_of(rest, making.logic), literal))
    return total_of(found, making.logic)


def _together(number: Number, condition: Formula, making: Definitions) -> Number | None:
    """Tabulate a compound condition and the number at once, where that is small."""
    if isinstance(condition, Literal):
        return None
    variables = tuple(sorted({*number.variables, *variables_in(condition)}))
    if number.variables and making.size(variables) <= DIRECT:
        return _tabulated(number, condition, variables, making)
    return None


def _part(part: Number, literal: Literal, making: Definitions) -> Number | None:
    """Gate a number of one constant, weight or joint; None where that takes too many combinations."""
    if not part.variables:
        return _constant(part.constant, literal, making)
    if part.weights:
        (variable, weight) = next(iter(part.weights.items()))
        listed = _weight(variable, weight, literal, making)
        if listed is not None:
            return Number(weights={variable: listed})
    seen = seen_from(literal, part.variables, making.logic)
    variables = part.variables if seen is not None else tuple(sorted({*part.variables, literal.variable}))
    if making.size(variables) > COMBINATIONS:
        return None
    return _tabulated(part, seen or literal, variables, making)


def _constant(amount: Fraction, literal: Literal, making: Definitions) -> Number:
    outside = making.logic.domains[literal.variable] - literal.values
    if len(literal.values) <= LISTED:
        return Number(weights={literal.variable: Weight(listed=dict.fromkeys(literal.values, amount))})
    if len(outside) <= LISTED:
        return Number(amount, {literal.variable: Weight(listed=dict.fromkeys(outside, -amount))})
    yes = making.truth_variable(literal)
    return Number(weights={yes: Weight(amount)})


def _weight(variable: int, weight: Weight, literal: Literal, making: Definitions) -> Weight | None:
    """Gate what one variable adds by itself or by its own presence."""
    logic = making.logic
    seen = seen_from(literal, (variable,), logic)
    if not isinstance(seen, Literal):
        return None
    outside = logic.domains[variable] - seen.values
    if len(outside) <= LISTED:
        return Weight(weight.slope, {**weight.listed, **dict.fromkeys(outside, ZERO)})
    if len(seen.values) <= LISTED:
        return Weight(listed={held: weight.at(held) for held in seen.values})
    return None


def _tabulated(number: Number, condition: Formula, variables: tuple[int, ...], making: Definitions) -> Number:
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


def number_of(variables: tuple[int, ...], amounts: Joint, logic: Logic) -> Number:
    """Return the number that has these amounts: a constant, one variable's weights, or a joint."""
    if len(set(amounts)) == 1:
        return Number(amounts[0])
    if len(variables) == 1:
        listed = dict(zip(logic.domains[variables[0]], amounts, strict=True))
        return Number(weights={variables[0]: Weight(listed=listed)})
    return Number(joints={variables: amounts})


def seen_from(formula: Formula, variables: tuple[int, ...], logic: Logic) -> Formula | None:
    """Return the formula said by the given variables only, the presence of one standing for its count's; else None."""
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
    """Say presence, or absence, of a slot by all of the variables that are present with it."""
    listed = [variable for variable in variables if variable in logic.presence]
    twins = [variable for variable in listed if logic.presence[variable].variable == literal.variable]
    absences = {variable: Literal(variable, logic.absence_of(variable)) for variable in twins}
    present = [variable for variable in twins if literal == logic.presence[variable]]
    if present:
        return logic.all_of(logic.negation(absences[variable]) for variable in present)
    absent = [variable for variable in twins if literal == logic.negation(logic.presence[variable])]
    return logic.any_of(absences[variable] for variable in absent) if absent else None
