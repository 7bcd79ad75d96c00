"""What was acknowledged to clients, to be found again once the trouble is over: every quote once, whole and proved."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from sqlalchemy import select

from configurator.engine import Engine
from configurator.quoting.verification_report import VerificationOutcome
from configurator.storage.sql.sql_storage import SqlStorage
from configurator.storage.sql.sql_tables import idempotency
from configurator.storage.storage_ports import QuoteSummary
from tests.chaos.trials import Outcome
from tests.offering.shop import written

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SELLER = "acme"
PROVED = 40
"""Quotes of a trial that are priced anew, the newest; of all others the seals are checked."""


def shop(folder: Path) -> tuple[Path, Path]:
    """Return the folders of a small catalog and its book, written once."""
    return (folder / "catalogs", folder / "books") if (folder / "books").is_dir() else written(folder)


@dataclass(slots=True)
class Ledger:
    """The ids of acknowledged quotes by idempotency key. Safe for threads."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def acknowledge(self, key: str, id: str, outcome: Outcome) -> None:
        """Note an answer; another id than that of an earlier answer is a fault: the quote was doubled."""
        with self._lock:
            first = self.acknowledged.setdefault(key, id)
            outcome.expect(first == id, f"{key} was answered with {first}, then with {id}")

    def settle(self, storage: SqlStorage, books: tuple[Path, Path], outcome: Outcome) -> None:
        """Look for all of it in a database: what was acknowledged is there, nothing is there twice or half."""
        stored = {row.id: row for row in _all_quotes(storage)}
        for key, id in self.acknowledged.items():
            outcome.expect(id in stored, f"the quote {id} of {key} was acknowledged, and is lost")
        made = _made(storage)
        outcome.expect(len(made) == len(set(made.values())), "two keys made one quote")
        strays = sorted(stored.keys() - set(made.values()))
        outcome.expect(not strays, f"{len(strays)} quotes stand under no key: doubled, or half written: {strays[:3]}")
        engine = Engine.open(*books)
        for number, id in enumerate(sorted(stored, key=lambda id: stored[id].created, reverse=True)):
            quote = storage.quotes.get(SELLER, id)
            outcome.expect(quote.digest == stored[id].digest, f"the quote {id} has another digest in the list")
            if number < PROVED:
                report = engine.verify(storage.quotes.stored(SELLER, id))
                outcome.expect(report.outcome is VerificationOutcome.PASSED, f"the quote {id} is not proved: {report}")
        outcome.counts["quotes"] += len(stored)
        outcome.counts["acknowledged"] += len(self.acknowledged)


def _made(storage: SqlStorage) -> dict[str, str]:
    """Return the quotes that idempotency keys stand for in the database."""
    rows = select(idempotency.c.key, idempotency.c.resource).where(idempotency.c.seller == SELLER)
    with storage.database.reading() as connection:
        return {row.key: row.resource for row in connection.execute(rows)}


def body_of(key: str) -> dict[str, object]:
    """Return the request for a quote that belongs to a key."""
    bulbs = 1 + sum(key.encode()) % 4
    item = {"id": "one", "catalog": "lamps", "choices": {"bulbs": bulbs}, "quantity": 1 + len(key)}
    return {"items": [item], "on": NOW.date().isoformat()}


def _all_quotes(storage: SqlStorage) -> Iterator[QuoteSummary]:
    after: str | None = None
    while True:
        page = storage.quotes.list(SELLER, limit=200, after=after)
        yield from page.rows
        after = page.next
        if after is None:
            return
