"""The gate: what loads, what does not, and what a catalog pins."""

from configurator.catalog.load import entry_of, load_catalog
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
