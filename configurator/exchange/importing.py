"""The gate for models of other tools: files in; the files of a catalog, or every problem at once, out."""

import contextlib
import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from configurator.budget import UNLIMITED, Budget
from configurator.catalog.load import load_catalog
from configurator.catalog.model import Catalog
from configurator.exchange import codes
from configurator.exchange.catalog_draft import CatalogDraft, ImportHalted, ImportReport, catalog_id
from configurator.exchange.csv_tables import read_csv_tables
from configurator.exchange.dimacs.clause_catalog import catalog_of
from configurator.exchange.dimacs.read_dimacs import read_dimacs
from configurator.exchange.sxfm import read_sxfm
from configurator.exchange.uvl.read_uvl import read_uvl
from configurator.exchange.xcsp3.read_xcsp3 import read_xcsp3
from configurator.problems import Problem, errors_in, in_order
from configurator.program.compile import CompiledCatalog, compile_catalog
from configurator.reading.files import Files
from configurator.source import Location

Reader = Callable[[Files, str, ImportReport], CatalogDraft | None]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of other tools: its name, file extensions, the marker of its `.xml` files, its reader.

    `beside` is whether a model may name other files of its folder, or be the folder itself.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Reader
    mark: bytes = b""
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """A catalog that came of an import: its files, itself as they load, and its program."""

    files: Files
    catalog: Catalog
    compiled: CompiledCatalog
    _draft: CatalogDraft
    _whole: Location

    def location_of(self, constraint: str) -> Location:
        """Return where the model says what a constraint of the catalog says, else the beginning of its file."""
        return self._draft.location_of(f"constraints.{constraint}", self._whole)


def _dimacs(files: Files, path: str, report: ImportReport) -> CatalogDraft | None:
    cnf = read_dimacs(files, path, report)
    return None if cnf is None or report.problems else catalog_of(cnf, _stem(path), _source(path, "DIMACS"))


def _uvl(files: Files, path: str, report: ImportReport) -> CatalogDraft | None:
    return read_uvl(files, path, report, _stem(path), _source(path, "UVL"))


def _sxfm(files: Files, path: str, report: ImportReport) -> CatalogDraft | None:
    return read_sxfm(files, path, report, _stem(path), _source(path, "SXFM"))


def _xcsp3(files: Files, path: str, report: ImportReport) -> CatalogDraft | None:
    return read_xcsp3(files, path, report, _stem(path), _source(path, "XCSP3"))


def _csv(files: Files, path: str, report: ImportReport) -> CatalogDraft | None:
    paths = (path,) if path in files else tuple(each for each in files if each.endswith(".csv"))
    return read_csv_tables(files, paths, report, _stem(path), _source(path, "CSV"))


FORMATS: Final[Mapping[str, Format]] = {
    each.name: each
    for each in (
        Format("dimacs", (".cnf", ".dimacs"), _dimacs),
        Format("uvl", (".uvl",), _uvl, beside=True),
        Format("sxfm", (".sxfm", ".splx"), _sxfm, b"<feature_model"),
        Format("xcsp3", (".xcsp3", ".xcsp"), _xcsp3, b"<instance"),
        Format("csv", (".csv",), _csv, beside=True),
    )
}


def import_model(
    files: Files, path: str, *, form: str = "", id: str = "", budget: Budget = UNLIMITED
) -> tuple[Imported | None, tuple[Problem, ...]]:
    """Import the file at a path; other files may be those that it names. For CSV the path may also be that of a folder.

    If `form` is empty, the file extension selects the format. A file with problems has no result; a result has been
    loaded and compiled like any catalog.
    """
    report = ImportReport()
    result = FORMATS.get(form) or format_of(path, files.get(path, b""))
    if result is None:
        message, names = "nothing says which format the file is of", ", ".join(FORMATS)
        return None, (
            Problem(codes.UNKNOWN_FORMAT, Location(path, 1, 1), "", message, hint=f"name the format: {names}"),
        )
    draft = None
    with contextlib.suppress(ImportHalted):
        draft = result.read(files, path, report)
    if draft is None or errors_in(report.problems):
        return None, in_order(report.problems)
    if not draft.features and not draft.body.structures:
        message, expected = "the model leaves nothing to choose", "a feature that may be there or not, or alternatives"
        return None, (Problem(codes.EMPTY_MODEL, Location(path, 1, 1), "", message, expected),)
    return _accepted(draft, id or catalog_id(_stem(path)), path, budget)


def format_of(path: str, data: bytes) -> Format | None:
    """Return the format of a path by its extension; for `.xml`, by the beginning of the file."""
    for each in FORMATS.values():
        if path.endswith(each.suffixes) or (path.endswith(".xml") and each.mark and each.mark in data[:10_000]):
            return each
    return None


def _accepted(draft: CatalogDraft, id: str, path: str, budget: Budget) -> tuple[Imported | None, tuple[Problem, ...]]:
    """Load and compile the draft, like any reader of catalogs."""
    written = draft.files(id)
    catalog, problems = load_catalog(written)
    compiled = None
    if catalog is not None:
        compiled, more = compile_catalog(catalog, budget)
        problems = (*problems, *more)
    if catalog is None or compiled is None:
        return None, tuple(_refused(each, draft, Location(path, 1, 1)) for each in errors_in(problems))
    return Imported(written, catalog, compiled, draft, Location(path, 1, 1)), ()


def _refused(problem: Problem, draft: CatalogDraft, whole: Location) -> Problem:
    """Return a problem of the written catalog as one of the model, at the rule or feature that it came of."""
    location = draft.location_of(problem.where, whole)
    return Problem(codes.NOT_ACCEPTED, location, "", problem.message, problem.expected, problem.hint)


def _stem(path: str) -> str:
    return posixpath.basename(path).partition(".")[0]


def _source(path: str, form: str) -> str:
    return f"Imported from {posixpath.basename(path)} ({form})."
