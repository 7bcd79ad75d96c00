"""Books are read once for all items that cite them, and the price is the one that was quoted."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from configurator.engine import Ask, Engine, ItemAsk
from configurator.errors import InvalidDocument
from configurator.quoting import recomputing
from configurator.quoting.recomputing import Recomputing
from configurator.quoting.verify import Repricing
from configurator.reading.files import Files

ON = date(2013, 6, 1)
ENGINE = Engine.open(now=lambda: 0.0)


def _item() -> tuple[Repricing, object]:
    now = datetime(2013, 6, 1, tzinfo=UTC)
    ask = Ask("bmw_x3", ON, seconds=None)
    drawn = ENGINE.quote([ItemAsk("car", 1, ask)], id="q", seller="acme", created=now, on=ON)
    item = drawn.sealed.quote.items[0]
    files = Files(next(each.files for each in drawn.contents if each.digest == item.book.digest))
    catalog = ENGINE.catalog("bmw_x3").catalog
    return Repricing(catalog, item.configuration, item.book, files, ON, item.parameters), item.unit


def test_the_price_is_the_one_that_was_quoted() -> None:
    item, unit = _item()
    assert unit == Recomputing()(item).unit


def test_a_book_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    item, _ = _item()
    again = Recomputing()
    again(item)
    monkeypatch.setattr(recomputing, "load_book", None)
    again(item)


def test_a_book_that_cannot_be_read_says_so() -> None:
    item, _ = _item()
    with pytest.raises(InvalidDocument):
        Recomputing()(replace(item, book_files=Files({item.book.entry: b"format: 9\n"})))
