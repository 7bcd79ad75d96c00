"""DuckDB in the process: events in one file, or in memory. One process writes at a time."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from configurator.errors import InvalidRequest
from configurator.metering.backends.rows import BILL_COLUMNS, Answer, answers_of, bill_lines, bill_rows, rows_of
from configurator.metering.bills import BookedLine
from configurator.metering.event_store import MeteredQuantity, MeterQuery, Receipt
from configurator.metering.jobs import ASKED, CHUNK, Job, jobs_for
from configurator.metering.model import Event, Meters

if TYPE_CHECKING:
    import duckdb

COLUMNS: Final = (
    ("event_id", "VARCHAR"), ("subject", "VARCHAR"), ("meter", "VARCHAR"), ("at_us", "BIGINT"),
    ("quantity", "DECIMAL(24, 6)"), ("split", "VARCHAR"), ("item", "VARCHAR"), ("body", "VARCHAR"),
)  # fmt: skip
_NAMES: Final = ", ".join(name for name, _ in COLUMNS)


def _rows(columns: Iterable[tuple[str, str]]) -> str:
    """Return the query whose rows are the objects of one parameter, a JSON list."""
    return f"SELECT unnest(from_json(?::JSON, '{json.dumps([dict(columns)])}'), recursive := true)"


_BATCH: Final = f"CREATE OR REPLACE TEMP TABLE batch AS {_rows(COLUMNS)}"
_KNOWN: Final = "SELECT b.event_id, b.body = e.body FROM batch b JOIN usage_event e ON e.event_id = b.event_id"
_ADD: Final = (
    f"INSERT INTO usage_event ({_NAMES}, received) SELECT {_NAMES}, ? FROM batch b "
    "WHERE NOT EXISTS (SELECT 1 FROM usage_event e WHERE e.event_id = b.event_id)"
)
_SCHEMA: Final = (
    "CREATE TABLE IF NOT EXISTS usage_event ("
    + ", ".join(f"{name} {kind} NOT NULL" for name, kind in (*COLUMNS, ("received", "BIGINT")))
    + ")"
)

_BILL_NAMES: Final = ", ".join(BILL_COLUMNS)
_BILL_SCHEMA: Final = (
    "CREATE TABLE IF NOT EXISTS usage_bill_line ("
    + ", ".join(f"{name} VARCHAR NOT NULL" for name in BILL_COLUMNS)
    + ")"
)
_BOOK: Final = (
    f"INSERT INTO usage_bill_line SELECT {_BILL_NAMES} FROM ({_rows((name, 'VARCHAR') for name in BILL_COLUMNS)}) b "
    "WHERE NOT EXISTS (SELECT 1 FROM usage_bill_line k WHERE k.line_id = b.line_id)"
)
_BOOKED: Final = f"SELECT {_BILL_NAMES} FROM usage_bill_line WHERE bill = ?"


class DuckDbEvents:
    """Events in a DuckDB file, kept once each. Close it, or use it in a `with` statement."""

    def __init__(self, path: Path | None = None, *, memory: str = "400MB", threads: int = 2) -> None:
        """Open a file, or a store in memory. Raises InvalidRequest where the file is in use or is something else."""
        import duckdb

        try:
            self._connection: duckdb.DuckDBPyConnection = duckdb.connect(
                str(path) if path else ":memory:", config={"memory_limit": memory, "threads": threads}
            )
        except duckdb.Error as error:
            raise InvalidRequest(f"the events of {path} cannot be opened: {_first_line(error)}") from error
        self._connection.execute(_SCHEMA)
        self._connection.execute(_BILL_SCHEMA)

    def add(self, events: Sequence[Event], meters: Meters) -> Receipt:
        rows, within = rows_of(events, meters)
        if not rows:
            return within
        with self._transaction() as run:
            run.execute(_BATCH, [json.dumps(rows)])
            known = run.execute(_KNOWN).fetchall()
            added = len(rows) - len(known)
            if added:
                run.execute(_ADD, [self.received() + 1])
        contradicting = sorted(name for name, same in known if not same)
        repeated = len(known) - len(contradicting) + within.repeated
        return Receipt(added, repeated, (*within.contradicting, *contradicting))

    def received(self) -> int:
        (result,) = self._connection.execute("SELECT COALESCE(MAX(received), 0) FROM usage_event").fetchone() or (0,)
        return int(result)

    def read(self, questions: Sequence[MeterQuery], time_zone: str) -> list[MeteredQuantity]:
        return answers_of(row for job in jobs_for(questions, time_zone) for row in self._run(job))

    def book(self, lines: Sequence[BookedLine]) -> int:
        with self._transaction() as run:
            (number,) = run.execute(_BOOK, [json.dumps(bill_rows(lines))]).fetchone() or (0,)
        return int(number)

    def booked(self, bill: str) -> list[BookedLine]:
        return bill_lines(self._connection.execute(_BOOKED, [bill]).fetchall())

    def export(self, folder: Path) -> None:
        """Write all events as Parquet files into a new folder, for Spark."""
        target = str(folder).replace("'", "''")
        self._connection.execute(f"COPY usage_event TO '{target}' (FORMAT parquet, PER_THREAD_OUTPUT true)")

    def _run(self, job: Job) -> list[Answer]:
        self._fill("asked", ASKED, job.asked)
        self._fill("chunk", CHUNK, job.chunks)
        return self._connection.execute(job.text).fetchall()

    def _fill(self, table: str, columns: Sequence[tuple[str, str]], rows: Sequence[tuple[int | str, ...]]) -> None:
        names = [name for name, _ in columns]
        data = json.dumps([dict(zip(names, row, strict=True)) for row in rows])
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {_rows(columns)}", [data])

    @contextmanager
    def _transaction(self) -> "Iterator[duckdb.DuckDBPyConnection]":
        self._connection.execute("BEGIN TRANSACTION")
        try:
            yield self._connection
            self._connection.execute("COMMIT")
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise

    def close(self) -> None:
        """Close the file; acknowledged batches are already on disk."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _first_line(error: Any) -> str:
    return str(error).splitlines()[0]
