"""The second stage: charges, each priced by its model, for every instance it is repeated for."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from configurator.catalog.model import Interval
from configurator.pricing.amounts import Amount, Case, both
from configurator.pricing.asking import At, Resolved, Unresolved, instances_of, number, resolve, truth
from configurator.pricing.charge_models import Rated, rate
from configurator.pricing.drafts import Draft, Question
from configurator.pricing.lines import NOTHING, Considered, LineKind, OpenLine, Outcome
from configurator.pricing.model import Charge
from configurator.pricing.steps import take

STAGE = "charges"


def with_charges(question: Question, draft: Draft) -> Draft:
    """Add the line of every charge that applies."""
    trace: list[Considered] = []
    lines = [
        line
        for charge in question.prepared.charges
        for at in instances_of(charge.each, question.world)
        for line in _line(question, charge, at, trace)
    ]
    return draft.extended(lines, trace)


def _line(question: Question, charge: Charge, at: At, trace: list[Considered]) -> Iterator[OpenLine]:
    rule, instance = f"charges.{charge.id}", at[charge.each]
    if charge.when is not None:
        eligible = truth(charge.when, question.world, at)
        if eligible is not True:
            outcome = Outcome.NOT_ELIGIBLE if eligible is False else Outcome.ABSENT
            trace.append(Considered(rule, charge.when.place, outcome, instance, charge.when.text))
            return
    quantity = _quantity(question, charge, at, rule, trace)
    if quantity is None:
        return
    used: list[Case] = []
    try:
        rated = rate(charge.model, quantity, _value_of(question, at, rule, instance, used, trace))
    except _NoCase as stop:
        trace.append(Considered(rule, charge.place, stop.why.outcome, instance, stop.why.condition))
        return
    if quantity or rated.amount:
        yield _priced(question, charge, rated, instance, used)


def _quantity(question: Question, charge: Charge, at: At, rule: str, trace: list[Considered]) -> Fraction | None:
    """Return how many units are charged; without an expression, one."""
    if charge.quantity is None:
        return Fraction(1)
    found = number(charge.quantity, question.world, at)
    if not isinstance(found, Fraction):
        outcome = Outcome.ABSENT
    elif found < 0:
        outcome = Outcome.NEGATIVE_QUANTITY
    else:
        return charge.per.from_base(found)
    trace.append(Considered(rule, charge.quantity.place, outcome, at[charge.each], charge.quantity.text))
    return None


class _NoCase(Exception):
    """No case of an amount that a charge needs applies."""

    def __init__(self, why: Unresolved) -> None:
        super().__init__(why)
        self.why = why


def _value_of(
    question: Question, at: At, rule: str, instance: str, used: list[Case], trace: list[Considered]
) -> Callable[[Amount], Fraction]:
    def value_of(amount: Amount) -> Fraction:
        if not amount:
            return NOTHING
        found = resolve(amount, question.prepared.on, question.world, at)
        if not isinstance(found, Resolved):
            raise _NoCase(found)
        for case in found.passed:
            condition = case.when.text if case.when else ""
            trace.append(Considered(rule, case.place, Outcome.CASE_PASSED_OVER, instance, condition, case.interval))
        used.append(found.case)
        return found.value

    return value_of


def _priced(question: Question, charge: Charge, rated: Rated, instance: str, used: list[Case]) -> OpenLine:
    interval: Interval = charge.interval
    for case in used:
        interval = both(interval, case.interval)
    single = used[0] if len(used) == 1 else None
    step = take(
        question.prepared.book.rounding,
        rated.operation,
        stage=STAGE,
        rule=f"charges.{charge.id}",
        place=single.place if single else charge.place,
        interval=interval,
        base=rated.base,
        operand=rated.operand,
        because=(single.because if single else None) or charge.because,
        slices=rated.slices,
    )
    name = f"charges.{charge.id}@{instance}" if instance else f"charges.{charge.id}"
    return OpenLine(
        name, LineKind.CHARGE, charge.title, charge.cadence, (step,), charge.tags, item=charge.id, instance=instance
    )
