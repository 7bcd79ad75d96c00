"""The line of a charge for one configuration: usage read, rated by the model, modified, and recorded step by step."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import reduce
from typing import Protocol

from configurator.canonical_json import exact_text
from configurator.catalog.model import ALWAYS, Interval
from configurator.language.checked import CheckedExpression, World
from configurator.language.evaluate import evaluate
from configurator.money import ZERO
from configurator.pricing.amounts import Amount, Case, both
from configurator.pricing.charge import (
    NO_METERING,
    Charge,
    Charged,
    Given,
    Placed,
    add_up,
    charged,
    exact_setting,
    modifiers_of,
)
from configurator.pricing.charge_models.bands import CapacityBand, exceeded
from configurator.pricing.charge_models.matrix import NoRow
from configurator.pricing.charge_models.usage import Reading
from configurator.pricing.modifiers import PartOfPeriod, Setting
from configurator.pricing.price_lines import Considered, LineKind, OpenLine, Outcome, Unpriced
from configurator.pricing.rule_evaluation import At, Resolved, Unresolved, number, resolve
from configurator.pricing.steps import Calculation, RoundedAt, RoundingRule, Step, after_of, take

STAGE = "charges"


class RatingInputs(Protocol):
    """What charges are rated by: a prepared book, or the rules of an order."""

    @property
    def rounding(self) -> RoundingRule: ...
    @property
    def pieces(self) -> Fraction: ...
    @property
    def on(self) -> date: ...
    @property
    def series(self) -> Mapping[str, tuple[Reading, ...]]: ...
    @property
    def part(self) -> PartOfPeriod: ...


class NoCase(Exception):
    """No case of an amount that a charge needs applies."""

    def __init__(self, why: Unresolved) -> None:
        super().__init__(why)
        self.why = why


class Values:
    """The amounts of a charge that apply now, each evaluated once. `used` are the applied cases."""

    def __init__(self, prepared: RatingInputs, world: World, at: At, rule: str, instance: str) -> None:
        self.on, self.world, self.at, self.rule, self.instance = prepared.on, world, at, rule, instance
        self.used: list[Case] = []
        self.passed: list[Considered] = []
        self._evaluated: dict[Amount, Fraction] = {}

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
        known = self._evaluated.get(amount)
        return self._resolved(amount) if known is None else known

    def _resolved(self, amount: Amount) -> Fraction:
        first = amount[0]
        if first.when is None and first.interval is ALWAYS and isinstance(first.value, Fraction):
            self.used.append(first)
            self._evaluated[amount] = first.value
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
        self._evaluated[amount] = result.value
        return result.value


def given_to(
    prepared: RatingInputs, world: World, charge: Charge, at: At, rule: str, trace: list[Considered]
) -> Given | None:
    """Return the usage of a charge; None if a quantity is absent, which is recorded in the trace."""
    quantity = None if charge.quantity is None else _quantity(world, charge, charge.quantity, at, rule, trace)
    if charge.quantity is not None and quantity is None:
        return None
    given = _given(prepared, world, charge, at, quantity)
    return given.together(charge.counts.at_once(prepared.pieces))


def _given(prepared: RatingInputs, world: World, charge: Charge, at: At, quantity: Fraction | None) -> Given:
    """Return the usage of one piece."""
    metering, part, pieces = charge.metering, prepared.part, charge.counts.times(prepared.pieces)
    if metering is NO_METERING:
        return Given(quantity, part=part, pieces=pieces)
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
        pieces,
    )


def _quantity(
    world: World, charge: Charge, expression: CheckedExpression, at: At, rule: str, trace: list[Considered]
) -> Fraction | None:
    """Return a quantity; a negative one counts as 0."""
    result = number(expression, world, at)
    if isinstance(result, Fraction) and result.numerator >= 0:
        return charge.per.from_base(result)
    outcome = Outcome.NEGATIVE_QUANTITY if isinstance(result, Fraction) else Outcome.ABSENT
    trace.append(Considered(rule, expression.location, outcome, at[charge.each], expression.text))
    return ZERO if isinstance(result, Fraction) else None


def _counted(world: World, expression: CheckedExpression, at: At) -> Fraction:
    """Return a number beside the quantity; an absent one counts as 0."""
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


def charge_lines(
    prepared: RatingInputs,
    world: World,
    charge: Charge,
    instance: str,
    at: At,
    trace: list[Considered],
    unpriced: list[Unpriced],
) -> tuple[OpenLine, ...]:
    """Return the line of a charge that applies; a missing amount or quantity goes to the trace, a missing row of a
    table to what has no price, too."""
    rule = f"charges.{charge.id}"
    values = Values(prepared, world, at, rule, instance)
    given = given_to(prepared, world, charge, at, rule, trace)
    if given is None:
        return ()
    try:
        result = charged(charge, given, values)
        steps = _steps(prepared, charge, given, result, values)
    except NoCase as stop:
        trace.append(Considered(rule, charge.location, stop.why.outcome, instance, stop.why.condition))
        return ()
    except NoRow as stop:
        trace.append(Considered(rule, charge.location, Outcome.NO_PRICE, instance, stop.attributes_text))
        if given.quantity != 0 and not stop.absent:
            unpriced.append(Unpriced(rule, instance, charge.location, stop.attributes_text))
        return ()
    trace.extend(values.passed)
    if isinstance(charge.model, CapacityBand):
        trace.extend(_bands_passed(charge, charge.model, given, instance))
    if not steps:
        return ()
    counted = result.quantity if charge.quantity is not None or charge.metering != NO_METERING else ZERO
    return (_opened(charge, steps, instance, counted),)


def _bands_passed(charge: Charge, model: CapacityBand, given: Given, instance: str) -> Iterator[Considered]:
    """Yield why each lower band of a charge by capacity was passed over."""
    if given.units or given.quantity is not None:
        for each in exceeded(model, given.units or {"": given.quantity or ZERO}):
            unit = f"{each.unit}: " if each.unit else ""
            condition = f"{unit}{exact_text(each.quantity)} <= {exact_text(each.limit)}"
            location = each.band.location
            yield Considered(f"charges.{charge.id}", location, Outcome.CASE_PASSED_OVER, instance, condition)


def _steps(
    prepared: RatingInputs, charge: Charge, given: Given, result: Charged[Fraction], values: Values
) -> tuple[Step, ...]:
    """Return the steps of a charge's line; none where nothing was used and nothing is due."""
    tally = _ChargeTally(prepared, charge, given, result, values)
    add_up(tally, result, modifiers_of(charge))
    steps = tally.steps
    return tuple(steps) if result.quantity or len(steps) > 1 or steps[-1].after else ()


