"""A quote stored today is proved years later, whatever became of catalogs and prices; what was altered is found."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from configurator import storage as stores
from configurator.engine import Engine, EvaluationRequest, OrderItemRequest
from configurator.quoting.verification_report import VerificationOutcome, VerificationReport
from configurator.session.choices import Choices
from configurator.shipped import shipped_folder

DAY = date(2013, 6, 1)
ASK = EvaluationRequest("bmw_x3", DAY, Choices({"bmw_apps": True}), seconds=None)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A shop with a quote of 42,145 dollars in its store."""
    for kind in ("catalogs", "pricing_rules"):
        shutil.copytree(shipped_folder(kind) / "bmw_x3", tmp_path / kind / "bmw_x3")
    now = datetime(2013, 6, 1, 9, tzinfo=UTC)
    drawn = _engine(tmp_path).quote([OrderItemRequest("car", 1, ASK)], id="q_1", seller="acme", created=now, on=DAY)
    with stores.open(f"sqlite:///{tmp_path / 'quotes.db'}") as storage:
        storage.sellers.ensure("acme", at=now)
        storage.quotes.add(drawn.sealed, drawn.contents)
    yield tmp_path


def _engine(folder: Path) -> Engine:
    return Engine.open(folder / "catalogs", folder / "pricing_rules")


def _verified(folder: Path) -> VerificationReport:
    with stores.open(f"sqlite:///{folder / 'quotes.db'}") as storage:
        return _engine(folder).verify(storage.quotes.stored("acme", "q_1"))


def _running_price(folder: Path) -> str:
    priced = _engine(folder).evaluation(ASK).priced
    return "" if priced is None else str(priced.totals.one_time)


def _altered(folder: Path, statement: str, *values: object) -> None:
    """Do what an administrator could who takes the guards away first."""
    with sqlite3.connect(folder / "quotes.db") as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        assert connection.execute(statement, values).rowcount >= 1


@pytest.mark.slow
def test_later_prices_do_not_alter_what_was_quoted(folder: Path) -> None:
    before = _running_price(folder)
    for path in (folder / "pricing_rules").rglob("*.*"):
        path.write_text(path.read_text(encoding="utf-8").replace("37950", "40000").replace("38850", "40000"), "utf-8")
    for path in (folder / "pricing_rules").rglob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8").replace("950", "999"), "utf-8")
    assert "42145" in before.replace(",", "") and before != _running_price(folder)
    assert VerificationOutcome.PASSED is _verified(folder).outcome


def test_a_product_that_is_sold_no_longer_can_still_be_proved(folder: Path) -> None:
    shutil.rmtree(folder / "catalogs" / "bmw_x3")
    shutil.rmtree(folder / "pricing_rules" / "bmw_x3")
    assert VerificationOutcome.PASSED is _verified(folder).outcome


@pytest.mark.slow
@pytest.mark.parametrize(
    ("statement", "values", "where"),
    [
        ("UPDATE quotes SET body = replace(body, '42145.00', '42144.00')", (), "digest"),
        ("UPDATE quotes SET body = replace(body, '42145.00', '1.00')", (), "price"),
        ("UPDATE quotes SET digest = ?", ("0" * 64,), "digest"),
        ("UPDATE content_files SET bytes = CAST('x,y' AS BLOB) WHERE path LIKE '%.csv'", (), "were altered"),
        ("DELETE FROM content_files", (), "were altered"),
    ],
)
def test_a_row_that_was_altered_is_found(folder: Path, statement: str, values: tuple[object, ...], where: str) -> None:
    _altered(folder, statement, *values)
    report = _verified(folder)
    assert VerificationOutcome.FAILED is report.outcome
    assert where in str(report)
