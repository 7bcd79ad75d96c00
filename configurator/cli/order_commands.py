"""The command about orders: items priced together, with the rules of the order."""

from pathlib import Path

import click

from configurator.cli.command_context import CHECKED, SECONDS, CommandContext, in_worker, now
from configurator.cli.output import AS_JSON, FAILED, print_json, styled
from configurator.offering.order_document import OrderDocument
from configurator.pricing.orders.order_faults import InvalidOrder
from configurator.pricing.orders.order_json import order_to_json
from configurator.pricing.orders.rendered_order import order_as_text
from configurator.pricing.rendered_price import considered_as_text
from configurator.reading.files import read_file

ORDER_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(short_help="Price several items as one order.")
@click.argument("file", type=ORDER_FILE)
@click.option("--seconds", type=SECONDS, default=30.0, show_default=True, help="How long the answer may take.")
@CHECKED
@AS_JSON
@click.option("--considered", is_flag=True, help="Also say which rules were considered and did not apply.")
@click.pass_obj
@in_worker
def order(context: CommandContext, /, file: Path, seconds: float, as_json: bool, considered: bool) -> None:
    """Price the order in FILE, YAML or JSON: every item, what belongs to the whole, and how it is shared."""
    document = OrderDocument.read(read_file(file), str(file))
    request = document.request(now().date(), seconds=seconds)
    try:
        with context.timed(seconds):
            priced = context.engine.price_order(request)
    except InvalidOrder as refused:
        for location, fault in sorted((document.location(fault.place), str(fault)) for fault in refused.faults):
            click.echo(styled(f"{location}: {fault}", fg="red"), err=True)
        raise SystemExit(FAILED) from None
    if as_json:
        print_json(order_to_json(priced))
        return
    click.echo(order_as_text(priced, context.locale))
    if considered:
        click.echo(considered_as_text(priced, context.locale))
