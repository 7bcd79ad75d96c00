"""Sellers are made once and found by id."""

from datetime import UTC, datetime

import pytest

from configurator.errors import InvalidRequest, NotFound
from configurator.storage.sql.sql_storage import SqlStorage
from configurator.storage.storage_ports import Seller

AT = datetime(2026, 3, 1, tzinfo=UTC)
LATER = datetime(2027, 3, 1, tzinfo=UTC)


def test_a_seller_is_made_once(store: SqlStorage) -> None:
    first = store.sellers.ensure("ajax", name="Ajax Ltd", at=AT)
    assert Seller("ajax", "Ajax Ltd", AT) == first
    assert first == store.sellers.ensure("ajax", name="Another", at=LATER)
    assert first == store.sellers.get("ajax")


def test_a_seller_without_a_name_is_called_by_its_id(store: SqlStorage) -> None:
    assert "ajax" == store.sellers.ensure("ajax", at=AT).name


def test_sellers_are_listed_by_id(store: SqlStorage) -> None:
    for id in ("b", "B", "a"):
        store.sellers.ensure(id, at=AT)
    assert ["B", "a", "acme", "b", "rival"] == [seller.id for seller in store.sellers.list()]


def test_an_unknown_seller_is_not_found(store: SqlStorage) -> None:
    with pytest.raises(NotFound, match="no seller 'nobody'"):
        store.sellers.get("nobody")


@pytest.mark.parametrize("id", ["", "a\0b", "a\nb"])
def test_an_id_that_cannot_be_shown_is_refused(store: SqlStorage, id: str) -> None:
    with pytest.raises(InvalidRequest, match="cannot be the id of a seller"):
        store.sellers.ensure(id, at=AT)
