"""What the rest of the house may rely on, whichever database answers."""

from datetime import UTC, datetime

from configurator.errors import ConfiguratorError
from configurator.storage.sql.sql_storage import SqlStorage
from configurator.storage.storage_ports import ApiKey, IssuedKey, Storage, StorageUnavailable

AT = datetime(2026, 3, 1, tzinfo=UTC)


def test_a_secret_is_not_written_into_logs() -> None:
    issued = IssuedKey(ApiKey("k", "acme", "test", frozenset(), AT), "ck_secret")
    assert "ck_secret" not in repr(issued)


def test_the_one_implementation_keeps_to_the_ports(store: SqlStorage) -> None:
    kept: Storage = store
    kept.check()


def test_what_may_be_tried_again_is_an_error_of_this_house() -> None:
    assert issubclass(StorageUnavailable, ConfiguratorError)
