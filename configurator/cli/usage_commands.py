"""Commands for metered usage: ingest events, and read the meters."""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

import click

from configurator.canonical_json import exact_text
from configurator.cli.command_context import CommandContext, DayParameter, choices_of
from configurator.cli.output import AS_JSON, FAILED, OK, ngettext, print_json, problem_line
from configurator.engine import EvaluationRequest
from configurator.errors import InvalidDocument, InvalidRequest, NotFound
from configurator.metering.backends import open_events
from configurator.metering.bills import BookedLine, total
from configurator.metering.event_store import MeteredQuantity, MeterQuery
from configurator.metering.instants import start_of_day
from configurator.metering.load import load_meters
from configurator.metering.model import Event, Meter, Meters
from configurator.metering.usage_events import IngestionProgress, events_of_csv, events_of_lines, ingest
from configurator.metering.usage_parameters import bill_of, due_lines, parameters_of
from configurator.pricing.model import PriceBook
from configurator.pricing.prepare import ParameterValue, prepare
from configurator.pricing.price import price_prepared
from configurator.pricing.price_lines import Priced
from configurator.pricing.rerating import Entry, EntryKind
from configurator.problems import Problem
from configurator.reading.files import read_file
from configurator.reading.message_parts import did_you_mean, quoted
from configurator.texts import N_, texts_for

METERS = click.option(
    "--meters", "meters_file", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file that defines the meters.",
)  # fmt: skip
EVENTS = click.option(
    "--events", default="usage.duckdb", show_default=True, metavar="FILE|URL",
    help="Where events are kept: a DuckDB file, or postgresql://…",
)  # fmt: skip
_KINDS = {EntryKind.NEW: N_("new"), EntryKind.DIFFERENCE: N_("difference"), EntryKind.REVERSAL: N_("reversal")}


def meters_in(path: Path) -> Meters:
    """Read a file of meters. Raises InvalidDocument with all its problems."""
    meters, problems = load_meters(read_file(path), str(path))
    if meters is None:
        raise InvalidDocument(problems)
    return meters


def meter_named(meters: Meters, name: str) -> Meter:
    """Return a meter. Raises NotFound with a suggestion."""
    if name not in meters.meters:
        raise NotFound(f"there is no meter {quoted(name)}; {did_you_mean(name, meters.meters)}".rstrip("; "))
    return meters.meters[name]


@click.group()
def usage() -> None:
    """Ingest usage events, and read the meters."""


@usage.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@METERS
@EVENTS
@AS_JSON
@click.pass_obj
def add(context: CommandContext, /, files: tuple[Path, ...], meters_file: Path, events: str, as_json: bool) -> None:
    """Ingest events from FILES: JSON lines (.jsonl) or CSV. Ingestion is idempotent.

    It can be interrupted and run again: ingested events stay, and count once.
    """
    meters = meters_in(meters_file)
    done = IngestionProgress()
    with open_events(events) as store:
        for path in files:
            size = path.stat().st_size
            with path.open("rb") as file, click.progressbar(length=size, label=path.name, **_shown()) as bar:
                ingested = ingest(_events(file, path, meters), meters, store, progress=_Moving(bar, file))
            done = _both(done, ingested)
    _tell(done, as_json, context.locale)
    raise SystemExit(FAILED if done.wrong or done.contradicting else OK)


@usage.command()
@METERS
@EVENTS
@click.option("--from", "begin", required=True, type=DayParameter(), help="The first day.")
@click.option("--until", "end", required=True, type=DayParameter(), help="The day after the last one.")
@click.option("--meter", "names", multiple=True, help="Only this meter; repeat it.")
@click.option("--subject", help="Only this subject.")
@click.option("--known", type=int, help="Only batches up to this number: an answer of the past, again.")
@AS_JSON
def read(
    meters_file: Path,
    events: str,
    begin: date,
    end: date,
    names: tuple[str, ...],
    subject: str | None,
    known: int | None,
    as_json: bool,
) -> None:
    """Print the metered quantities between two days."""
    meters = meters_in(meters_file)
    questions = _questions(meters, begin, end, names, known)
    with open_events(events) as store:
        latest = store.received()
        metereds = [each for each in store.read(questions, meters.time_zone) if subject in (None, each.subject)]
    if as_json:
        rows = [_data(questions[each.question].meter.id, each) for each in metereds]
        print_json({"meters": meters.digest, "known": latest if known is None else known, "usage": rows})
        return
    for each in metereds:
        meter = questions[each.question].meter
        split = "".join(f"  {name}={value}" for name, value in zip(meter.by, each.split, strict=True))
        click.echo(f"{each.subject}  {meter.id}{split}  {exact_text(each.quantity)}")


