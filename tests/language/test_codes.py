"""Every problem of the language is documented and has a wrong file that shows its exact wording."""

from pathlib import Path

import pytest

from configurator.catalog.load import load_catalog
from configurator.language import codes
from configurator.problems import ProblemCode
from configurator.reading.files import read_folder

ROOT = Path(__file__).parents[2]
CODES = [code for code in vars(codes).values() if isinstance(code, ProblemCode)]


@pytest.mark.parametrize("code", CODES, ids=str)
def test_a_code_names_the_room_and_has_a_sentence(code: ProblemCode) -> None:
    assert code.name.startswith("language.")
    assert code.summary.endswith(".")


def test_codes_are_distinct() -> None:
    assert len({code.name for code in CODES}) == len(CODES)


@pytest.mark.parametrize("code", CODES, ids=str)
def test_a_code_is_documented(code: ProblemCode) -> None:
    page = (ROOT / "docs" / "problem-codes.md").read_text(encoding="utf-8")
    assert f"### `{code}`\n" in page


@pytest.mark.parametrize("code", CODES, ids=str)
def test_a_wrong_catalog_is_told_exactly_this(code: ProblemCode) -> None:
    folder = ROOT / "tests" / "wrong_files" / code.name
    catalog, problems = load_catalog(read_folder(folder))
    assert catalog is None
    assert {problem.code for problem in problems} == {code}
    assert "".join(f"{problem}\n" for problem in problems) == (folder / "expected.txt").read_text(encoding="utf-8")
