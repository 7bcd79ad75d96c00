"""Commands for owners of catalogs: check and schema."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from configurator.budget import Budget
from configurator.catalog.feature_values import BadValue, parse_value
from configurator.cli.command_context import CHECKED, SECONDS, CommandContext, Times, in_worker, pair
from configurator.cli.exchange_commands import catalog_named, compiled_catalog
from configurator.cli.output import FAILED, OK, UNDECIDED, ngettext, print_json, problem_line, styled
from configurator.configuration import FeatureValue
from configurator.contracts.offers import ENTRY as CONTRACTS
from configurator.errors import InvalidRequest
from configurator.limits import QUESTION_BYTES
from configurator.owner.editor_schemas import SHAPES, schema_of
from configurator.owner.full_check import CheckReport, CheckScope, Workspace, check, located
from configurator.owner.instance_bounds import grown
from configurator.owner.limits import SECONDS_FOR_CHECK
from configurator.owner.profile import CompiledForm, Profile, ProfiledPart, ProfileWeight, Size
from configurator.owner.profile import profile as measure
from configurator.problems import errors_in
from configurator.program.compile import CompiledCatalog, FeatureSlot
from configurator.shipped import shipped_folder
from configurator.solving.engines import engine_named
from configurator.texts import number_text, texts_for


@click.command("check", short_help="Check catalogs, books and scenarios.")
@click.argument("families", nargs=-1, metavar="[CATALOG|FOLDER]...")
@click.option(
    "--seconds",
    type=SECONDS,
    default=SECONDS_FOR_CHECK,
    show_default=True,
    help="How long the whole check may take.",
)
@click.option("--json", "as_json", is_flag=True, help="Print canonical JSON.")
@click.option("--quiet", is_flag=True, help="Print only what failed.")
@click.pass_obj
@in_worker
def check_command(
    context: CommandContext, /, families: tuple[str, ...], seconds: float, as_json: bool, quiet: bool
) -> None:
    """Read catalogs, books and scenarios, report every problem at once, then run the scenarios.

    Without a CATALOG, all are checked. Instead of an id, name the folder of a catalog or of its price books, wherever
    it is. A catalog that was not checked to the end in time is named, and does not count as good.
    """
    meant = _meant(context, families)
    with context.timed(seconds):
        report = check(
            meant.catalogs, meant.books, meant.families, now=context.clock, seconds=seconds, kept=context.cache
        )
    if meant.families and not report.unfinished and _holds_nothing(report.workspace):
        raise click.UsageError(f"there is nothing to check in {', '.join(families)}: no catalog, no price books")
    if as_json:
        print_json(_data(report))
    else:
        _print(report, quiet, context.locale)
    raise SystemExit(FAILED if report.failed else UNDECIDED if report.unfinished else OK)


def _holds_nothing(workspace: Workspace) -> bool:
    return not (workspace.catalogs or workspace.offers or workspace.problems or any(workspace.books.values()))


def _meant(context: CommandContext, given: tuple[str, ...]) -> CheckScope:
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
    return CheckScope(catalogs, books, given)


def _is_known(catalogs: Path, books: Path, family: str) -> bool:
    return family.isidentifier() and ((catalogs / family).is_dir() or (books / family).is_dir())


def _data(report: CheckReport) -> dict[str, object]:
    return {
        "passed": report.passed,
        "problems": [
            {"code": str(p.code), "severity": p.severity.value, "place": str(p.location), "message": str(p)}
            for p in report.workspace.problems
        ],
        "unfinished": [{"catalog": each.catalog, "reason": each.reason} for each in report.unfinished],
        "scenarios": [
            {"name": each.scenario.name, "passed": each.passed, "failures": [str(f) for f in each.failures]}
            for each in report.all_results
        ],
    }


def _print(report: CheckReport, quiet: bool, locale: str) -> None:
    _ = texts_for(locale).gettext
    for problem in report.workspace.problems:
        click.echo(problem_line(problem, locale))
    for each in report.all_results:
        if each.passed and not quiet:
            click.echo(styled(_("passed"), fg="green") + f"  {each.scenario.name}")
        elif not each.passed:
            click.echo(styled(_("failed"), fg="red") + f"  {each.scenario.location}: {each.scenario.name}")
            for failure in each.failures:
                click.echo(f"        {failure}")
    for ended in report.unfinished:
        click.echo(styled(_("not checked to the end"), fg="yellow") + f"  {ended}")
    click.echo(", ".join(_counts(report, locale)))


def _counts(report: CheckReport, locale: str) -> Iterator[str]:
    yield ngettext("{number} catalog", "{number} catalogs", len(report.workspace.catalogs), locale)
    errors = len(errors_in(report.workspace.problems))
    yield ngettext("{number} problem", "{number} problems", errors, locale)
    if warnings := len(report.workspace.problems) - errors:
        yield ngettext("{number} warning", "{number} warnings", warnings, locale)
    yield ngettext("{number} scenario", "{number} scenarios", len(report.all_results), locale)
    if report.unfinished:
        number = len(report.unfinished)
        yield ngettext("{number} not checked to the end", "{number} not checked to the end", number, locale)
    yield ngettext("{number} failed", "{number} failed", sum(not each.passed for each in report.all_results), locale)


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


@click.command("profile", short_help="How hard a catalog is, and what to change.")
@click.argument("catalog")
@click.option("--seconds", type=SECONDS, default=20.0, show_default=True, help="How long measuring may take.")
@click.option("--json", "as_json", is_flag=True, help="Print canonical JSON.")
@click.pass_obj
@in_worker
def profile_command(context: CommandContext, /, catalog: str, seconds: float, as_json: bool) -> None:
    """Show the size and width of a CATALOG, its compiled form, its heaviest constraints, and what to change."""
    result = catalog_named(context, catalog)
    with context.timed(seconds):
        budget = Budget(context.clock, context.clock() + seconds).within(QUESTION_BYTES)
        profile = measure(compiled_catalog(result, budget), budget)
    if as_json:
        print_json({**_profiling_data(profile), "times": _times_data(context.times)})
    else:
        for line in (*_lines(profile, context.locale), context.times_text()):
            click.echo(line)


def _times_data(times: Times) -> dict[str, object]:
    return {"start": _plain(times.start), "read": _plain(times.read), "measure": _plain(times.answer)}


def _profiling_data(profile: Profile) -> dict[str, object]:
    form = profile.compiled
    return {
        "catalog": profile.catalog,
        "size": {name: getattr(profile.size, name) for name in profile.size.__slots__},
        "parts": [{name: _plain(getattr(part, name)) for name in part.__slots__} for part in profile.parts],
        "heaviest": [
            {
                "constraint": each.constraint,
                "place": each.location,
                "variables": each.variables,
                "rows": each.rows,
                "amounts": each.amounts,
                "relief": each.relief,
            }
            for each in profile.heaviest
        ],
        "compiled": None if form is None else {name: _plain(getattr(form, name)) for name in form.__slots__},
        "advice": [
            {"place": str(each.location), "about": each.about, "finding": each.finding, "do": each.do}
            for each in profile.advice
        ],
    }


def _plain(value: object) -> object:
    """Return a measure as canonical JSON takes it: no binary fractions."""
    if isinstance(value, float):
        return f"{value:.1f}"
    return list(value) if isinstance(value, tuple) else value


def _lines(profile: Profile, locale: str) -> Iterator[str]:
    _ = texts_for(locale).gettext
    yield styled(profile.catalog, bold=True)
    yield f"  {', '.join(_catalog_sizes(profile.size, locale))}"
    yield f"  {', '.join(_program_sizes(profile.size, locale))}"
    yield f"  {_compiled_form(profile.compiled, locale)}"
    yield styled(_("Largest parts"), bold=True)
    yield from _parts(profile.parts, locale)
    yield styled(_("Heaviest constraints"), bold=True)
    yield from _heaviest(profile.heaviest, locale)
    yield styled(_("What to change"), bold=True)
    yield from (f"  {each}" for each in profile.advice or (_("nothing stands out"),))


def _catalog_sizes(size: Size, locale: str) -> Iterator[str]:
    yield ngettext("{number} feature", "{number} features", size.features, locale)
    yield ngettext("{number} structure", "{number} structures", size.structures, locale)
    yield ngettext("{number} constraint", "{number} constraints", size.constraints, locale)
    yield ngettext("{number} table row", "{number} table rows", size.rows, locale)


def _program_sizes(size: Size, locale: str) -> Iterator[str]:
    yield ngettext("{number} variable", "{number} variables", size.variables, locale)
    yield ngettext(
        "{number} of them an intermediate result", "{number} of them intermediate results", size.determined, locale
    )
    yield ngettext("{number} value", "{number} values", size.values, locale)
    yield ngettext("{number} independent part", "{number} independent parts", size.parts, locale)


def _compiled_form(form: CompiledForm | None, locale: str) -> str:
    _ = texts_for(locale).gettext
    if form is None:
        return _("does not compile in this time; answers are searched for instead")
    sentence = _("compiles to {nodes} nodes in {megabytes} MB, {seconds} s").format(
        nodes=number_text(form.nodes, locale),
        megabytes=number_text(round(form.bytes / 1e6, 1), locale),
        seconds=number_text(round(form.seconds, 1), locale),
    )
    left = ngettext(
        "{number} part is left to another engine", "{number} parts are left to another engine", form.left, locale
    )
    return f"{sentence}; {left}" if form.left else sentence


def _parts(parts: tuple[ProfiledPart, ...], locale: str) -> Iterator[str]:
    _ = texts_for(locale).gettext
    for part in parts:
        variables = ngettext("{number} variable", "{number} variables", part.variables, locale)
        constraints = ngettext("{number} constraint", "{number} constraints", part.constraints, locale)
        bits = _("{width} ({bits} bits)").format(width=part.width, bits=number_text(part.bits or 0, locale))
        width = _("width {width}").format(width=_("not measured") if part.width is None else bits)
        yield f"  {variables:>16} {constraints:>18}  {width:<26} {', '.join(part.features)}"


def _heaviest(heaviest: tuple[ProfileWeight, ...], locale: str) -> Iterator[str]:
    for each in heaviest:
        variables = ngettext("{number} variable", "{number} variables", each.variables, locale)
        rows = ngettext("{number} row", "{number} rows", each.rows, locale)
        amounts = ngettext("{number} amount", "{number} amounts", each.amounts, locale)
        relief = "".join(f"  {text}" for text in _relief(each, locale))
        yield f"  {each.constraint:<32} {variables:>15} {rows:>14} {amounts:>20}  {each.location}{relief}"


def _relief(weight: ProfileWeight, locale: str) -> Iterator[str]:
    if weight.relief:
        yield texts_for(locale).gettext("width {change} without it").format(change=f"{-weight.relief:+}")


@click.command("grow", short_help="How many instances suffice for a demand.")
@click.argument("catalog")
@click.argument("structure")
@click.option("--set", "assignments", multiple=True, metavar="PATH=VALUE", help="What is demanded; repeat it.")
@click.option("--most", type=click.IntRange(min=1), default=64, show_default=True, help="The last bound to be tried.")
@click.option("--seconds", type=SECONDS, default=60.0, show_default=True, help="How long the search may take.")
@CHECKED
@click.pass_obj
@in_worker
def grow_command(
    context: CommandContext, /, catalog: str, structure: str, assignments: tuple[str, ...], most: int, seconds: float
) -> None:
    """Raise the greatest number of instances of a STRUCTURE of a CATALOG until the demand can be met.

    Each smaller bound is proved not to suffice.
    """
    read = catalog_named(context, catalog)
    with context.timed(seconds):
        budget = Budget(context.clock, context.clock() + seconds).within(QUESTION_BYTES)
        compiled = compiled_catalog(read, budget)
        demanded = {path: _value(compiled, path, text) for path, text in map(pair, assignments)}
        load = engine_named("cp_sat", checked=context.checked).load
        result = grown(compiled.catalog, structure, demanded, load, most=most, budget=budget)
    if result is None:
        few = ngettext("{number} instance does not suffice", "{number} instances do not suffice", most, context.locale)
        click.echo(f"{structure}: {few}", err=True)
        raise SystemExit(FAILED)
    enough = ngettext("{number} instance suffices", "up to {number} instances suffice", result.bound, context.locale)
    click.echo(f"{structure}: {enough}")


def _value(compiled: CompiledCatalog, path: str, text: str) -> FeatureValue:
    """Read a value of a feature, or a number of instances."""
    slot = compiled.encoding.by_path.get(path)
    if isinstance(slot, FeatureSlot):
        value = parse_value(slot.feature, text, compiled.catalog.units)
        if isinstance(value, BadValue):
            raise InvalidRequest(f"{path}: {value}", field=path)
        return value
    if slot is None or not text.isdecimal() or len(text) > 9:
        raise InvalidRequest(
            f"{path} cannot be {text}; expected the path of a feature and one of its values", field=path
        )
    return bool(int(text)) if slot.structure.singleton else int(text)
