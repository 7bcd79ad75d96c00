"""The inputs of a charge from a configuration and its parameters: quantities, readings, attributes, amounts."""

from fractions import Fraction

from configurator.canonical_json import exact_text
from configurator.catalog.model import ALWAYS
from configurator.language.checked import CheckedExpression, World
from configurator.language.evaluate import evaluate
from configurator.money import ZERO
from configurator.pricing.amounts import Amount, Case
from configurator.pricing.asking import At, Resolved, Unresolved, number, resolve
from configurator.pricing.charge import NO_METERING, Charge, Given
from configurator.pricing.lines import Considered, Outcome
from configurator.pricing.prepare import Prepared


class NoCase(Exception):
    """No case of an amount that a charge needs applies."""

    def __init__(self, why: Unresolved) -> None:
        super().__init__(why)
        self.why = why


class Values:
    """The amounts of a charge that apply now, each evaluated once. `used` are the applied cases."""

    def __init__(self, prepared: Prepared, world: World, at: At, rule: str, instance: str) -> None:
        self.on, self.world, self.at, self.rule, self.instance = prepared.on, world, at, rule, instance
        self.used: list[Case] = []
        self.passed: list[Considered] = []
        self._found: dict[Amount, Fraction] = {}

    def single(self, charge: Charge) -> Case | None:
        """Return the case that gave the only amount of a charge's model, if there was only one."""
        metering, terms = charge.metering, charge.metering.treatments
        if metering is NO_METERING:
            return self.used[0] if len(self.used) == 1 else None
        treating = (terms.free, terms.reserved, terms.reserved_price, terms.ratchet)
        others = {case for amount in (*treating, metering.before_quantity, metering.before_amount) for case in amount}
        cases = [case for case in self.used if case not in others]
        return cases[0] if len(cases) == 1 else None

    def __call__(self, amount: Amount) -> Fraction:
        if not amount:
            return ZERO
        known = self._found.get(amount)
        return self._resolved(amount) if known is None else known

    def _resolved(self, amount: Amount) -> Fraction:
        first = amount[0]
        if first.when is None and first.interval is ALWAYS and isinstance(first.value, Fraction):
            self.used.append(first)
            self._found[amount] = first.value
            return first.value
        result = resolve(amount, self.on, self.world, self.at)
        if not isinstance(result, Resolved):
            raise NoCase(result)
        for case in result.passed:
            condition = case.when.text if case.when else ""
            self.passed.append(
                Considered(self.rule, case.location, Outcome.CASE_PASSED_OVER, self.instance, condition, case.interval)
            )
        self.used.append(result.case)
        self._found[amount] = result.value
        return result.value


def given_to(
    prepared: Prepared, world: World, charge: Charge, at: At, rule: str, trace: list[Considered]
) -> Given | None:
    """Return the usage of a charge; None if a quantity is absent or negative, which is recorded in the trace."""
    metering, part = charge.metering, prepared.part
    quantity = None if charge.quantity is None else _quantity(world, charge, charge.quantity, at, rule, trace)
    if charge.quantity is not None and quantity is None:
        return None
    if metering is NO_METERING:
        return Given(quantity, part=part)
    series = prepared.series
    units = {unit: _counted(world, expression, at) for unit, expression in metering.units.items()}
    return Given(
        quantity,
        series.get(metering.series, ()),
        units,
        tuple(_attribute(world, expression, at) for expression in metering.attributes),
        None if metering.number is None else _counted(world, metering.number, at),
        series.get(metering.treatments.peaks, ()),
        part,
    )


def _quantity(
    world: World, charge: Charge, expression: CheckedExpression, at: At, rule: str, trace: list[Considered]
) -> Fraction | None:
    result = number(expression, world, at)
    if not isinstance(result, Fraction):
        outcome = Outcome.ABSENT
    elif result.numerator < 0:
        outcome = Outcome.NEGATIVE_QUANTITY
    else:
        return charge.per.from_base(result)
    trace.append(Considered(rule, expression.location, outcome, at[charge.each], expression.text))
    return None


def _counted(world: World, expression: CheckedExpression, at: At) -> Fraction:
    """Return a number beside the quantity; an absent one counts as None."""
    result = number(expression, world, at)
    return max(ZERO, result) if isinstance(result, Fraction) else ZERO


def _attribute(world: World, expression: CheckedExpression, at: At) -> str:
    """Return an attribute as stored in tables; an absent one is the empty text."""
    result = evaluate(expression.tree, world, at)
    match result:
        case bool():
            return "true" if result else "false"
        case str():
            return result
        case Fraction():
            return exact_text(result)
        case _:
            return ""
