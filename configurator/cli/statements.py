"""The command that bills a contract by what the meters counted, day by day."""

from datetime import date
from pathlib import Path

import click

from configurator.canonical_json import exact_text
from configurator.cli.context import Context, Day, pair
from configurator.cli.metered import EVENTS, METERS, meter_named, meters_in
from configurator.cli.output import AS_JSON, print_json
from configurator.contracts.billing import bill
from configurator.contracts.statement import ContractActivity, Statement
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
    billed = bill(terms, contract, ContractActivity(begin, end, readings))
    if as_json:
        print_json(_data(billed, context.locale))
    else:
        _print(billed, context.locale)


def _print(billed: Statement, locale: str) -> None:
    for line in billed.lines:
        click.echo(f"{line.on}  {line.title.in_locale(locale)}  {exact_text(line.amount)} {billed.currency}")
    for event in billed.events:
        click.echo(f"{event.on}  {event.subject}: {event.kind.replace('_', ' ')}, {exact_text(event.amount)}")
    label = " (illustrative prices)" if billed.illustrative else ""
    click.echo(f"total {exact_text(billed.total)} {billed.currency}{label}")


def _data(billed: Statement, locale: str) -> dict[str, object]:
    return {
        "contract": billed.contract,
        "currency": billed.currency,
        "illustrative": billed.illustrative,
        "lines": [
            {
                "charge": line.charge,
                "title": line.title.in_locale(locale),
                "from": line.period.start,
                "until": line.period.end,
                "on": line.on,
                "amount": exact_text(line.amount),
                "metered": [
                    {"treatment": each.treatment, "before": each.before, "operand": each.operand, "after": each.after}
                    for each in line.metered
                ],
                "steps": [
                    {
                        "operation": each.operation,
                        "before": each.before,
                        "base": each.base,
                        "operand": each.operand,
                        "after": each.after,
                    }
                    for each in line.steps
                ],
            }
            for line in billed.lines
        ],
        "told": [
            {"notice": each.kind.value, "subject": each.subject, "on": each.on, "amount": exact_text(each.amount)}
            for each in billed.events
        ],
        "total": exact_text(billed.total),
    }