class _ChargeTally:
    """Records every calculation as a step: with the reason of its figures, in force as long as they are."""

    def __init__(
        self, prepared: RatingInputs, charge: Charge, given: Given, result: Charged[Fraction], values: Values
    ) -> None:
        self.rounding, self.charge, self.given, self.charged = prepared.rounding, charge, given, result
        self.values, self.amount = values, ZERO
        self.steps: list[Step] = []
        self.single = values.single(charge)
        self.interval = _in_force(charge, values.used)
        self.known = 0

    def setting(self) -> Setting[Fraction]:
        billed, given = self.charge.metering.before_amount, self.given
        return exact_setting(self.charge.model, given, self.values, billed, part=given.part, pieces=given.pieces)

    def landed(self, amount: Fraction) -> Fraction:
        return amount if self.rounding.at is RoundedAt.TOTAL else self.rounding.landed(amount)

    def begin(self, placed: Placed) -> None:
        self.known = len(self.values.used)

    def take(self, calculation: Calculation[Fraction], placed: Placed | None = None) -> None:
        if placed is None:
            step = self._of_charge(calculation)
        elif after_of(calculation, self.amount) != self.amount:
            step = self._of_modifier(calculation, placed)
        else:
            return
        self.steps.append(step)
        self.amount = step.after

    def _of_charge(self, calculation: Calculation[Fraction]) -> Step:
        """Return a step of the charge itself; that of its model has the reason, and how its quantity was treated."""
        rated = calculation is self.charged.rated
        return take(
            self.rounding,
            calculation,
            stage=STAGE,
            rule=f"charges.{self.charge.id}",
            location=self.single.location if self.single else self.charge.location,
            interval=self.interval,
            before=self.amount,
            because=((self.single.because if self.single else None) or self.charge.because) if rated else None,
            metered=self.charged.metered if rated else (),
        )

    def _of_modifier(self, calculation: Calculation[Fraction], placed: Placed) -> Step:
        used = self.values.used[self.known :]
        return take(
            self.rounding,
            calculation,
            stage=STAGE,
            rule=f"charges.{self.charge.id}",
            location=placed.location,
            interval=_in_force(self.charge, used),
            before=self.amount,
            because=next((case.because for case in used if case.because), None),
        )


def _opened(charge: Charge, steps: tuple[Step, ...], instance: str, quantity: Fraction) -> OpenLine:
    return OpenLine(
        f"charges.{charge.id}@{instance}" if instance else f"charges.{charge.id}",
        LineKind.CHARGE,
        charge.title,
        charge.cadence,
        steps,
        charge.tags,
        item=charge.id,
        instance=instance,
        quantity=quantity,
    )


def _in_force(charge: Charge, used: Sequence[Case]) -> Interval:
    """Return the days on which a charge and the cases that it used are in force."""
    return reduce(both, [case.interval for case in used], charge.interval)
