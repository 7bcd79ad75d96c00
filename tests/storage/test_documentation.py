"""The page about storage names every table, every field of a quote's body, and every check."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from configurator.quoting.body import seal
from configurator.quoting.report import CheckName
from configurator.storage.sql.tables import metadata
from configurator.wire import Json
from tests.quoting.samples import quote

PAGE = (Path(__file__).parents[2] / "docs" / "storage.md").read_text(encoding="utf-8")
CODE = set(re.findall(r"`([^`\n]+)`", PAGE))


def _fields(value: Json) -> Iterator[str]:
    """Yield the fields of a quote's own objects, without those that are ids of something else."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            if name not in ("parameters", "instances", "priced", "amount"):
                yield from _fields(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _fields(inner)


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_every_table_is_documented(table: str) -> None:
    assert f"| `{table}` |" in PAGE


def test_every_field_of_a_body_is_documented() -> None:
    assert set() == set(_fields(json.loads(seal(quote()).body))) - CODE


@pytest.mark.parametrize("check", CheckName)
def test_every_check_is_documented(check: CheckName) -> None:
    assert re.search(rf"^\| ([a-z ]+, )?{check}(, [a-z ]+)? \|", PAGE, re.MULTILINE)
