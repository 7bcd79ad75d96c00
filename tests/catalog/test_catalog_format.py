"""The page about the format is true: its examples load, and it names every key of every shape."""

import re
from pathlib import Path

import pytest

from configurator.catalog.load import load_catalog
from configurator.catalog.scenarios import load_scenarios
from configurator.problems import Problem
from configurator.reading.files import Files
from configurator.units import STANDARD_UNITS
from tests.catalog.keys import keys_of_files

PAGE = (Path(__file__).parents[2] / "docs" / "catalog-format.md").read_text(encoding="utf-8")
EXAMPLES: list[str] = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
LIBRARY = next(block for block in EXAMPLES if "\nlibrary:" in block)
USER = "format: 1\ncatalog: user\ninclude: [{file: metals/library.yaml}]\nfeatures:\n  rim: {options: rims}\n  "
USER += "tyre_width: {type: integer, range: 6..9, unit: inch}\n"


def _problems(example: str) -> tuple[Problem, ...]:
    text = USER if example == LIBRARY else EXAMPLES[0] if "\nscenarios:" in example else example
    files = Files({"catalog.yaml": text.encode(), "metals/library.yaml": LIBRARY.encode()})
    catalog, problems = load_catalog(files)
    if "\nscenarios:" in example:
        return (*problems, *load_scenarios(Files({"scenarios.yaml": example.encode()}), catalog)[1])
    return problems


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.split("\n")[1])
def test_an_example_of_the_page_loads_without_any_problem(example: str) -> None:
    assert example.startswith("format: 1\n")
    assert () == _problems(example)


@pytest.mark.parametrize(("shape", "keys"), keys_of_files().items())
def test_every_key_of_every_shape_is_explained(shape: str, keys: tuple[str, ...]) -> None:
    assert [] == [key for key in keys if f"`{key}`" not in PAGE]


def test_keys_are_found_as_they_are_spelt_in_files() -> None:
    keys = keys_of_files()
    assert (("from", "until"), ("file", "as", "with"), ("group", "groups", "only", "except")) == (
        keys["EffectiveShape"],
        keys["IncludeShape"],
        keys["GroupOptionsShape"],
    )
    assert {"CatalogShape", "LibraryShape", "ScenarioShape", "StructureShape"} < set(keys)


def test_the_page_lists_exactly_the_standard_units() -> None:
    table = PAGE[PAGE.index("| dimension | units |") : PAGE.index("## Components")]
    cells = [line.split("|")[2] for line in table.splitlines()[2:] if line.startswith("|")]
    assert sorted(STANDARD_UNITS) == sorted(re.findall(r"`([^`]+)`", " ".join(cells)))
