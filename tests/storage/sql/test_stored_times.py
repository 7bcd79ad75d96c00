"""Times of a damaged database."""

from datetime import UTC, date, datetime

import pytest

from configurator.storage.sql.stored_times import stored_day, stored_instant
from configurator.storage.storage_ports import StoredDamage


def test_what_was_written_is_read() -> None:
    assert datetime(2026, 3, 1, 12, tzinfo=UTC) == stored_instant("2026-03-01T12:00:00.000000Z").replace(tzinfo=UTC)
    assert date(2026, 3, 1) == stored_day("2026-03-01")


@pytest.mark.parametrize("text", ["2026-13-01T12:00:00.000000Z", "2026-00-01", "", "\x00", 7, None])
def test_a_text_that_nothing_writes_is_damage(text: str) -> None:
    for read in (stored_day, stored_instant):
        with pytest.raises(StoredDamage, match="damaged"):
            read(text)
