"""Rating: what meters counted becomes the parameters of a price book, and the book prices them line by line.

A book takes usage in as a parameter of the meter's name: a number, or a series where the meter is split.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from configurator.errors import InvalidRequest
from configurator.metering.bills import BillLine, due_lines_of
from configurator.metering.port import Metered, Question
from configurator.pricing.charge_models.usage import Reading
from configurator.pricing.lines import Priced
from configurator.pricing.model import PriceBook
from configurator.pricing.prepare import ParameterValue

Parameters = Mapping[str, ParameterValue]


def parameters_of(
    metered: Iterable[Metered], questions: Sequence[Question], book: PriceBook
) -> dict[str, dict[str, ParameterValue]]:
    """Return for each subject, in order, the parameters that its usage is for a book.

    Meters that the book does not ask for are left out. Raises InvalidRequest where a split meter meets a parameter that
    is one number.
    """
    found: dict[str, dict[str, ParameterValue]] = {}
    readings: dict[tuple[str, str], list[Reading]] = {}
    for each in metered:
        meter = questions[each.question].meter
        parameter = book.parameters.get(meter.id)
        mine = found.setdefault(each.subject, {})
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
    return dict(sorted(found.items()))


def bill_of(book: PriceBook, begin: date, end: date) -> str:
    """Return the name of the bill of a period: the same for every rating of it."""
    return f"{book.id}/{begin}/{end}"


def due_lines(
    bill: str,
    usage: Mapping[str, Parameters],
    booked: Sequence[BillLine],
    price: Callable[[Parameters], Priced],
) -> list[BillLine]:
    """Return what is still to be billed, subject by subject; a subject whose usage is gone is priced without any."""
    by_subject: dict[str, list[BillLine]] = {subject: [] for subject in usage}
    for line in booked:
        by_subject.setdefault(line.subject, []).append(line)
    return [
        line
        for subject, lines in by_subject.items()
        for line in due_lines_of(bill, subject, price(usage.get(subject, {})), lines)
    ]