@usage.command(short_help="Price what the meters counted in a period.")
@click.argument("catalog")
@METERS
@EVENTS
@click.option("--from", "begin", required=True, type=DayParameter(), help="The first day of the period.")
@click.option("--until", "end", required=True, type=DayParameter(), help="The day after the last one.")
@click.option("--book", help="The price book; the catalog's first one by default.")
@click.option(
    "--set", "assignments", multiple=True, metavar="PATH=VALUE", help="A choice of what is billed; repeat it."
)
@click.option("--known", type=int, help="Only batches up to this number.")
@click.option("--book-it", "book_it", is_flag=True, help="Book the lines; otherwise they are only shown.")
@AS_JSON
@click.pass_obj
def bill(
    context: CommandContext,
    /,
    catalog: str,
    meters_file: Path,
    events: str,
    begin: date,
    end: date,
    book: str | None,
    assignments: tuple[str, ...],
    known: int | None,
    book_it: bool,
    as_json: bool,
) -> None:
    """Price the metered quantities of a period, and print what is due.

    Booked amounts are subtracted, so late events bill exactly the difference.
    """
    meters = meters_in(meters_file)
    request = EvaluationRequest(catalog, begin, choices_of(assignments), book, differences=False)
    questions = _questions(meters, begin, end, (), known)
    result, prices = _priced_by(context, request)
    name = bill_of(prices, begin, end)
    with open_events(events) as store:
        counted = parameters_of(store.read(questions, meters.time_zone), questions, prices)
        lines = due_lines(name, counted, store.booked(name), result)
        if book_it:
            store.book(lines)
    currency = prices.currency
    if as_json:
        rows = [_bill_data(line) for line in lines]
        print_json({"bill": name, "currency": currency, "booked": book_it, "lines": rows})
        return
    _ = context.gettext
    for line in lines:
        kind, amount = _(_KINDS[line.kind]), exact_text(line.entry.amount)
        click.echo(f"{kind}  {line.subject}  {_said(line.entry)}  = {amount} {currency}")
    total_of = ngettext("{number} line", "{number} lines", len(lines), context.locale)
    booking = () if book_it else (_("not booked"),)
    click.echo(", ".join((total_of, f"{exact_text(total(lines))} {currency}", *booking)))


def _priced_by(
    context: CommandContext, request: EvaluationRequest
) -> tuple[Callable[[Mapping[str, ParameterValue]], Priced], PriceBook]:
    """Return how usage is priced, and by which book."""
    book = context.book(request.catalog, request.book)
    held = context.engine.evaluation(replace(request, priced=False)).configuration
    if held is None:
        raise InvalidRequest("these choices make no product; `configurator explain` says why")
    catalog = context.engine.outline(request.catalog)
    return (lambda usage: price_prepared(held, prepare(book, catalog, request.on, usage))), book


def _questions(meters: Meters, begin: date, end: date, names: tuple[str, ...], known: int | None) -> list[MeterQuery]:
    if end <= begin:
        raise InvalidRequest(f"the period from {begin} until {end} holds no day; let it end after it begins")
    zone = ZoneInfo(meters.time_zone)
    wanted = [meter_named(meters, name) for name in names] or list(meters.meters.values())
    return [MeterQuery(each, start_of_day(begin, zone), start_of_day(end, zone), known) for each in wanted]


def _events(file: BinaryIO, path: Path, meters: Meters) -> Iterator[Event | Problem]:
    if path.suffix == ".csv":
        events, problems = events_of_csv(file.read(), str(path), meters)
        yield from problems
        yield from events
    else:
        yield from events_of_lines(file, str(path), meters)


class _Moving:
    """Moves a progress bar to where a file has been read up to."""

    def __init__(self, bar: Any, file: BinaryIO) -> None:
        self._bar, self._file, self._at = bar, file, 0

    def __call__(self, so_far: IngestionProgress) -> None:
        here = self._file.tell()
        self._bar.update(here - self._at)
        self._at = here


def _shown() -> dict[str, Any]:
    """Draw progress on standard error, and only where a person looks at it."""
    return {"file": sys.stderr, "hidden": not sys.stderr.isatty()}


def _both(one: IngestionProgress, other: IngestionProgress) -> IngestionProgress:
    return IngestionProgress(
        one.added + other.added,
        one.repeated + other.repeated,
        one.contradicting + other.contradicting,
        one.wrong + other.wrong,
        one.problems + other.problems,
    )


def _tell(done: IngestionProgress, as_json: bool, locale: str) -> None:
    for problem in done.problems:
        click.echo(problem_line(problem, locale), err=True)
    if as_json:
        counts = {"added": done.added, "repeated": done.repeated, "wrong": done.wrong}
        print_json({**counts, "contradicting": done.contradicting})
        return
    conflict = texts_for(locale).gettext("event {event} is already known with other content; the first one is kept")
    for name in done.contradicting:
        click.echo(conflict.format(event=quoted(name)), err=True)
    click.echo(", ".join(_counts(done, locale)))


def _counts(done: IngestionProgress, locale: str) -> Iterator[str]:
    yield ngettext("{number} new", "{number} new", done.added, locale)
    yield ngettext("{number} already known", "{number} already known", done.repeated, locale)
    yield ngettext("{number} invalid", "{number} invalid", done.wrong, locale)
    if done.contradicting:
        yield ngettext("{number} contradicting", "{number} contradicting", len(done.contradicting), locale)


def _data(meter: str, metered: MeteredQuantity) -> dict[str, object]:
    split, quantity = list(metered.split), exact_text(metered.quantity)
    return {"meter": meter, "subject": metered.subject, "split": split, "quantity": quantity}


def _said(entry: Entry) -> str:
    price = "" if entry.unit_price is None else f" × {exact_text(entry.unit_price)}"
    return entry.id if entry.quantity is None else f"{entry.id}  {exact_text(entry.quantity)}{price}"


def _bill_data(line: BookedLine) -> dict[str, object]:
    entry = line.entry
    return {
        "id": line.id,
        "subject": line.subject,
        "kind": line.kind.value,
        "entry": entry.id,
        "quantity": None if entry.quantity is None else exact_text(entry.quantity),
        "unit_price": None if entry.unit_price is None else exact_text(entry.unit_price),
        "amount": exact_text(entry.amount),
    }
