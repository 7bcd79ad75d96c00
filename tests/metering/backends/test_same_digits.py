"""The same texts over the same events give the same digits in DuckDB, PostgreSQL and Spark."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from configurator.metering.backends.duckdb import DuckDbEvents
from configurator.metering.backends.postgres import PostgresEvents
from configurator.metering.backends.spark import SparkEvents
from configurator.metering.event_store import Receipt
from configurator.metering.model import Event
from tests.metering.counting import expected
from tests.metering.meters import ALL, END, START, questions
from tests.storage.servers import schema_of_its_own

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def many(number: int = 3000) -> list[Event]:
    random = Random(7)
    return [
        Event(
            f"e{random.randrange(number)}",
            random.choice(["acme", "Änne", "Zoo", "a-b"]),
            random.choice(sorted(ALL.meters)),
            random.randrange(START - 3_600_000_000, END + 3_600_000_000),
            Fraction(random.randrange(10**17), 10**6),
            {"region": random.choice(["eu", "us"]), "user": random.choice("abcdef")},
        )
        for _ in range(number)
    ]


EVENTS = many()


@pytest.fixture
def duckdb() -> Iterator[DuckDbEvents]:
    with DuckDbEvents() as store:
        store.add(EVENTS, ALL)
        yield store


def test_duckdb_counts_as_a_plain_count_has_it(duckdb: DuckDbEvents) -> None:
    assert expected(EVENTS, questions(), ALL) == duckdb.read(questions(), ALL.time_zone)


@pytest.mark.slow
def test_postgresql_answers_as_duckdb_does(duckdb: DuckDbEvents, postgresql: str) -> None:
    with schema_of_its_own(postgresql) as url, PostgresEvents(url) as store:
        receipts = [store.add(EVENTS[begin : begin + 500], ALL) for begin in range(0, len(EVENTS), 500)]
        assert len({event.id for event in EVENTS}) == sum(receipt.added for receipt in receipts)
        assert duckdb.read(questions(), ALL.time_zone) == store.read(questions(), ALL.time_zone)
        again = store.add(EVENTS[:1], ALL)
        assert Receipt(0, 1) == again
        assert 6 == store.received()


@pytest.mark.slow
def test_spark_answers_as_duckdb_does(duckdb: DuckDbEvents, spark: "SparkSession", tmp_path: Path) -> None:
    duckdb.export(tmp_path / "events")
    found = SparkEvents(spark, tmp_path / "events").read(questions(), ALL.time_zone)
    assert duckdb.read(questions(), ALL.time_zone) == found
