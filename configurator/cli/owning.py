"""Commands for owners of catalogs: check and schema."""

import json
from pathlib import Path

import click

from configurator.cli.context import Context
from configurator.cli.output import FAILED, OK, print_json, styled
from configurator.contracts.offers import ENTRY as CONTRACTS
from configurator.owner.check import CheckReport, Where, check, located
from configurator.owner.schemas import SHAPES, schema_of
from configurator.problems import Severity
from configurator.shipped import shipped_folder


@click.command("check", short_help="Check catalogs, books and scenarios.")
@click.argument("families", nargs=-1, metavar="[CATALOG|FOLDER]...")
@click.option("--json", "as_json", is_flag=True, help="Print canonical JSON.")
@click.option("--quiet", is_flag=True, help="Print only what failed.")
@click.pass_obj
def check_command(context: Context, /, families: tuple[str, ...], as_json: bool, quiet: bool) -> None:
    """Read catalogs, books and scenarios, tell every problem at once, then run the scenarios.

    Without a CATALOG all of them are checked. Instead of its id, the folder of a catalog or of its price books may be
    given, wherever it lies.
    """
    meant = _meant(context, families)
    report = check(meant.catalogs, meant.books, meant.families, now=context.clock)
    if as_json:
        print_json(_data(report))
    else:
        _print(report, quiet)
    raise SystemExit(OK if report.passed else FAILED)


def _meant(context: Context, given: tuple[str, ...]) -> Where:
    catalogs = context.catalogs or shipped_folder("catalogs")
    books = context.books_folder or shipped_folder("pricing_rules")
    outside = [each for each in given if not _is_known(catalogs, books, each) and Path(each).exists()]
    if len(outside) == 1 == len(given):
        return located(Path(outside[0]), catalogs, books, books_given=context.books is not None)
    if outside:
        raise click.UsageError("a folder is checked alone: give one folder, or the ids of catalogs")
    for family in given:
        if not (books / family / CONTRACTS).is_file():
            context.engine.require(family)
    return Where(catalogs, books, given)


def _is_known(catalogs: Path, books: Path, family: str) -> bool:
    return family.isidentifier() and ((catalogs / family).is_dir() or (books / family).is_dir())


def _data(report: CheckReport) -> dict[str, object]:
    return {
        "passed": report.passed,
        "problems": [
            {"code": str(p.code), "severity": p.severity.value, "place": str(p.location), "message": str(p)}
            for p in report.bench.problems
        ],
        "scenarios": [
            {"name": each.scenario.name, "passed": each.passed, "failures": [str(f) for f in each.failures]}
            for each in report.all_results
        ],
    }


def _print(report: CheckReport, quiet: bool) -> None:
    for problem in report.bench.problems:
        colour = "red" if problem.severity is Severity.ERROR else "yellow"
        click.echo(styled(str(problem), fg=colour))
    for each in report.all_results:
        if each.passed and not quiet:
            click.echo(styled("passed", fg="green") + f"  {each.scenario.name}")
        elif not each.passed:
            click.echo(styled("failed", fg="red") + f"  {each.scenario.location}: {each.scenario.name}")
            for failure in each.failures:
                click.echo(f"        {failure}")
    failed = sum(not each.passed for each in report.all_results)
    click.echo(
        f"{len(report.bench.catalogs)} catalogs, {len(report.bench.problems)} problems, "
        f"{len(report.all_results)} scenarios, {failed} failed"
    )


@click.command(short_help="JSON Schemas for completion in editors.")
@click.argument("kind", type=click.Choice(sorted(SHAPES)))
@click.option("--write", type=click.Path(path_type=Path, dir_okay=False), help="Write it to a file instead.")
def schema(kind: str, write: Path | None) -> None:
    """Print the JSON Schema by which editors complete a KIND of file."""
    text = json.dumps(schema_of(kind), indent=2, ensure_ascii=False)
    if write is None:
        click.echo(text)
    else:
        write.write_text(text + "\n", encoding="utf-8")
