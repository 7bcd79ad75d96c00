"""What a body holds and what is checked stands in docs/storage.md."""

from pathlib import Path

import pytest

from configurator.canonical_json import as_object
from configurator.quoting.quote_body import write_quote
from configurator.quoting.verification_report import CheckName
from tests.quoting.proved import at
from tests.quoting.samples import quote

PAGE = (Path(__file__).parents[2] / "docs" / "storage.md").read_text(encoding="utf-8")
BODY = as_object(write_quote(quote()))


@pytest.mark.parametrize("name", sorted({*BODY, *at(BODY, ("items", 0)), *at(BODY, ("items", 0, "catalog"))}))
def test_every_field_of_a_body_is_documented(name: str) -> None:
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("name", CheckName)
def test_every_check_is_documented(name: CheckName) -> None:
    (table,) = (part for part in PAGE.split("\n## ") if part.startswith("Proving a quote"))
    assert str(name) in table
