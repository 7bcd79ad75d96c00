"""The command that bills a contract from daily meter readings."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import click

from configurator.canonical_json import exact_text
from configurator.cli.command_context import CommandContext, DayParameter, pair
from configurator.cli.output import AS_JSON, ILLUSTRATIVE, print_json
from configurator.cli.usage_commands import EVENTS, METERS, meter_named, meters_in
from configurator.contracts.billing import bill
from configurator.contracts.growth.forecast import Forecast, expected, growing, only_resource, read_forecast
from configurator.contracts.growth.growth_plan import GrowthPlan
from configurator.contracts.growth.growth_plan import plan as planned
from configurator.contracts.growth.plan_chart import svg
from configurator.contracts.growth.plan_json import plan_to_json
from configurator.contracts.growth.plan_wording import in_words, monthly, summary
from configurator.contracts.model import Offer
from configurator.contracts.statement import ContractActivity, Statement, StatementEventKind
from configurator.errors import InvalidRequest
from configurator.metering.backends import open_events
from configurator.metering.usage_parameters import daily
from configurator.money import ZERO
from configurator.reading.files import Files, read_file
from configurator.texts import N_, texts_for

_EVENTS = {
    StatementEventKind.LOW: N_("low balance"),
    StatementEventKind.EMPTY: N_("balance used up"),
    StatementEventKind.DEBT: N_("negative balance"),
    StatementEventKind.OVER_RIGHTS: N_("above the entitlement"),
    StatementEventKind.OVER_INSTALLED: N_("above the installed capacity"),
    StatementEventKind.FILLED_IN: N_("missing readings filled in"),
}


@click.command(short_help="Bill a contract by what the meters counted.")
@click.argument("offer")
@click.option("--contract", required=True, help="The contract of the offer.")
@click.option("--subject", required=True, help="Whose use is billed.")
@METERS
@EVENTS
@click.option("--from", "begin", required=True, type=DayParameter(), help="The day that the contract begins.")
@click.option("--until", "end", required=True, type=DayParameter(), help="The day after the last one.")
@click.option(
    "--resource", "resources", multiple=True, metavar="RESOURCE=METER",
    help="The meter that reads a resource; by default the one of the same id.",
)  # fmt: skip
@AS_JSON
@click.pass_obj
def statement(
    context: CommandContext,
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
    """Bill a contract of an OFFER from a subject's daily meter readings."""
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
    _ = texts_for(locale).gettext
    for line in billed.lines:
        click.echo(f"{line.on}  {line.title.in_locale(locale)}  {exact_text(line.amount)} {billed.currency}")
    for event in billed.events:
        click.echo(f"{event.on}  {event.subject}: {_(_EVENTS[event.kind])}, {exact_text(event.amount)}")
    label = f" ({_(ILLUSTRATIVE)})" if billed.illustrative else ""
    click.echo(_("total {total}").format(total=f"{exact_text(billed.total)} {billed.currency}") + label)


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
        "notices": [
            {"notice": each.kind.value, "subject": each.subject, "on": each.on, "amount": exact_text(each.amount)}
            for each in billed.events
        ],
        "total": exact_text(billed.total),
    }


FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class ExactNumberParameter(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases only
    """A decimal number, held exactly."""

    name = "number"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """Read a number; no exponent and no fraction."""
        if isinstance(value, Fraction):
            return value
        text = str(value)
        digits = text.removeprefix("-").replace(".", "", 1)
        if not digits.isascii() or not digits.isdecimal() or len(digits) > 30:
            self.fail(f"found '{text[:40]}'; expected a number such as 2.5", param, ctx)
        return Fraction(text)


@click.command(short_help="Compare the contracts of an offer as demand grows.")
@click.argument("offer")
@click.option("--forecast", "source", type=FILE, help="A file with the forecast, instead of the next five options.")
@click.option("--start", type=DayParameter(), help="The day that the contracts begin.")
@click.option("--begin", type=ExactNumberParameter(), help="The demand of the first month.")
@click.option("--percent", type=ExactNumberParameter(), default=ZERO, help="It grows by so many percent a month.")
@click.option("--units", type=ExactNumberParameter(), default=ZERO, help="It grows by so many units a month.")
@click.option("--months", type=click.IntRange(1, 600), default=36, show_default=True, help="For so many months.")
@click.option("--contract", "contracts", multiple=True, help="Compare only this contract; repeat it.")
@click.option("--discount-rate", type=ExactNumberParameter(), help="Percent a year; that of the offer by default.")
@click.option("--monthly", "by_month", is_flag=True, help="Print what is due month by month as well.")
@click.option("--chart", type=click.Path(dir_okay=False, path_type=Path), help="Draw a chart into this SVG file.")
@click.option("--json", "as_json", is_flag=True, help="Print canonical JSON.")
@click.pass_obj
def plan(
    context: CommandContext,
    /,
    offer: str,
    source: Path | None,
    start: date | None,
    begin: Fraction | None,
    percent: Fraction,
    units: Fraction,
    months: int,
    contracts: tuple[str, ...],
    discount_rate: Fraction | None,
    by_month: bool,
    chart: Path | None,
    as_json: bool,
) -> None:
    """Compare the contracts of an OFFER as demand grows."""
    terms = context.engine.offers.offer(offer)
    if source is not None:
        forecast = read_forecast(Files({source.name: read_file(source)}), source.name, terms)
    elif start is None or begin is None:
        raise click.UsageError("say how demand grows: a file with --forecast, or --start and --begin")
    else:
        forecast = _growing(terms, start, growing(begin, months, percent_a_month=percent, units_a_month=units))
    growth_plan = planned(terms, forecast, contracts or None, discount_rate)
    if chart is not None:
        chart.write_text(svg(growth_plan, context.locale) + "\n", encoding="utf-8")
    if as_json:
        print_json(plan_to_json(growth_plan, context.locale))
        return
    for line in _text(growth_plan, context.locale, by_month):
        click.echo(line)


def _growing(offer: Offer, start: date, demand: tuple[Fraction, ...]) -> Forecast:
    return Forecast(only_resource(offer), start, (expected(demand),))


def _text(growth_plan: GrowthPlan, locale: str, by_month: bool) -> Iterator[str]:
    yield from summary(growth_plan, locale)
    yield ""
    yield from in_words(growth_plan, locale)
    if by_month:
        yield ""
        yield from monthly(growth_plan, locale)
