"""Ten million usage events, aggregated by the meters' own text and priced exactly, on DuckDB, PostgreSQL and Spark.

Run `python -m tests.benchmarks.usage [EVENTS]`. The larger backends get a tenth of the events, and must give the same
digits as DuckDB does for the same tenth.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

from configurator.metering.backends.duckdb import DuckDbEvents
from configurator.metering.backends.postgres import PostgresEvents
from configurator.metering.backends.spark import SparkEvents
from configurator.metering.event_store import EventReader, MeteredQuantity, MeterQuery
from configurator.metering.load import load_meters
from configurator.metering.model import Meters
from configurator.pricing.charge_models import plain_value, rate
from tests.pricing.shop import book_of

START, MONTH = 1_700_000_000_000_000, 2_592_000_000_000
SUBJECTS = 20_000
BOOK = book_of(
    """
    charges:
      calls:
        model: graduated
        quantity: 0
        tiers: [{up_to: 1000, price: 0.01}, {up_to: 100000, price: 0.005}, {price: 0.002}]
    """
)
COLUMNS = ("job", "events", "answers", "seconds", "million events/s", "MB at most")


def meters() -> Meters:
    text = "format: 1\nmeters: m\ntime_zone: UTC\ndefinitions: {calls: {aggregate: sum}, peak: {aggregate: max}}\n"
    found, problems = load_meters(text.encode(), "meters.yaml")
    if found is None:
        raise ValueError(problems)
    return found


def fill(store: DuckDbEvents, number: int) -> None:
    """Write events straight into the table: what is measured is reading, not writing."""
    store._connection.execute(
        f"""INSERT INTO usage_event SELECT 'e' || i, 's' || (hash(i) % {SUBJECTS}), 'calls',
        {START} + (hash(i * 7) % {MONTH})::BIGINT, ((hash(i * 3) % 1000000) / 1000.0)::DECIMAL(24, 6),
        '[]', '', '', 1 FROM range({number}) t(i)"""
    )


def priced(found: Sequence[MeteredQuantity]) -> Fraction:
    """Return the graduated price of all, exactly."""
    model = BOOK.charges[0].model
    return sum((rate(model, each.quantity, plain_value).amount for each in found), Fraction(0))


def measure(reader: EventReader, question: MeterQuery) -> tuple[Fraction, int, float, float]:
    """Return the price, the number of answers, and the seconds of reading and of everything."""
    begin = time.perf_counter()
    found = reader.read([question], "UTC")
    read = time.perf_counter() - begin
    amount = priced(found)
    return amount, len(found), read, time.perf_counter() - begin


def row(job: str, events: int, measured: tuple[Fraction, int, float, float]) -> tuple[str, ...]:
    _, answers, _, whole = measured
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (job, f"{events:,}", f"{answers:,}", f"{whole:.2f}", f"{events / whole / 1e6:.2f}", f"{most:,.0f}")


def run(events: int) -> list[tuple[str, ...]]:
    """Measure DuckDB on all events, and all backends on a tenth of them."""
    question = MeterQuery(meters().meters["calls"], START, START + MONTH)
    rows = []
    with tempfile.TemporaryDirectory() as folder, DuckDbEvents(Path(folder) / "all.db") as store:
        fill(store, events)
        rows.append(row("duckdb, sum and graduated", events, measure(store, question)))
    with tempfile.TemporaryDirectory() as folder, DuckDbEvents(Path(folder) / "tenth.db") as store:
        fill(store, events // 10)
        store.export(Path(folder) / "events")
        expected = measure(store, question)
        rows.append(row("duckdb", events // 10, expected))
        for name, open_other in (("postgresql", _postgres), ("spark", _spark)):
            with suppress(Unavailable):
                found = open_other(Path(folder), question)
                rows.append(
                    row(f"{name}, {'same digits' if found[0] == expected[0] else 'OTHER DIGITS'}", events // 10, found)
                )
    return rows


class Unavailable(Exception):
    """The machine lacks what a backend needs."""


Measured = tuple[Fraction, int, float, float]


def _postgres(folder: Path, question: MeterQuery) -> Measured:
    import duckdb
    import pytest

    from tests.storage.servers import postgresql_server

    try:
        with postgresql_server() as url, PostgresEvents(url) as store:
            rows = duckdb.execute(f"SELECT * FROM '{folder}/events/*.parquet'")
            with store._connection.cursor() as cursor, cursor.copy("COPY usage_event FROM STDIN") as copy:
                while found := rows.fetchmany(50_000):
                    for each in found:
                        copy.write_row(each)
            store._connection.commit()
            return measure(store, question)
    except pytest.skip.Exception as missing:
        raise Unavailable from missing


def _spark(folder: Path, question: MeterQuery) -> Measured:
    try:
        from pyspark.sql import SparkSession
    except ImportError as missing:
        raise Unavailable from missing
    builder = SparkSession.builder.master("local[2]")
    for key in ("spark.ui.enabled", "spark.ui.showConsoleProgress"):
        builder = builder.config(key, "false")
    session = builder.getOrCreate()
    try:
        reader = SparkEvents(session, folder / "events")
        measure(reader, question)
        return measure(reader, question)
    finally:
        session.stop()


def table(rows: Sequence[tuple[str, ...]], width: Callable[[str], int] = len) -> str:
    widths = [max(width(row[at]) for row in (COLUMNS, *rows)) for at in range(len(COLUMNS))]
    return "\n".join(
        "  ".join(cell.ljust(size) for cell, size in zip(each, widths, strict=True)) for each in (COLUMNS, *rows)
    )


if __name__ == "__main__":
    print(table(run(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)))
