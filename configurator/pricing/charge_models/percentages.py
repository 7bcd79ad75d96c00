"""The model for payments: a percentage of the processed amount, a fixed fee per event, with free allowances."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from configurator.money import ZERO
from configurator.pricing.amounts import NO_AMOUNT, Amount
from configurator.pricing.charge_models.usage import ChargeModel, Usage, ValueOf
from configurator.pricing.operations import Operation
from configurator.pricing.steps import Calculation, Move, Part


@dataclass(frozen=True, slots=True)
class Percentage(ChargeModel):
    """`rate` hundredths of the amount and `fixed` for each event.

    Of the first events, `free_events` are free, and of the first money `free_amount`; where both are given, the one
    that ends first ends both. An event costs at least `least` and at most `most`, if it is not free.
    """

    rate: Amount
    fixed: Amount = NO_AMOUNT
    free_events: Amount = NO_AMOUNT
    free_amount: Amount = NO_AMOUNT
    least: Amount = NO_AMOUNT
    most: Amount = NO_AMOUNT


def percentage(model: Percentage, usage: Usage, value_of: ValueOf) -> Calculation[Fraction]:
    """Return `r · max(0, A − free A) + f · max(0, n − free n)`, or event by event where each has its bounds."""
    number = Fraction(len(usage.events)) if usage.number is None else usage.number
    if model.least or model.most:
        return _event_by_event(model, usage, value_of)
    free_amount, free_events = free_of(model, usage, number, value_of)
    charged, paid = max(ZERO, usage.quantity - free_amount), max(ZERO, number - free_events)
    rate, fixed = value_of(model.rate), value_of(model.fixed)
    part = Part("", usage.quantity, tuple(_moves(charged, rate, fixed * paid)))
    return Calculation(Operation.PARTS, ZERO, usage.quantity, parts=(part,))


def free_of(model: Percentage, usage: Usage, number: Fraction, value_of: ValueOf) -> tuple[Fraction, Fraction]:
    """Return how much money and how many events are free; an allowance computed below zero is none."""
    events, amount = _allowances(model, value_of)
    running = list(_running(usage.events))
    by_events = usage.quantity if events >= number else _money_of(events, running)
    if not amount:
        return (by_events, events) if events else (ZERO, ZERO)
    within = Fraction(sum(1 for total in running if total <= amount))
    if not events:
        return amount, within
    return min(amount, by_events), min(events, within)


def _allowances(model: Percentage, value_of: ValueOf) -> tuple[Fraction, Fraction]:
    return max(ZERO, value_of(model.free_events)), max(ZERO, value_of(model.free_amount))


def _money_of(events: Fraction, running: Sequence[Fraction]) -> Fraction:
    """Return the money that went through with the first events, as far as single events are known."""
    known = min(int(events), len(running))
    return running[known - 1] if known else ZERO


def _running(events: Sequence[Fraction]) -> Iterator[Fraction]:
    total = ZERO
    for each in events:
        total += each
        yield total


def _event_by_event(model: Percentage, usage: Usage, value_of: ValueOf) -> Calculation[Fraction]:
    events, amount = _allowances(model, value_of)
    rate, fixed = value_of(model.rate), value_of(model.fixed)
    least = value_of(model.least) if model.least else None
    most = value_of(model.most) if model.most else None
    parts, total = [], ZERO
    for number, event in enumerate(usage.events, start=1):
        total += event
        charged = _charged(event, number, total, events, amount)
        if charged is not None:
            moves = tuple(_bounded(_moves(charged, rate, fixed), least, most))
            parts.append(Part(str(number), event, moves))
    return Calculation(Operation.PARTS, ZERO, usage.quantity, parts=tuple(parts))


def _charged(event: Fraction, number: int, total: Fraction, events: Fraction, amount: Fraction) -> Fraction | None:
    """Return how much of an event's money is charged; None where the event is free."""
    if not events and not amount:
        return event
    if events and number > events:
        return event
    if not amount:
        return None
    return min(event, total - amount) if total > amount else None


def _moves(charged: Fraction, rate: Fraction, fixed: Fraction) -> list[Move]:
    moves = [Move(Operation.PERCENT, ZERO, charged, rate)]
    if fixed:
        moves.append(Move(Operation.ADD, moves[0].after, ZERO, fixed))
    return moves


def _bounded(moves: list[Move], least: Fraction | None, most: Fraction | None) -> Iterator[Move]:
    yield from moves
    value = moves[-1].after
    if least is not None and value < least:
        yield Move(Operation.AT_LEAST, value, ZERO, least)
        value = least
    if most is not None and value > most:
        yield Move(Operation.AT_MOST, value, ZERO, most)
