"""The command grow: how many instances of a structure suffice for a demand, where nobody knows a bound beforehand."""

import click

from configurator.budget import Budget
from configurator.catalog.values import BadValue, parse_value
from configurator.cli.context import CHECKED, Context, pair
from configurator.cli.exchanging import compiled_catalog
from configurator.cli.output import FAILED
from configurator.configuration import FeatureValue
from configurator.errors import InvalidRequest
from configurator.owner.growing import grown
from configurator.program.compile import CompiledCatalog, FeatureSlot
from configurator.solving.engines import engine_named


@click.command("grow", short_help="How many instances suffice for a demand.")
@click.argument("catalog")
@click.argument("structure")
@click.option("--set", "assignments", multiple=True, metavar="PATH=VALUE", help="What is demanded; repeat it.")
@click.option("--most", type=click.IntRange(min=1), default=64, show_default=True, help="The last bound to be tried.")
@click.option("--seconds", type=float, default=60.0, show_default=True, help="How long the search may take.")
@CHECKED
@click.pass_obj
def grow_command(
    context: Context, /, catalog: str, structure: str, assignments: tuple[str, ...], most: int, seconds: float
) -> None:
    """Raise the greatest number of instances of a STRUCTURE of a CATALOG until the demand can be met.

    Each smaller bound is proved not to suffice.
    """
    compiled = compiled_catalog(context, catalog)
    demanded = {path: _value(compiled, path, text) for path, text in map(pair, assignments)}
    budget = Budget(context.clock, context.clock() + seconds)
    load = engine_named("cp_sat", checked=context.checked).load
    found = grown(compiled.catalog, structure, demanded, load, most=most, budget=budget)
    if found is None:
        click.echo(f"{structure}: {most} instances do not suffice", err=True)
        raise SystemExit(FAILED)
    click.echo(f"{structure}: up to {found.bound} instances suffice")


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
