"""Incoming events: JSON lines or CSV, each line checked separately, so one bad event does not block others."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import islice
from typing import Final

from configurator.metering import codes
from configurator.metering.event_store import EventStore
from configurator.metering.instants import read_instant
from configurator.metering.limits import (
    EVENT_BATCH,
    MOST_CHARACTERS,
    MOST_DIMENSIONS,
    MOST_LINE_BYTES,
    MOST_PROBLEMS,
    MOST_QUANTITY,
)
from configurator.metering.model import Aggregation, Event, Meter, Meters
from configurator.problems import Problem, ProblemCode
from configurator.reading.csv import read_csv
from configurator.reading.message_parts import did_you_mean, quoted
from configurator.source import Location

FIELDS: Final = ("id", "subject", "meter", "time", "quantity")
SCALE: Final = 1_000_000
_NOT_NEGATIVE: Final = (Aggregation.WINDOWED_PEAK, Aggregation.PERCENTILE)


@dataclass(frozen=True, slots=True)
class _Raw:
    """The fields of one event as texts, and its location."""

    fields: Mapping[str, str]
    dimensions: Mapping[str, str]
    location: Location


def events_of_lines(lines: Iterable[bytes], file: str, meters: Meters) -> Iterator[Event | Problem]:
    """Read JSON lines, one event each, one by one; blank lines are passed over. A line that is wrong is one problem.

    Numbers are read as they are written, never through binary floating point.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            location = Location(file, number, 1)
            raw = _of_line(line, location)
            yield raw if isinstance(raw, Problem) else event_of(raw.fields, raw.dimensions, raw.location, meters)


def events_of_csv(data: bytes, file: str, meters: Meters) -> tuple[list[Event], tuple[Problem, ...]]:
    """Read a CSV file with the columns of an event; every other column is a dimension."""
    table, problems = read_csv(data, file)
    if table is None:
        return [], problems
    results: list[Event | Problem] = [*problems]
    for record in table.records():
        cells = {entry.key.text: getattr(entry.value, "text", "") for entry in record.entries}
        dimensions = {name: text for name, text in cells.items() if name not in FIELDS}
        results.append(event_of(cells, dimensions, record.location, meters))
    events = [each for each in results if isinstance(each, Event)]
    return events, tuple(each for each in results if isinstance(each, Problem))


def event_of(
    fields: Mapping[str, str], dimensions: Mapping[str, str], location: Location, meters: Meters
) -> Event | Problem:
    """Check one event: its texts are short, its time has an offset, its quantity fits, its meter and dimensions exist.

    Without a quantity it is 1.
    """
    wrong = _wrong_text(fields, location) or _wrong_dimensions(dimensions, location)
    if wrong is not None:
        return wrong
    meter = meters.meters.get(fields["meter"])
    if meter is None:
        text, hint = f"there is no meter {quoted(fields['meter'])}", did_you_mean(fields["meter"], meters.meters)
        return Problem(codes.UNKNOWN_METER, location, "meter", text, "a meter of the file", hint)
    at, quantity = read_instant(fields["time"]), _quantity(fields.get("quantity", "1"))
    if at is None:
        expected = "an instant with its offset, such as 2026-01-31T10:00:00Z"
        return _bad(location, "time", f"found {quoted(fields['time'])}", expected)
    if quantity is None or (quantity < 0 and meter.aggregation in _NOT_NEGATIVE):
        sign = ", not negative" if meter.aggregation in _NOT_NEGATIVE else ""
        expected = f"a number below 10^18 with at most 6 decimals{sign}"
        return _bad(location, "quantity", f"found {quoted(fields['quantity'])}", expected)
    missing = [name for name in (*meter.by, *filter(None, (meter.of,))) if name not in dimensions]
    if missing:
        expected = f"the dimension `{missing[0]}`, which meter `{meter.id}` counts by"
        return Problem(codes.MISSING_DIMENSION, location, "dimensions", "a dimension is missing", expected)
    return Event(fields["id"], fields["subject"], meter.id, at, quantity, dict(sorted(dimensions.items())))


def split_of(event: Event, meter: Meter) -> tuple[str, ...]:
    """Return the values of the dimensions that split the meter."""
    return tuple(event.dimensions[name] for name in meter.by)


