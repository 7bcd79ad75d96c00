"""The command profile: how hard a catalog is to reason about, why, and what to change."""

from collections.abc import Iterator

import click

from configurator.cli.context import Context
from configurator.cli.exchanging import compiled_catalog
from configurator.cli.output import print_json, styled
from configurator.owner.profile import Part, Profile, Weight
from configurator.owner.profile import profile as measure


@click.command("profile", short_help="How hard a catalog is, and what to change.")
@click.argument("catalog")
@click.option("--seconds", type=float, default=20.0, show_default=True, help="How long compiling may take.")
@click.option("--json", "as_json", is_flag=True, help="Print canonical JSON.")
@click.pass_obj
def profile_command(context: Context, /, catalog: str, seconds: float, as_json: bool) -> None:
    """Show the size and width of a CATALOG, its compiled form, its heaviest constraints, and what to change."""
    found = measure(compiled_catalog(context, catalog), now=context.clock, seconds=seconds)
    if as_json:
        print_json(_data(found))
    else:
        for line in _lines(found):
            click.echo(line)


def _data(found: Profile) -> dict[str, object]:
    form = found.compiled
    return {
        "catalog": found.catalog,
        "size": {name: getattr(found.size, name) for name in found.size.__slots__},
        "parts": [{name: _plain(getattr(part, name)) for name in part.__slots__} for part in found.parts],
        "heaviest": [{name: getattr(each, name) for name in each.__slots__} for each in found.heaviest],
        "compiled": None if form is None else {name: _plain(getattr(form, name)) for name in form.__slots__},
        "advice": [
            {"place": str(each.location), "about": each.about, "found": each.found, "do": each.do}
            for each in found.advice
        ],
    }


def _plain(value: object) -> object:
    """Return a measure as canonical JSON takes it: no binary fractions."""
    if isinstance(value, float):
        return f"{value:.1f}"
    return list(value) if isinstance(value, tuple) else value


def _lines(found: Profile) -> Iterator[str]:
    size, form = found.size, found.compiled
    yield styled(found.catalog, bold=True)
    yield (
        f"  {size.features:,} features, {size.structures:,} structures, {size.constraints:,} constraints,"
        f" {size.rows:,} rows of tables"
    )
    made = f"({size.determined:,} of them intermediate results)"
    yield f"  {size.variables:,} variables {made} with {size.values:,} values, in {size.parts:,} independent parts"
    if form is None:
        yield "  does not compile in this time; answers are searched for instead"
    else:
        left = f"; {form.left} parts are left to another engine" if form.left else ""
        yield f"  compiles to {form.nodes:,} nodes in {form.bytes / 1e6:,.1f} MB, {form.seconds:,.1f} s{left}"
    yield from _parts(found.parts)
    yield from _heaviest(found.heaviest)
    yield styled("What to change", bold=True)
    yield from (f"  {each}" for each in found.advice) if found.advice else ("  nothing stands out",)


def _parts(parts: tuple[Part, ...]) -> Iterator[str]:
    yield styled("Largest parts", bold=True)
    for part in parts:
        width = "not measured" if part.width is None else f"{part.width} ({part.bits} bits)"
        names = ", ".join(part.features)
        yield f"  {part.variables:>6,} variables {part.constraints:>6,} constraints  width {width:<18} {names}"


def _heaviest(heaviest: tuple[Weight, ...]) -> Iterator[str]:
    yield styled("Heaviest constraints", bold=True)
    for each in heaviest:
        relief = f"  width {-each.relief:+} without it" if each.relief else ""
        yield (
            f"  {each.constraint:<32} {each.variables:>5,} variables {each.rows:>8,} rows"
            f" {each.amounts:>12,} amounts  {each.location}{relief}"
        )
