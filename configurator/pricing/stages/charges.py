"""The second stage: charges, each priced by its model, for every instance it is repeated for."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial, reduce

from configurator.canonical_json import exact_text
from configurator.money import Rounded
from configurator.pricing.amounts import Case, both
from configurator.pricing.asking import At, instances_of, truth
from configurator.pricing.charge import NO_METERING, Charge, Charged, Given, Placed, charged, modified
from configurator.pricing.charge_models.bands import CapacityBand, exceeded
from configurator.pricing.charge_models.matrix import NoRow
from configurator.pricing.drafts import Draft, Question
from configurator.pricing.lines import NOTHING, Considered, LineKind, Move, OpenLine, Operation, Outcome, Step
from configurator.pricing.model import RoundedAt
from configurator.pricing.modifiers import RoundTo
from configurator.pricing.operations import added
from configurator.pricing.reuse import Piece
from configurator.pricing.stages.usage import NoCase, Values, given_to
from configurator.pricing.steps import landed, take

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
        counted = found.quantity if charge.quantity is not None or charge.metering != NO_METERING else NOTHING
        yield _opened(charge, steps, instance, counted)


def _bands_passed(charge: Charge, given: Given, instance: str) -> Iterator[Considered]:
    """Yield why each lower band of a charge by capacity was passed over."""
    if isinstance(charge.model, CapacityBand) and (given.units or given.quantity is not None):
        units = given.units or {"": given.quantity or NOTHING}
        for each in exceeded(charge.model, units):
            unit = f"{each.unit}: " if each.unit else ""
            condition = f"{unit}{exact_text(each.quantity)} <= {exact_text(each.limit)}"
            location = each.band.location
            yield Considered(f"charges.{charge.id}", location, Outcome.CASE_PASSED_OVER, instance, condition)


def _steps(question: Question, charge: Charge, given: Given, found: Charged, values: Values) -> tuple[Step, ...]:
    """Return the steps of a charge's line; none where nothing was used and nothing is due."""
    steps = list(_first_steps(question, charge, found, values))
    for placed in charge.modifiers:
        known = len(values.used)
        moves = tuple(modified(charge, placed, steps[-1].after, given, values))
        steps += [_modified(question, charge, placed, move, values.used[known:]) for move in moves]
    return tuple(steps) if found.quantity or len(steps) > 1 or steps[-1].after else ()


def _first_steps(question: Question, charge: Charge, found: Charged, values: Values) -> Iterator[Step]:
    """Yield the reservation, what the model made, and what earlier bills are taken off."""
    single = values.single(charge)
    interval = reduce(both, (case.interval for case in values.used), charge.interval)
    step = partial(
        take,
        question.prepared.book.rounding,
        stage=STAGE,
        rule=f"charges.{charge.id}",
        location=single.location if single else charge.location,
        interval=interval,
    )
    because = (single.because if single else None) or charge.because
    before = NOTHING
    if found.reserved is not None:
        price, quantity = found.reserved
        reserved = step(Operation.TIMES, base=price, operand=quantity)
        before = reserved.after
        yield reserved
    rated = found.rated
    model = step(
        rated.operation,
        before=before,
        base=rated.base,
        operand=rated.operand,
        because=because,
        slices=rated.slices,
        parts=rated.parts,
        metered=found.metered,
        exact=added(before, rated.amount),
    )
    yield model
    if found.less:
        rounding = question.prepared.book.rounding
        less = found.less if rounding.at is RoundedAt.TOTAL else landed(rounding, found.less)
        yield step(Operation.BILLED_BEFORE, before=model.after, operand=-less)


def _modified(question: Question, charge: Charge, placed: Placed, move: Move, used: list[Case]) -> Step:
    """Return the step of a modifier, in force as long as its figures are, with their reason."""
    step = take(
        question.prepared.book.rounding,
        move.operation,
        stage=STAGE,
        rule=f"charges.{charge.id}",
        location=placed.location,
        interval=reduce(both, (case.interval for case in used), charge.interval),
        before=move.before,
        base=move.base,
        operand=move.operand,
        because=next((case.because for case in used if case.because), None),
    )
    if move.operation is not Operation.ROUND or not isinstance(placed.modifier, RoundTo):
        return step
    note = Rounded(move.before, placed.modifier.step, placed.modifier.mode)
    return replace(step, after=move.after, rounding=note)


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
