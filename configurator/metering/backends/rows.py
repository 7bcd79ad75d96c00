"""Rows of events, shared by all backends, and the conversion of a job's rows into answers."""

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from configurator.canonical_json import exact_text
from configurator.metering.bills import BookedLine
from configurator.metering.event_store import MeteredQuantity, Receipt
from configurator.metering.model import Event, Meters
from configurator.metering.usage_events import split_of
from configurator.pricing.cadence import Cadence
from configurator.pricing.rerating import Entry, EntryKind

Answer = tuple[int, str, str, Decimal, int]
"""A row returned by a job: the query's number, subject, split, numerator and denominator."""


def rows_of(events: Sequence[Event], meters: Meters) -> tuple[list[dict[str, object]], Receipt]:
    """Return the rows of a batch, each id once, with its repetitions and contradictions."""
    rows: dict[str, dict[str, object]] = {}
    repeated, contradicting = 0, []
    for event in events:
        row = _row(event, meters)
        known = rows.setdefault(event.id, row)
        if known is row:
            continue
        if known["body"] == row["body"]:
            repeated += 1
        else:
            contradicting.append(event.id)
    return list(rows.values()), Receipt(0, repeated, tuple(contradicting))


def _row(event: Event, meters: Meters) -> dict[str, object]:
    meter = meters.meters[event.meter]
    quantity = _decimal(event.quantity)
    body = [event.subject, event.meter, event.at, quantity, dict(sorted(event.dimensions.items()))]
    return {
        "event_id": event.id,
        "subject": event.subject,
        "meter": event.meter,
        "at_us": event.at,
        "quantity": quantity,
        "split": _text(split_of(event, meter)),
        "item": event.dimensions[meter.of] if meter.of else "",
        "body": _text(body),
    }


def _decimal(quantity: Fraction) -> str:
    """Return a quantity with its six decimals; exact, as events are checked to have no more."""
    scaled = int(quantity * 1_000_000)
    sign, digits = "-" if scaled < 0 else "", f"{abs(scaled):07d}"
    return f"{sign}{digits[:-6]}.{digits[-6:]}"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def answers_of(results: Iterable[Answer]) -> list[MeteredQuantity]:
    """Return the answers in order; the one division of a job is done here, exactly."""
    answers = [
        MeteredQuantity(int(number), subject, tuple(json.loads(split)), Fraction(numerator) / denominator)
        for number, subject, split, numerator, denominator in results
    ]
    return sorted(answers, key=lambda each: (each.question, each.subject, each.split))


# ── bills ────────────────────────────────────────────────────────────────────────────────────────────────────────────

BILL_COLUMNS = ("line_id", "bill", "subject", "number", "kind", "entry", "cadence", "quantity", "unit_price", "amount")
"""The columns of a booked line, all of them texts: exact numbers as `n`, with decimals, or as `n/d`; empty for None."""


def bill_rows(lines: Sequence[BookedLine]) -> list[dict[str, str]]:
    """Return booked lines as rows."""
    return [dict(zip(BILL_COLUMNS, _bill_row(line), strict=True)) for line in lines]


def bill_lines(rows: Iterable[tuple[str, ...]]) -> list[BookedLine]:
    """Return the booked lines of rows, in order of subject and number."""
    return sorted(map(_bill_line, rows), key=lambda line: (line.subject, line.number))


def _bill_row(line: BookedLine) -> tuple[str, ...]:
    entry = line.entry
    numbers = (_optional(entry.quantity), _optional(entry.unit_price), exact_text(entry.amount))
    head = (line.id, line.bill, line.subject, str(line.number), line.kind.value)
    return (*head, entry.id, entry.cadence.value, *numbers)


def _optional(number: Fraction | None) -> str:
    return "" if number is None else exact_text(number)


def _bill_line(row: tuple[str, ...]) -> BookedLine:
    name, bill, subject, number, kind, entry, cadence, quantity, unit_price, amount = row
    result = Entry(entry, Cadence(cadence), Fraction(amount), _number(quantity), _number(unit_price))
    return BookedLine(name, bill, subject, int(number), EntryKind(kind), result)


def _number(text: str) -> Fraction | None:
    return Fraction(text) if text else None
