"""Reading what was written gives the same catalog (law 9)."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.catalog.load import load_catalog
from configurator.catalog.model import Catalog
from configurator.catalog.write import write_catalog
from configurator.reading.files import Files, read_folder
from tests.catalog.compare import content_of, same_content
from tests.catalog.loading import catalog_of, example
from tests.examples import share
from tests.laws.catalogs import random_catalog

SHIPPED = sorted(path.parent for path in (Path(__file__).parents[2] / "catalogs").glob("*/catalog.yaml"))


def read_back(catalog: Catalog) -> Catalog:
    again, problems = load_catalog(Files({"catalog.yaml": write_catalog(catalog).encode()}))
    if again is None:
        raise ValueError("\n".join(map(str, problems)))
    return again


@pytest.mark.parametrize("name", ["lamp", "workshop"])
def test_an_example_is_the_same_when_written_and_read(name: str) -> None:
    catalog = example(name)
    assert content_of(catalog) == content_of(read_back(catalog))


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: str(folder.name))
def test_a_shipped_catalog_is_the_same_when_written_and_read(folder: Path) -> None:
    catalog, _ = load_catalog(read_folder(folder))
    assert catalog is not None
    assert same_content(catalog, read_back(catalog))


def test_units_are_written_by_those_before_them() -> None:
    declared = "{uF: 1 siemens/MHz, siemens: 1 A/V, ohm: 1 V/A, mohm: 0.001 ohm, seat: base, row: 12 seat, dozen: 12}"
    catalog = catalog_of(f"units: {declared}\nfeatures: {{a: {{type: boolean}}}}")
    assert content_of(catalog) == content_of(read_back(catalog))


@settings(max_examples=share(60))
@given(st.integers(0, 10_000))
def test_any_catalog_is_the_same_when_written_and_read(seed: int) -> None:
    catalog, _ = load_catalog(Files({"catalog.yaml": random_catalog(seed).text.encode()}))
    assert catalog is not None
    assert content_of(catalog) == content_of(read_back(catalog))


@settings(max_examples=share(60))
@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"], exclude_characters="\ufeff"),
        min_size=1,
    )
)
def test_any_title_survives(title: str) -> None:
    catalog = catalog_of("features: {a: {title: X, type: boolean}}")
    text = write_catalog(catalog).replace("title: X\n    type", f"title: {_quoted(title)}\n    type")
    again, problems = load_catalog(Files({"catalog.yaml": text.encode()}))
    assert () == problems
    assert again is not None
    assert title == str(read_back(again).root.members["a"].title)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def test_writing_is_canonical() -> None:
    written = write_catalog(example("workshop"))
    assert written == write_catalog(read_back(example("workshop")))


def test_what_differs_is_not_the_same() -> None:
    one, two = (catalog_of(f"features: {{a: {{type: integer, range: 0..{high}}}}}") for high in (3, 4))
    assert (True, False) == (same_content(one, one), same_content(one, two))


def test_options_of_several_groups_are_the_same_when_written_and_read() -> None:
    catalog = catalog_of(
        "components: {a: {items: {x: X}}, b: {items: {y: Y, z: Z}}}\n"
        "features: {f: {options: {groups: [b, a], except: [y]}}, g: {options: b}}"
    )
    assert same_content(catalog, read_back(catalog))
