"""The gate: what loads, what does not, and what a catalog pins."""

from pathlib import Path

import pytest

from configurator.catalog.load import ENTRY, entry_of, files_around, load_catalog
from configurator.errors import InvalidDocument
from configurator.reading.files import Files, read_folder
from tests.catalog.loading import EXAMPLES, catalog_of, example, loaded


def test_every_example_loads_without_any_problem() -> None:
    files = read_folder(EXAMPLES)
    assert [load_catalog(files, f"{name}/catalog.yaml")[1] for name in ("lamp", "workshop")] == [(), ()]


def test_a_catalog_has_the_same_digest_from_its_own_folder_and_from_above() -> None:
    inside, _ = load_catalog(read_folder(EXAMPLES / "lamp"))
    assert inside == example("lamp")


def test_a_catalog_loads_again_from_the_files_it_keeps() -> None:
    catalog = example("workshop")
    again, _ = load_catalog(Files(catalog.files), entry_of(Files(catalog.files)))
    assert again == catalog


def test_the_digest_covers_the_included_library_and_the_tables_and_nothing_else() -> None:
    kept = ["shared_fittings/library.yaml", "workshop/catalog.yaml", "workshop/finishes.csv", "workshop/panels.csv"]
    assert kept == list(example("workshop").files)


def test_a_catalog_with_an_error_is_none_and_all_problems_come_at_once() -> None:
    catalog, problems = loaded(
        """
        features:
          a: {options: nothing}
          B: {type: boolean}
        constraints:
          c: {require: d, because: x}
        """
    )
    assert catalog is None
    assert [it.code.name for it in problems] == ["catalog.unknown-group", "catalog.bad-id", "language.unknown-name"]


def test_a_missing_file_is_a_problem() -> None:
    catalog, problems = load_catalog(read_folder(EXAMPLES), "nothing/catalog.yaml")
    assert (catalog, [problem.code.name for problem in problems]) == (None, ["reading.file-not-found"])


def test_a_catalog_may_hold_nothing_yet() -> None:
    assert catalog_of("title: Nothing").root.members == {}


LIBRARY = b"format: 1\nlibrary: woods\ncomponents: {boards: {items: {oak: Oak, ash: Ash}}}\n"


def _table(root: Path, included: str) -> None:
    text = (
        f"format: 1\ncatalog: table\ninclude: [{{file: {included}, as: w}}]\nfeatures: {{top: {{options: w.boards}}}}\n"
    )
    (root / "table").mkdir()
    (root / "table" / ENTRY).write_text(text)


@pytest.mark.parametrize("folder", ["shared", "desk", "."])
def test_a_library_may_lie_anywhere_below_the_folder_of_catalogs(tmp_path: Path, folder: str) -> None:
    _table(tmp_path, f"../{folder}/woods.yaml")
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / ENTRY).write_text("format: 1\ncatalog: desk\n")
    (tmp_path / folder).mkdir(exist_ok=True)
    (tmp_path / folder / "woods.yaml").write_bytes(LIBRARY)
    catalog, problems = load_catalog(files_around(tmp_path, "table"), f"table/{ENTRY}")
    assert (True, ()) == (catalog is not None, problems)


def test_what_is_wrong_with_another_catalog_does_not_keep_one_from_being_read(tmp_path: Path) -> None:
    _table(tmp_path, "../shared/woods.yaml")
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "woods.yaml").write_bytes(LIBRARY)
    (tmp_path / "huge").mkdir()
    (tmp_path / "huge" / ENTRY).write_bytes(b"#" * 10_000_001)
    assert ["shared/woods.yaml", f"table/{ENTRY}"] == sorted(files_around(tmp_path, "table"))
    with pytest.raises(InvalidDocument):
        files_around(tmp_path, "huge")
