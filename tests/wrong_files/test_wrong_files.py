"""One folder for each problem code: the wrong files, and in `expected.txt` every word that is said about them.

To add one, make the folder `<room>.<code>/` with the wrong files. A folder of `catalog`, `language` or `program` holds
a `catalog.yaml`, one of `pricing` a `book.yaml` beside it (or several whose names begin so), one of `contracts` a
`contracts.yaml`, one of `metering` a `meters.yaml` and `events.csv`, one of `owner` the folders `catalogs` and
`pricing_rules`.
Run once with ACCEPT_WORDING=1 in the environment to write the `expected.txt` that is missing, and read it as the person
would who made the mistake.
"""

import contextlib
import importlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import configurator
from configurator.catalog.load import load_catalog
from configurator.catalog.model import Catalog
from configurator.catalog.scenarios import load_scenarios
from configurator.contracts.contract_scenarios import load_contract_scenarios
from configurator.contracts.growth.forecast import read_forecast
from configurator.contracts.offers import load_offer
from configurator.errors import InvalidDocument
from configurator.metering.load import load_meters
from configurator.metering.usage_events import events_of_csv
from configurator.owner.full_check import check
from configurator.problems import Problem, ProblemCode
from configurator.program.compile.catalog_passes import compile_catalog
from configurator.reading.csv import read_csv
from configurator.reading.files import Files, read_folder
from tests.wrong_files.made import MADE
from tests.wrong_files.parcel import read_parcel

HERE = Path(__file__).parent
FOLDERS = sorted(path for path in HERE.iterdir() if path.is_dir() and "." in path.name)
LARGE = {"reading.too-many-values": pytest.mark.slow}
DOCUMENTED = HERE.parents[1] / "docs" / "problem-codes.md"


def _declared() -> Iterator[ProblemCode]:
    for path in sorted(Path(configurator.__file__).parent.glob("*/codes.py")):
        module = importlib.import_module(f"configurator.{path.parent.name}.codes")
        yield from (value for value in vars(module).values() if isinstance(value, ProblemCode))


CODES = sorted({code.name for code in _declared()})


def _of_reading(files: Files) -> tuple[Problem, ...]:
    found = (read_csv(files[path], path)[1] if path.endswith(".csv") else read_parcel(files, path) for path in files)
    return tuple(problem for problems in found for problem in problems)


def _catalog(files: Files) -> tuple[Catalog | None, tuple[Problem, ...]]:
    catalog, problems = load_catalog(files)
    if catalog is None:
        return None, problems
    scenarios = load_scenarios(files, catalog)[1] if "scenarios.yaml" in files else ()
    return catalog, (*problems, *scenarios, *compile_catalog(catalog)[1])


def _of_catalog(files: Files) -> tuple[Problem, ...]:
    return _catalog(files)[1]


def _of_pricing(files: Files) -> tuple[Problem, ...]:
    catalog, problems = _catalog(files)
    if catalog is None:
        return problems
    load_books = importlib.import_module("configurator.pricing.load").load_books
    return (*problems, *load_books(files, (path for path in files if path.startswith("book")), catalog)[1])


def _of_metering(files: Files) -> tuple[Problem, ...]:
    meters, problems = load_meters(files["meters.yaml"], "meters.yaml")
    if meters is None or "events.csv" not in files:
        return problems
    return events_of_csv(files["events.csv"], "events.csv", meters)[1]


def _of_contracts(files: Files) -> tuple[Problem, ...]:
    offer, problems = load_offer(files)
    if offer is not None and "scenarios.yaml" in files:
        problems = (*problems, *load_contract_scenarios(files, offer)[1])
    if offer is not None and "forecast.yaml" in files:
        read_forecast(files, "forecast.yaml", offer)
    return problems


def _of_owner(folder: Path) -> tuple[Problem, ...]:
    with contextlib.chdir(folder):
        return check(Path("catalogs"), Path("pricing_rules")).workspace.problems


def _of_exchange(folder: Path) -> tuple[Problem, ...]:
    exporting = importlib.import_module("configurator.exchange.exporting")
    import_model = importlib.import_module("configurator.exchange.importing").import_model
    files = Files({path.name: path.read_bytes() for path in folder.iterdir() if path.name != "expected.txt"})
    if "catalog.yaml" not in files:
        return tuple(problem for path in files for problem in import_model(files, path)[1])
    catalog, problems = load_catalog(files)
    compiled = compile_catalog(catalog)[0] if catalog is not None else None
    return (*problems, *(each for write in exporting.WRITERS.values() for each in write(compiled)[1]))


READERS: dict[str, Callable[[Files], tuple[Problem, ...]]] = {
    "reading": _of_reading,
    "catalog": _of_catalog,
    "language": _of_catalog,
    "program": _of_catalog,
    "pricing": _of_pricing,
    "contracts": _of_contracts,
    "metering": _of_metering,
}
FOLDER_READERS = {"owner": _of_owner, "exchange": _of_exchange}
"""What is read as a whole folder, whatever the files in it are called."""


def _said_about(name: str, folder: Path) -> str:
    if name in MADE:
        MADE[name](folder)
    room = name.partition(".")[0]
    try:
        of_folder = FOLDER_READERS.get(room)
        problems = of_folder(folder) if of_folder else READERS[room](read_folder(folder))
    except InvalidDocument as error:
        problems = error.problems
    return "".join(f"{problem}\n" for problem in problems)


@pytest.mark.parametrize("name", [pytest.param(each.name, marks=LARGE.get(each.name, ())) for each in FOLDERS])
def test_a_wrong_file_is_told_about_in_exactly_these_words(name: str, tmp_path: Path) -> None:
    expected, folder = HERE / name / "expected.txt", tmp_path / "wrong"
    shutil.copytree(HERE / name, folder)
    said = _said_about(name, folder)
    if os.environ.get("ACCEPT_WORDING") and not expected.exists():
        expected.write_text(said, encoding="utf-8")
    assert expected.read_text(encoding="utf-8") == said
    assert f"[{name}]" in said


@pytest.mark.parametrize("name", CODES)
def test_every_problem_code_has_a_folder_of_wrong_files(name: str) -> None:
    assert (HERE / name).is_dir()


def test_every_folder_of_wrong_files_belongs_to_a_problem_code() -> None:
    assert {folder.name for folder in FOLDERS} <= set(CODES)


@pytest.mark.parametrize("name", CODES)
def test_every_problem_code_is_explained_under_its_room(name: str) -> None:
    room = re.search(
        rf"^## {name.partition('.')[0]}$(.*?)(?=^## |\Z)", DOCUMENTED.read_text(), re.DOTALL | re.MULTILINE
    )
    assert room is not None
    assert f"### `{name}`\n" in room[1]
