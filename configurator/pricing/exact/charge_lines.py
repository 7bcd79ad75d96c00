"""The line of a charge for one configuration: usage read, rated by the model, modified, and recorded step by step."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce

from configurator.canonical_json import exact_text
from configurator.catalog.model import Interval
from configurator.language.checked import World
from configurator.money import ZERO
from configurator.pricing.amounts import Case, both
from configurator.pricing.asking import At
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
from configurator.pricing.exact.usage_given import NoCase, Values, given_to
from configurator.pricing.lines import Considered, LineKind, OpenLine, Outcome
from configurator.pricing.modifiers import Setting
from configurator.pricing.prepare import Prepared
from configurator.pricing.steps import Calculation, RoundedAt, Step, after_of, take

STAGE = "charges"


def charge_lines(
    prepared: Prepared, world: World, charge: Charge, instance: str, at: At, trace: list[Considered]
) -> tuple[OpenLine, ...]:
    """Return the line of a charge that applies; a missing amount or quantity goes to the trace."""
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
        trace.append(Considered(rule, charge.location, Outcome.NO_PRICE, instance, stop.asked))
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
    prepared: Prepared, charge: Charge, given: Given, result: Charged[Fraction], values: Values
) -> tuple[Step, ...]:
    """Return the steps of a charge's line; none where nothing was used and nothing is due."""
    tally = _ChargeTally(prepared, charge, given, result, values)
    add_up(tally, result, modifiers_of(charge))
    steps = tally.steps
    return tuple(steps) if result.quantity or len(steps) > 1 or steps[-1].after else ()


class _ChargeTally:
    """Records every calculation as a step: with the reason of its figures, in force as long as they are."""

    def __init__(
        self, prepared: Prepared, charge: Charge, given: Given, result: Charged[Fraction], values: Values
    ) -> None:
        self.rounding, self.charge, self.given, self.found = prepared.book.rounding, charge, given, result
        self.values, self.amount = values, ZERO
        self.steps: list[Step] = []
        self.single = values.single(charge)
        self.interval = _in_force(charge, values.used)
        self.known = 0

    def setting(self) -> Setting[Fraction]:
        billed = self.charge.metering.before_amount
        return exact_setting(self.charge.model, self.given, self.values, billed, part=self.given.part)

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
        rated = calculation is self.found.rated
        return take(
            self.rounding,
            calculation,
            stage=STAGE,
            rule=f"charges.{self.charge.id}",
            location=self.single.location if self.single else self.charge.location,
            interval=self.interval,
            before=self.amount,
            because=((self.single.because if self.single else None) or self.charge.because) if rated else None,
            metered=self.found.metered if rated else (),
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
