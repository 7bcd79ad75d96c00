"""The gate for models of other tools: files in; the files of a catalog, or every problem at once, out."""

import contextlib
import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from configurator.catalog.load import load_catalog
from configurator.catalog.model import Catalog
from configurator.exchange import codes
from configurator.exchange.dimacs.catalog import catalog_of
from configurator.exchange.dimacs.read import read_dimacs
from configurator.exchange.drafting import Draft, catalog_id
from configurator.exchange.report import Halt, Report
from configurator.exchange.xcsp3.read import read_xcsp3
from configurator.problems import Problem, errors_in, in_order
from configurator.reading.files import Files
from configurator.source import Place

Reader = Callable[[Files, str, Report], Draft | None]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of other tools: its name, how its files end, and who reads them."""

    name: str
    suffixes: tuple[str, ...]
    read: Reader


@dataclass(frozen=True, slots=True)
class Imported:
    """A catalog that came of an import: its files, and itself as they load."""

    files: Files
    catalog: Catalog


def _dimacs(files: Files, path: str, report: Report) -> Draft | None:
    cnf = read_dimacs(files, path, report)
    return None if cnf is None or report.problems else catalog_of(cnf, _stem(path), _source(path, "DIMACS"))


def _xcsp3(files: Files, path: str, report: Report) -> Draft | None:
    return read_xcsp3(files, path, report, _stem(path), _source(path, "XCSP3"))


FORMATS: Final[Mapping[str, Format]] = {
    each.name: each
    for each in (
        Format("dimacs", (".cnf", ".dimacs"), _dimacs),
        Format("xcsp3", (".xcsp3", ".xcsp"), _xcsp3),
    )
}


def import_model(
    files: Files, path: str, *, form: str = "", id: str = ""
) -> tuple[Imported | None, tuple[Problem, ...]]:
    """Import the file at a path; other files may be those that it names.

    The format is told by the end of the path where `form` is empty. Nothing comes of a file with problems: what is
    returned has been loaded as any catalog is, so that it is accepted wherever catalogs are.
    """
    report = Report()
    found = FORMATS.get(form) or next((each for each in FORMATS.values() if path.endswith(each.suffixes)), None)
    if found is None:
        message, names = "its name does not say what the file is", ", ".join(FORMATS)
        return None, (Problem(codes.UNKNOWN_FORMAT, Place(path, 1, 1), "", message, hint=f"name the format: {names}"),)
    draft = None
    with contextlib.suppress(Halt):
        draft = found.read(files, path, report)
    if draft is None or errors_in(report.problems):
        return None, in_order(report.problems)
    return _accepted(draft, id or catalog_id(_stem(path)), path, report)


def _accepted(draft: Draft, id: str, path: str, report: Report) -> tuple[Imported | None, tuple[Problem, ...]]:
    written = draft.files(id)
    catalog, problems = load_catalog(written)
    if catalog is None:
        for problem in errors_in(problems):
            report.problems.append(Problem(codes.NOT_ACCEPTED, Place(path, 1, 1), "", str(problem)))
        return None, in_order(report.problems)
    return Imported(written, catalog), in_order(report.problems)


def _stem(path: str) -> str:
    return posixpath.basename(path).partition(".")[0]


def _source(path: str, form: str) -> str:
    return f"Imported from {posixpath.basename(path)} ({form})."