def _of_line(line: bytes, location: Location) -> _Raw | Problem:
    if len(line) > MOST_LINE_BYTES:
        return _bad(location, "", f"the line has {len(line):,} bytes", f"at most {MOST_LINE_BYTES:,}")
    try:
        result = json.loads(
            line.decode("utf-8"),
            object_pairs_hook=_object,
            parse_float=_Written,
            parse_int=_Written,
            parse_constant=_Written,
        )
    except UnicodeDecodeError:
        return _bad(location, "", "the line is not UTF-8", "UTF-8")
    except _DuplicateKey as twice:
        return _bad(location, "", f"the key {quoted(str(twice))} is there twice", "every key once")
    except (json.JSONDecodeError, RecursionError) as error:
        column = getattr(error, "colno", 1)
        return _bad(Location(location.file, location.line, column), "", "the line is no JSON", "one JSON object a line")
    if not isinstance(result, dict):
        return _bad(location, "", "the line is no JSON object", "an object with id, subject, meter, time, quantity")
    dimensions = result.pop("dimensions", {})
    unknown = next((name for name in result if name not in FIELDS), None)
    if unknown is not None:
        return _bad(
            location, "", f"{quoted(unknown)} is no field of an event", f"one of {', '.join(FIELDS)}, dimensions"
        )
    if not isinstance(dimensions, dict) or not all(isinstance(each, str) for each in dimensions.values()):
        return _bad(location, "dimensions", "the dimensions are no texts by name", 'such as {"region": "eu"}')
    other = next((name for name, each in result.items() if not isinstance(each, str)), None)
    if other is not None:
        return _bad(location, other, "it is neither a text nor a number", "a text or a number")
    return _Raw(result, dimensions, location)


class _Written(str):
    """A number of JSON, as it was written."""


class _DuplicateKey(Exception):
    """A key of a JSON object is there twice."""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    results = dict(pairs)
    if len(results) < len(pairs):
        names = [name for name, _ in pairs]
        raise _DuplicateKey(next(name for name in names if names.count(name) > 1))
    return results


def _wrong_text(fields: Mapping[str, str], location: Location) -> Problem | None:
    for name in FIELDS[:4]:
        text = fields.get(name, "")
        if not text or len(text) > MOST_CHARACTERS or not text.isprintable():
            result = f"{quoted(text)} cannot be used" if text else "it is missing"
            return _bad(location, name, result, f"1 to {MOST_CHARACTERS} printable characters")
    return None


def _wrong_dimensions(dimensions: Mapping[str, str], location: Location) -> Problem | None:
    if len(dimensions) > MOST_DIMENSIONS:
        return _bad(location, "dimensions", f"there are {len(dimensions)}", f"at most {MOST_DIMENSIONS}")
    for text in (each for pair in dimensions.items() for each in pair):
        if len(text) > MOST_CHARACTERS or not text.isprintable():
            return _bad(
                location,
                "dimensions",
                f"{quoted(text)} cannot be used",
                f"at most {MOST_CHARACTERS} printable characters",
            )
    return None


def _quantity(text: str) -> Fraction | None:
    try:
        number = Decimal(text) if len(text) <= 40 else None
    except InvalidOperation:
        return None
    if number is None or not number.is_finite() or abs(number.adjusted()) > 40:
        return Fraction(0) if number is not None and number.is_finite() and not number else None
    value = Fraction(number)
    return value if abs(value) < MOST_QUANTITY and (value * SCALE).denominator == 1 else None


def _bad(location: Location, where: str, text: str, expected: str, code: ProblemCode = codes.BAD_EVENT) -> Problem:
    return Problem(code, location, where, text, expected)


@dataclass(slots=True)
class IngestionProgress:
    """The progress of ingestion. `wrong` counts invalid lines, `problems` holds the first of them."""

    added: int = 0
    repeated: int = 0
    contradicting: list[str] = field(default_factory=list)
    wrong: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def seen(self) -> int:
        """How many events and wrong lines went by."""
        return self.added + self.repeated + len(self.contradicting) + self.wrong


def ingest(
    events: Iterable[Event | Problem],
    meters: Meters,
    store: EventStore,
    *,
    batch: int = EVENT_BATCH,
    progress: Callable[[IngestionProgress], None] = lambda so_far: None,
) -> IngestionProgress:
    """Add events to a store. `progress` is called after every batch, once it is durable."""
    done = IngestionProgress()
    for results in _batches(events, batch):
        good = [each for each in results if isinstance(each, Event)]
        wrong = [each for each in results if isinstance(each, Problem)]
        receipt = store.add(good, meters)
        done.added += receipt.added
        done.repeated += receipt.repeated
        done.contradicting.extend(receipt.contradicting)
        done.wrong += len(wrong)
        done.problems.extend(wrong[: MOST_PROBLEMS - len(done.problems)])
        progress(done)
    return done


def _batches(events: Iterable[Event | Problem], size: int) -> Iterator[list[Event | Problem]]:
    running = iter(events)
    while results := list(islice(running, size)):
        yield results
