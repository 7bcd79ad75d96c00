"""The second stage: charges, each priced by its model, for every instance it is repeated for."""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial, reduce

from configurator.canonical_json import exact_text
from configurator.money import ZERO
from configurator.pricing.amounts import both
from configurator.pricing.asking import At, instances_of, truth
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
from configurator.pricing.drafts import Draft, Question
from configurator.pricing.lines import Considered, LineKind, OpenLine, Outcome
from configurator.pricing.reuse import Piece
from configurator.pricing.stages.usage import NoCase, Values, given_to
from configurator.pricing.steps import Calculation, RoundedAt, Step, after_of, taken

STAGE = "charges"


def with_charges(question: Question, draft: Draft) -> Draft:
    """Add the line of every charge that applies."""
    pieces: dict[tuple[str, str], Piece] = {}
    for charge in question.prepared.charges:
        for at in instances_of(charge.each, question.world):
            key = (f"charges.{charge.id}", at[charge.each])
            pieces[key] = question.earlier.standing(key) or _piece(question, charge, at)
    return draft.made_of(pieces)


def _piece(question: Question, charge: Charge, at: At) -> Piece:
    trace: list[Considered] = []
    lines = tuple(_line(question, charge, at, trace))
    reads = question.prepared.reads[charge.id]
    return Piece(lines, tuple(trace), reads.at(at), reads.wide)


def _line(question: Question, charge: Charge, at: At, trace: list[Considered]) -> Iterator[OpenLine]:
    rule, instance = f"charges.{charge.id}", at[charge.each]
    if not question.prepared.part.bills(charge.due):
        trace.append(Considered(rule, charge.location, Outcome.DUE_LATER, instance))
        return
    if charge.when is not None:
        eligible = truth(charge.when, question.world, at)
        if eligible is not True:
            outcome = Outcome.NOT_ELIGIBLE if eligible is False else Outcome.ABSENT
            trace.append(Considered(rule, charge.when.location, outcome, instance, charge.when.text))
            return
    values = Values(question, at, rule, instance)
    given = given_to(question, charge, at, rule, trace)
    if given is None:
        return
    try:
        found = charged(charge, given, values)
        steps = _steps(question, charge, given, found, values)
    except NoCase as stop:
        trace.append(Considered(rule, charge.location, stop.why.outcome, instance, stop.why.condition))
        return
    except NoRow as stop:
        trace.append(Considered(rule, charge.location, Outcome.NO_PRICE, instance, stop.asked))
        return
    trace.extend(values.passed)
    trace.extend(_bands_passed(charge, given, instance))
    if steps:
        counted = found.quantity if charge.quantity is not None or charge.metering != NO_METERING else ZERO
        yield _opened(charge, steps, instance, counted)


def _bands_passed(charge: Charge, given: Given, instance: str) -> Iterator[Considered]:
    """Yield why each lower band of a charge by capacity was passed over."""
    if isinstance(charge.model, CapacityBand) and (given.units or given.quantity is not None):
        units = given.units or {"": given.quantity or ZERO}
        for each in exceeded(charge.model, units):
            unit = f"{each.unit}: " if each.unit else ""
            condition = f"{unit}{exact_text(each.quantity)} <= {exact_text(each.limit)}"
            location = each.band.location
            yield Considered(f"charges.{charge.id}", location, Outcome.CASE_PASSED_OVER, instance, condition)


def _steps(
    question: Question, charge: Charge, given: Given, found: Charged[Fraction], values: Values
) -> tuple[Step, ...]:
    """Return the steps of a charge's line; none where nothing was used and nothing is due."""
    tally = _Steps(question, charge, found, values)
    billed = charge.metering.before_amount
    add_up(
        tally,
        found,
        modifiers_of(charge),
        partial(exact_setting, charge.model, given, values, billed, part=given.part),
    )
    steps = tally.steps
    return tuple(steps) if found.quantity or len(steps) > 1 or steps[-1].after else ()


class _Steps:
    """Records every calculation as a step: with the reason of its figures, in force as long as they are."""

    def __init__(self, question: Question, charge: Charge, found: Charged[Fraction], values: Values) -> None:
        self.rounding, self.charge, self.found, self.values = question.prepared.book.rounding, charge, found, values
        self.steps: list[Step] = []
        self.single = values.single(charge)
        self.interval = reduce(both, (case.interval for case in values.used), charge.interval)
        self.known = 0

    @property
    def amount(self) -> Fraction:
        return self.steps[-1].after if self.steps else ZERO

    def landed(self, amount: Fraction) -> Fraction:
        return amount if self.rounding.at is RoundedAt.TOTAL else self.rounding.landed(amount)

    def begin(self, placed: Placed) -> None:
        self.known = len(self.values.used)

    def take(self, calculation: Calculation[Fraction], placed: Placed | None = None) -> None:
        if placed is None:
            self.steps.append(self._of_charge(calculation))
        elif after_of(calculation, self.amount) != self.amount:
            self.steps.append(self._of_modifier(calculation, placed))

    def _of_charge(self, calculation: Calculation[Fraction]) -> Step:
        """Return a step of the charge itself; that of its model has the reason, and how its quantity was treated."""
        rated = calculation is self.found.rated
        return taken(
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
        return taken(
            self.rounding,
            calculation,
            stage=STAGE,
            rule=f"charges.{self.charge.id}",
            location=placed.location,
            interval=reduce(both, (case.interval for case in used), self.charge.interval),
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
