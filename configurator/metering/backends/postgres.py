"""PostgreSQL: events in a table of a server; several processes may write at once."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self, cast

from configurator.errors import InvalidRequest
from configurator.metering.backends.rows import BILL_COLUMNS, Answer, answers_of, bill_lines, bill_rows, rows_of
from configurator.metering.bills import BookedLine
from configurator.metering.event_store import MeteredQuantity, MeterQuery, Receipt
from configurator.metering.jobs import ASKED, CHUNK, Job, jobs_for
from configurator.metering.model import Event, Meters

if TYPE_CHECKING:
    import psycopg

COLUMNS: Final = (
    ("event_id", 'VARCHAR(200) COLLATE "C"'), ("subject", 'VARCHAR(200) COLLATE "C"'), ("meter", "VARCHAR(100)"),
    ("at_us", "BIGINT"), ("quantity", "DECIMAL(24, 6)"), ("split", "TEXT"), ("item", "TEXT"), ("body", "TEXT"),
)  # fmt: skip
_NAMES: Final = ", ".join(name for name, _ in COLUMNS)
_SCHEMA: Final = (
    "CREATE TABLE IF NOT EXISTS usage_event ("
    + ", ".join(f"{name} {kind} NOT NULL" for name, kind in (*COLUMNS, ("received", "BIGINT")))
    + ", PRIMARY KEY (event_id));"
    + "CREATE INDEX IF NOT EXISTS usage_event_of_meter ON usage_event (meter, at_us);"
    + "CREATE INDEX IF NOT EXISTS usage_event_received ON usage_event (received)"
)
_ONE_AT_A_TIME: Final = "SELECT pg_advisory_xact_lock(7233964192)"
_BATCH: Final = "json_to_recordset(%(batch)s) AS b(" + ", ".join(f"{name} {kind.split()[0]}" for name, kind in (
    ("event_id", "TEXT"), ("subject", "TEXT"), ("meter", "TEXT"), ("at_us", "BIGINT"), ("quantity", "NUMERIC"),
    ("split", "TEXT"), ("item", "TEXT"), ("body", "TEXT"),
)) + ")"  # fmt: skip
_ADD: Final = (
    f"INSERT INTO usage_event ({_NAMES}, received) SELECT {_NAMES}, %(received)s FROM {_BATCH} "
    "ON CONFLICT (event_id) DO NOTHING"
)
_CONTRADICTING: Final = (
    f"SELECT b.event_id FROM {_BATCH} JOIN usage_event e ON e.event_id = b.event_id WHERE e.body <> b.body ORDER BY 1"
)

_BILL_NAMES: Final = ", ".join(BILL_COLUMNS)
_BILL_SCHEMA: Final = (
    "CREATE TABLE IF NOT EXISTS usage_bill_line ("
    + ", ".join(f'{name} TEXT COLLATE "C" NOT NULL' for name in BILL_COLUMNS)
    + ", PRIMARY KEY (line_id)); CREATE INDEX IF NOT EXISTS usage_bill_line_of ON usage_bill_line (bill)"
)
_BOOK: Final = (
    f"INSERT INTO usage_bill_line ({_BILL_NAMES}) SELECT {_BILL_NAMES} FROM json_to_recordset(%(lines)s) AS b("
    + ", ".join(f"{name} TEXT" for name in BILL_COLUMNS)
    + ") ON CONFLICT (line_id) DO NOTHING"
)
_BOOKED: Final = f"SELECT {_BILL_NAMES} FROM usage_bill_line WHERE bill = %(bill)s"


class PostgresEvents:
    """Events in a PostgreSQL database, kept once each. Batches take turns, so that their numbers follow their order."""

    def __init__(self, url: str) -> None:
        """Connect, and make the table where it is missing. Raises InvalidRequest where the server does not answer."""
        import psycopg

        try:
            self._connection: psycopg.Connection[tuple[object, ...]] = psycopg.connect(url)
            with self._transaction() as run:
                run.execute(_ONE_AT_A_TIME)
                run.execute(_SCHEMA)
                run.execute(_BILL_SCHEMA)
        except psycopg.Error as error:
            raise InvalidRequest(f"the events cannot be opened: {str(error).splitlines()[0]}") from error

    def add(self, events: Sequence[Event], meters: Meters) -> Receipt:
        rows, within = rows_of(events, meters)
        if not rows:
            return within
        batch = json.dumps(rows)
        with self._transaction() as run:
            run.execute(_ONE_AT_A_TIME)
            number = self._received(run) + 1
            added = run.execute(_ADD, {"batch": batch, "received": number}).rowcount
            contradicting = tuple(str(row[0]) for row in run.execute(_CONTRADICTING, {"batch": batch}))
        repeated = len(rows) - added - len(contradicting) + within.repeated
        return Receipt(added, repeated, (*within.contradicting, *contradicting))

    def received(self) -> int:
        with self._transaction() as run:
            return self._received(run)

    def read(self, questions: Sequence[MeterQuery], time_zone: str) -> list[MeteredQuantity]:
        with self._transaction() as run:
            return answers_of(row for job in jobs_for(questions, time_zone) for row in _run(run, job))

    def book(self, lines: Sequence[BookedLine]) -> int:
        with self._transaction() as run:
            return run.execute(_BOOK, {"lines": json.dumps(bill_rows(lines))}).rowcount

    def booked(self, bill: str) -> list[BookedLine]:
        with self._transaction() as run:
            return bill_lines(cast(list[tuple[str, ...]], run.execute(_BOOKED, {"bill": bill}).fetchall()))

    def _received(self, run: "psycopg.Cursor[tuple[object, ...]]") -> int:
        results = run.execute("SELECT COALESCE(MAX(received), 0) FROM usage_event").fetchone()
        return int(str(results[0])) if results else 0

    @contextmanager
    def _transaction(self) -> "Iterator[psycopg.Cursor[tuple[object, ...]]]":
        with self._connection.transaction(), self._connection.cursor() as cursor:
            yield cursor

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _run(run: "psycopg.Cursor[tuple[object, ...]]", job: Job) -> list[Answer]:
    _fill(run, "asked", ASKED, job.asked)
    _fill(run, "chunk", CHUNK, job.chunks)
    return cast(list[Answer], run.execute(job.text.encode()).fetchall())


def _fill(
    run: "psycopg.Cursor[tuple[object, ...]]",
    table: str,
    columns: Sequence[tuple[str, str]],
    rows: Sequence[tuple[int | str, ...]],
) -> None:
    shape = ", ".join(f"{name} {kind}" for name, kind in columns)
    run.execute(f"DROP TABLE IF EXISTS pg_temp.{table}; CREATE TEMP TABLE {table} ({shape})".encode())
    with run.copy(f"COPY pg_temp.{table} FROM STDIN".encode()) as copy:
        for row in rows:
            copy.write_row(row)
    run.execute(f"ANALYZE pg_temp.{table}".encode())
