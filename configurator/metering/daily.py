"""Readings by day, as contracts are billed by: a meter asked once for every day of a period."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from configurator.errors import InvalidRequest
from configurator.metering.instants import start_of_day
from configurator.metering.model import Meter
from configurator.metering.port import EventReader, Question

MOST_DAYS = 3_660


def daily(
    reader: EventReader, meters: Sequence[Meter], begin: date, end: date, time_zone: str
) -> dict[str, dict[str, dict[date, Fraction]]]:
    """Return what meters counted by subject, meter and day; a day without events has no reading.

    What a meter splits is added up. Days begin at midnight of the time zone.
    """
    days = [begin + timedelta(days=number) for number in range((end - begin).days)]
    if len(days) > MOST_DAYS:
        raise InvalidRequest(f"the period has {len(days):,} days; ask for at most {MOST_DAYS:,}")
    zone = ZoneInfo(time_zone)
    edges = [start_of_day(day, zone) for day in (*days, end)]
    asked = [(meter, number) for meter in meters for number in range(len(days))]
    questions = [Question(meter, edges[number], edges[number + 1]) for meter, number in asked]
    found: dict[str, dict[str, dict[date, Fraction]]] = {}
    for each in reader.read(questions, time_zone):
        meter, number = asked[each.question]
        readings = found.setdefault(each.subject, {}).setdefault(meter.id, {})
        readings[days[number]] = readings.get(days[number], Fraction(0)) + each.quantity
    return found
