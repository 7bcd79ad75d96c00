"""The command that bills a contract by what the meters counted, day by day."""

from datetime import date
from pathlib import Path

import click

from configurator.canonical_json import exact_text
from configurator.cli.context import Context, Day, pair
from configurator.cli.metered import EVENTS, METERS, meter_named, meters_in
from configurator.cli.output import AS_JSON, print_json
from configurator.contracts.billing import bill
from configurator.contracts.statement import Happened, Statement
from configurator.errors import InvalidRequest
from configurator.metering.backends.opening import open_events
from configurator.metering.daily import daily


@click.command(short_help="Bill a contract by what the meters counted.")
@click.argument("offer")
@click.option("--contract", required=True, help="The contract of the offer.")
@click.option("--subject", required=True, help="Whose use is billed.")
@METERS
@EVENTS
@click.option("--from", "begin", required=True, type=Day(), help="The day that the contract begins.")
@click.option("--until", "end", required=True, type=Day(), help="The day after the last one.")
@click.option(
    "--resource", "resources", multiple=True, metavar="RESOURCE=METER",
    help="The meter that reads a resource; by default the one of the same id.",
)  # fmt: skip
@AS_JSON
@click.pass_obj
def statement(
    context: Context,
    /,
    offer: str,
    contract: str,
    subject: str,
    meters_file: Path,
    events: str,
    begin: date,
    end: date,
    resources: tuple[str, ...],
    as_json: bool,
) -> None:
    """Bill a contract of an OFFER by what the meters counted for a subject, day by day."""
    terms, meters = context.engine.offers.offer(offer), meters_in(meters_file)
    named = {name: name for name in terms.resources if name in meters.meters} | dict(map(pair, resources))
    unknown = [name for name in named if name not in terms.resources]
    if unknown or not named:
        wanted = ", ".join(terms.resources)
        raise InvalidRequest(f"say which meter reads a resource: --resource RESOURCE=METER, of {wanted}")
    wanted_meters = [meter_named(meters, name) for name in dict.fromkeys(named.values())]
    with open_events(events) as store:
        counted = daily(store, wanted_meters, begin, end, meters.time_zone).get(subject, {})
    readings = {resource: counted.get(meter, {}) for resource, meter in named.items()}
    found = bill(terms, contract, Happened(begin, end, readings))
    if as_json:
        print_json(_data(found, context.locale))
    else:
        _print(found, context.locale)


def _print(found: Statement, locale: str) -> None:
    for line in found.lines:
        click.echo(f"{line.on}  {line.title.in_locale(locale)}  {exact_text(line.amount)} {found.currency}")
    for told in found.told:
        click.echo(f"{told.on}  {told.subject}: {told.notice.replace('_', ' ')}, {exact_text(told.amount)}")
    label = " (illustrative prices)" if found.illustrative else ""
    click.echo(f"total {exact_text(found.total)} {found.currency}{label}")


def _data(found: Statement, locale: str) -> dict[str, object]:
    return {
        "contract": found.contract,
        "currency": found.currency,
        "illustrative": found.illustrative,
        "lines": [
            {
                "charge": line.charge,
                "title": line.title.in_locale(locale),
                "from": line.period.start,
                "until": line.period.end,
                "on": line.on,
                "amount": exact_text(line.amount),
                "steps": [
                    {"part": step.part.value, "before": step.before, "operand": step.operand, "after": step.after}
                    for step in line.steps
                ],
            }
            for line in found.lines
        ],
        "told": [
            {"notice": each.notice.value, "subject": each.subject, "on": each.on, "amount": exact_text(each.amount)}
            for each in found.told
        ],
        "total": exact_text(found.total),
    }
