"""Converts metered quantities into parameters of a price book, line by line, or daily readings of contracts.

A book receives usage as a parameter with the meter's name: a number, or a series for a split meter.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from configurator.errors import InvalidRequest
from configurator.metering.bills import BookedLine, due_lines_of
from configurator.metering.event_store import EventReader, MeteredQuantity, MeterQuery
from configurator.metering.instants import start_of_day
from configurator.metering.limits import MOST_DAYS
from configurator.metering.model import Meter
from configurator.money import ZERO
from configurator.pricing.charge_models.usage import Reading
from configurator.pricing.model import PriceBook
from configurator.pricing.prepare import ParameterValue
from configurator.pricing.price_lines import Priced

Parameters = Mapping[str, ParameterValue]


def parameters_of(
    metered: Iterable[MeteredQuantity], questions: Sequence[MeterQuery], book: PriceBook
) -> dict[str, dict[str, ParameterValue]]:
    """Return the book parameters of each subject's usage, in order.

    Meters without a parameter in the book are skipped. Raises InvalidRequest if a split meter has a parameter of type
    number.
    """
    parameters: dict[str, dict[str, ParameterValue]] = {}
    readings: dict[tuple[str, str], list[Reading]] = {}
    for each in metered:
        meter = questions[each.question].meter
        parameter = book.parameters.get(meter.id)
        mine = parameters.setdefault(each.subject, {})
        if parameter is None:
            continue
        if parameter.series:
            readings.setdefault((each.subject, meter.id), []).append(Reading(each.quantity, " · ".join(each.split)))
            mine[meter.id] = readings[each.subject, meter.id]
        elif each.split:
            expected = f"declare parameter `{meter.id}` of book {book.id} as a series"
            raise InvalidRequest(f"meter `{meter.id}` is split by {', '.join(meter.by)}; {expected}", field=meter.id)
        else:
            mine[meter.id] = each.quantity
    return dict(sorted(parameters.items()))


def bill_of(book: PriceBook, begin: date, end: date) -> str:
    """Return the name of the bill of a period: the same for every rating of it."""
    return f"{book.id}/{begin}/{end}"


def due_lines(
    bill: str,
    usage: Mapping[str, Parameters],
    booked: Sequence[BookedLine],
    price: Callable[[Parameters], Priced],
) -> list[BookedLine]:
    """Return the amounts still due, by subject; a subject without usage is priced at zero usage."""
    by_subject: dict[str, list[BookedLine]] = {subject: [] for subject in usage}
    for line in booked:
        by_subject.setdefault(line.subject, []).append(line)
    return [
        line
        for subject, lines in by_subject.items()
        for line in due_lines_of(bill, subject, price(usage.get(subject, {})), lines)
    ]


def daily(
    reader: EventReader, meters: Sequence[Meter], begin: date, end: date, time_zone: str
) -> dict[str, dict[str, dict[date, Fraction]]]:
    """Return the metered quantities by subject, meter and day; a day without events has no reading.

    Splits of a meter are summed. Days begin at midnight of the time zone.
    """
    days = [begin + timedelta(days=number) for number in range((end - begin).days)]
    if len(days) > MOST_DAYS:
        raise InvalidRequest(f"the period has {len(days):,} days; ask for at most {MOST_DAYS:,}")
    zone = ZoneInfo(time_zone)
    edges = [start_of_day(day, zone) for day in (*days, end)]
    results = [(meter, number) for meter in meters for number in range(len(days))]
    questions = [MeterQuery(meter, edges[number], edges[number + 1]) for meter, number in results]
    counted: dict[str, dict[str, dict[date, Fraction]]] = {}
    for each in reader.read(questions, time_zone):
        meter, number = results[each.question]
        readings = counted.setdefault(each.subject, {}).setdefault(meter.id, {})
        readings[days[number]] = readings.get(days[number], ZERO) + each.quantity
    return counted
