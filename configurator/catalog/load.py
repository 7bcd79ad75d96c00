"""The gate for catalogs: files in; a model that holds, or every problem of every file at once, out."""

from pathlib import Path

from configurator.catalog.building.build_report import BuildReport
from configurator.catalog.building.catalog import build_catalog
from configurator.catalog.building.sources import gather, narrowed
from configurator.catalog.checks import checked
from configurator.catalog.model import Catalog
from configurator.errors import InvalidDocument
from configurator.garbage_collection import collection_paused
from configurator.problems import Problem, errors_in, in_order
from configurator.reading.files import Files, read_folder
from configurator.source import Location

ENTRY = "catalog.yaml"


@collection_paused()
def load_catalog(files: Files, entry: str = ENTRY) -> tuple[Catalog | None, tuple[Problem, ...]]:
    """Read the catalog in the file `entry`, with its includes.

    The catalog is None if any problem is an error; warnings accompany it. Its digest covers exactly the files it uses,
    and does not depend on whether `files` start at the catalog's folder or above it.
    """
    files, entry = narrowed(files, entry)
    report = BuildReport()
    sources = gather(files, entry, report)
    if sources is None:
        return None, in_order(report.problems)
    catalog = build_catalog(sources, files, report)
    if not errors_in(report.problems):
        report.extend(checked(catalog))
    problems = in_order(report.problems)
    return (None if errors_in(problems) else catalog), problems


def files_around(root: Path, id: str) -> Files:
    """Return the files that the catalog in the folder `id` may include: all below the folder of catalogs.

    Problems in the files of another catalog do not block this one: in that case only its own folder and folders without
    a catalog are read. Raises InvalidDocument for problems in these.
    """
    try:
        return read_folder(root)
    except InvalidDocument:
        beside = sorted(path for path in root.iterdir() if path.is_dir() and not (path / ENTRY).exists())
        folders = (root / id, *(path for path in beside if path.name != id))
        return Files({f"{each.name}/{path}": data for each in folders for path, data in read_folder(each).items()})


def entry_of(files: Files) -> str:
    """Return the catalog file among the files of a catalog (`Catalog.files`), in any folder.

    Raises InvalidDocument where there is no file of that name, or more than one.
    """
    results = [path for path in files if path == ENTRY or path.endswith(f"/{ENTRY}")]
    if len(results) == 1:
        return results[0]
    _, problems = files.find(ENTRY, Location(ENTRY, 1, 1))
    raise InvalidDocument(problems)
