"""Commands that bring models of other tools in, and catalogs out."""

import os
import shutil
import tempfile
from pathlib import Path

import click

from configurator.budget import Budget
from configurator.catalog.load import load_catalog
from configurator.catalog.model import Catalog
from configurator.cli.command_context import CommandContext
from configurator.cli.limits import SECONDS_FOR_COMPILING
from configurator.cli.output import FAILED, ngettext, problem_line
from configurator.errors import InvalidDocument, NotFound, Undecided
from configurator.exchange.catalog_draft import catalog_id
from configurator.exchange.exporting import WRITERS
from configurator.exchange.importing import FORMATS, Imported, format_of, import_model
from configurator.owner.book_checks import there_is_a_product
from configurator.problems import Problem, errors_in
from configurator.program.compile import CompiledCatalog, compile_catalog
from configurator.reading.files import Files, read_file, read_folder
from configurator.shipped import shipped_folder
from configurator.solving.engines import engine_named

_FILE = click.Path(exists=True, path_type=Path)
_NEW = click.Path(path_type=Path)


@click.command("import", short_help="A catalog from a file of another tool.")
@click.argument("file", type=_FILE)
@click.option("--as", "form", type=click.Choice(sorted(FORMATS)), help="The format, where the name does not tell it.")
@click.option("--out", type=_NEW, help="The new folder of the catalog; by default named as the catalog, here.")
@click.option("--id", default="", help="The id of the catalog; by default that of the folder, or of the file.")
@click.pass_obj
def import_command(context: CommandContext, /, file: Path, form: str | None, out: Path | None, id: str) -> None:
    """Convert a FILE of another tool into a catalog, or report every error; nothing is half-written."""
    files, path = _read(file, form or "")
    id = id or (catalog_id(out.name) if out else "")
    imported, problems = import_model(files, path, form=form or "", id=id, budget=_budget(context))
    _tell(problems, context.locale)
    if imported is None:
        raise SystemExit(FAILED)
    _tell_of_no_product(context, imported)
    folder = out or Path(imported.catalog.id)
    _write(imported.files, folder)
    click.echo(f"{folder}: {_size(imported, context.locale)}")


@click.command("export", short_help="A catalog in a format of other tools.")
@click.argument("catalog")
@click.option("--to", "form", type=click.Choice(sorted(WRITERS)), required=True, help="The format.")
@click.option("--out", type=_NEW, help="Write it to a file instead.")
@click.pass_obj
def export_command(context: CommandContext, /, catalog: str, form: str, out: Path | None) -> None:
    """Write a CATALOG in a format of other tools, with exactly as many solutions as it has products."""
    text, problems = WRITERS[form](compiled_catalog(catalog_named(context, catalog), _budget(context)))
    _tell(problems, context.locale)
    if text is None:
        raise SystemExit(FAILED)
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")


def catalog_named(context: CommandContext, catalog: str) -> Catalog:
    """Read the catalog of an id, or of a folder that is named as a path."""
    folder = Path(catalog)
    if not (folder / "catalog.yaml").is_file():
        folder = (context.catalogs or shipped_folder("catalogs")) / catalog
    if not (folder / "catalog.yaml").is_file():
        raise NotFound(f"there is no catalog {catalog!r}, neither in the folder of catalogs nor as a path")
    above = folder.resolve().parent
    result, problems = load_catalog(read_folder(above), f"{folder.resolve().name}/catalog.yaml")
    if result is None:
        raise InvalidDocument(errors_in(problems))
    return result


def compiled_catalog(catalog: Catalog, budget: Budget) -> CompiledCatalog:
    """Return a compiled catalog. Raises InvalidDocument, or Undecided where the budget ends first."""
    compiled, problems = compile_catalog(catalog, budget)
    if compiled is None:
        raise InvalidDocument(problems)
    return compiled


def _budget(context: CommandContext) -> Budget:
    return Budget(context.clock, context.clock() + SECONDS_FOR_COMPILING)


def _read(file: Path, form: str) -> tuple[Files, str]:
    """Read a file, and those beside it where its format may name them; a folder is read as its tables."""
    if file.is_dir():
        return read_folder(file, suffixes=(".csv",)), file.resolve().name
    data = read_file(file)
    result = FORMATS.get(form) or format_of(file.name, data)
    if result is not None and result.name == "uvl":
        beside = read_folder(file.resolve().parent, suffixes=(".uvl",))
        return Files({**beside, file.name: data}), file.name
    return Files({file.name: data}), file.name


def _write(files: Files, folder: Path) -> None:
    """Write all files into a new folder atomically: readers see all of them or none."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.UsageError(f"{folder} is there already; name a new folder with --out")
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".import-", dir=folder.parent))
    try:
        for path, data in files.items():
            (made / path).write_bytes(data)
        made.chmod(0o777 & ~_mask())
        made.replace(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _tell(problems: tuple[Problem, ...], locale: str) -> None:
    for problem in problems:
        click.echo(problem_line(problem, locale), err=True)


def _tell_of_no_product(context: CommandContext, imported: Imported) -> None:
    """Say, at its cause in the model, that the catalog that came of it has no product."""
    solver = engine_named("cp_sat").load(imported.compiled.program)
    try:
        _tell(
            tuple(there_is_a_product(imported.compiled, solver, _budget(context), imported.location_of)), context.locale
        )
    except Undecided:
        click.echo(context.gettext("whether the model has a product was not decided in time"), err=True)


def _size(imported: Imported, locale: str) -> str:
    features = sum(1 for _ in imported.compiled.encoding.features())
    counts = (
        ngettext("{number} feature", "{number} features", features, locale),
        ngettext("{number} constraint", "{number} constraints", len(imported.compiled.laws), locale),
    )
    return ", ".join(counts)
