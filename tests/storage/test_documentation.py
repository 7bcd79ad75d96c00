"""The page about storage names every table."""

import re
from pathlib import Path

import pytest

from configurator.storage.sql.sql_tables import metadata

PAGE = (Path(__file__).parents[2] / "docs" / "storage.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_every_table_is_documented(table: str) -> None:
    assert re.search(rf"^\|[^|]*`{table}`[^|]*\|", PAGE, re.MULTILINE)
