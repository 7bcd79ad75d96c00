"""The meters' meaning written down a second time, in plain Python over lists: what every backend is checked against."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from zoneinfo import ZoneInfo

from configurator.metering.event_store import MeteredQuantity, MeterQuery
from configurator.metering.instants import HOUR, chunks
from configurator.metering.model import (
    Aggregation,
    EmptyWindow,
    Event,
    LevelEvent,
    Meter,
    Meters,
    PeriodAggregation,
    WindowAggregation,
    WindowRank,
)
from configurator.metering.usage_events import split_of


def expected(events: Iterable[Event], questions: Sequence[MeterQuery], meters: Meters) -> list[MeteredQuantity]:
    """Return what a store that got these events (each id once, the first of them) must answer."""
    kept: dict[str, Event] = {}
    for event in events:
        kept.setdefault(event.id, event)
    found = [each for number, question in enumerate(questions) for each in _answers(kept, number, question, meters)]
    return sorted(found, key=lambda each: (each.question, each.subject, each.split))


def _answers(kept: dict[str, Event], number: int, question: MeterQuery, meters: Meters) -> Iterable[MeteredQuantity]:
    groups: dict[tuple[str, tuple[str, ...]], list[Event]] = defaultdict(list)
    for event in kept.values():
        if event.meter == question.meter.id:
            groups[event.subject, split_of(event, question.meter)].append(event)
    for (subject, split), group in groups.items():
        group.sort(key=lambda event: (event.at, event.id))
        inside = [event for event in group if question.start <= event.at < question.end]
        quantity = _quantity(group, inside, question, meters.time_zone)
        if quantity is not None:
            yield MeteredQuantity(number, subject, split, quantity)


def _quantity(group: list[Event], inside: list[Event], question: MeterQuery, zone: str) -> Fraction | None:
    meter = question.meter
    if meter.aggregation is Aggregation.TIME_WEIGHTED:
        return _time_weighted(group, question)
    if not inside:
        return None
    match meter.aggregation:
        case Aggregation.COUNT:
            return Fraction(len(inside))
        case Aggregation.SUM:
            return sum((event.quantity for event in inside), Fraction(0))
        case Aggregation.MAX:
            return max(event.quantity for event in inside)
        case Aggregation.LAST:
            return inside[-1].quantity
        case Aggregation.UNIQUE:
            return Fraction(len({event.dimensions[meter.of] for event in inside}))
        case Aggregation.WINDOWED_PEAK:
            return _peak(_windows(inside, question, zone), meter)
        case _:
            return _percentile(_windows(inside, question, zone), meter)


def _time_weighted(group: list[Event], question: MeterQuery) -> Fraction | None:
    meter, level, total, held = question.meter, Fraction(0), Fraction(0), False
    before = [event for event in group if event.at < question.end]
    ends = [*(event.at for event in before), question.end][1:]
    for event, end in zip(before, ends, strict=True):
        level = level + event.quantity if meter.levels is LevelEvent.CHANGE else event.quantity
        since = max(event.at, question.start)
        if end > since:
            total, held = total + level * (end - since), True
    return total / (meter.per_hours * HOUR or question.end - question.start) if held else None


def _windows(inside: list[Event], question: MeterQuery, zone: str) -> list[Fraction | None]:
    assert question.meter.window is not None
    _, pairs = chunks(question.start, question.end, question.meter.window, ZoneInfo(zone))
    begins = sorted({begin for _, begin in pairs})
    values: list[Fraction | None] = []
    for begin, end in zip(begins, [*begins[1:], question.end], strict=True):
        events = [event.quantity for event in inside if begin <= event.at < end]
        values.append(_inside(events, question.meter) if events else None)
    return values


def _inside(quantities: list[Fraction], meter: Meter) -> Fraction:
    match meter.inside:
        case WindowAggregation.SUM:
            return sum(quantities, Fraction(0))
        case WindowAggregation.MAX:
            return max(quantities)
        case WindowAggregation.COUNT:
            return Fraction(len(quantities))


def _seen(values: list[Fraction | None], meter: Meter) -> list[Fraction]:
    zero = Fraction(0)
    return [value or zero for value in values if value is not None or meter.missing is EmptyWindow.ZERO]


def _peak(values: list[Fraction | None], meter: Meter) -> Fraction:
    seen = _seen(values, meter)
    match meter.over:
        case PeriodAggregation.SUM:
            return sum(seen, Fraction(0))
        case PeriodAggregation.MAX:
            return max(seen)
        case PeriodAggregation.MEAN:
            return sum(seen, Fraction(0)) / len(seen)


def _percentile(values: list[Fraction | None], meter: Meter) -> Fraction:
    seen = sorted(_seen(values, meter))
    exact = meter.percent / 100 * len(seen)
    rank = -(-exact.numerator // exact.denominator) if meter.rank is WindowRank.CEIL else int(exact)
    return seen[max(rank, 1) - 1]
