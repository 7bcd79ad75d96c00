"""The command that plans growth: a forecast in, the contracts on offer compared."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import click

from configurator.cli.context import Context, Day
from configurator.cli.output import print_json
from configurator.contracts.growth.forecast import Forecast, expected, growing, only_resource, read_forecast
from configurator.contracts.growth.growth_plan import GrowthPlan
from configurator.contracts.growth.growth_plan import plan as planned
from configurator.contracts.growth.plan_chart import svg
from configurator.contracts.growth.plan_json import plan_to_json
from configurator.contracts.growth.plan_wording import in_words, monthly, summary
from configurator.contracts.model import Offer
from configurator.money import ZERO
from configurator.reading.files import Files

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class Exact(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases only
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
@click.option("--start", type=Day(), help="The day that the contracts begin.")
@click.option("--begin", type=Exact(), help="The demand of the first month.")
@click.option("--percent", type=Exact(), default=ZERO, help="It grows by so many percent a month.")
@click.option("--units", type=Exact(), default=ZERO, help="It grows by so many units a month.")
@click.option("--months", type=click.IntRange(1, 600), default=36, show_default=True, help="For so many months.")
@click.option("--contract", "contracts", multiple=True, help="Compare only this contract; repeat it.")
@click.option("--discount-rate", type=Exact(), help="Percent a year; that of the offer by default.")
@click.option("--monthly", "by_month", is_flag=True, help="Print what is due month by month as well.")
@click.option("--chart", type=click.Path(dir_okay=False, path_type=Path), help="Draw a chart into this SVG file.")
@click.option("--json", "as_json", is_flag=True, help="Print canonical JSON.")
@click.pass_obj
def plan(
    context: Context,
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
        forecast = read_forecast(Files({source.name: source.read_bytes()}), source.name, terms)
    elif start is None or begin is None:
        raise click.UsageError("say how demand grows: a file with --forecast, or --start and --begin")
    else:
        forecast = _growing(terms, start, growing(begin, months, percent_a_month=percent, units_a_month=units))
    found = planned(terms, forecast, contracts or None, discount_rate)
    if chart is not None:
        chart.write_text(svg(found, context.locale) + "\n", encoding="utf-8")
    if as_json:
        print_json(plan_to_json(found, context.locale))
        return
    for line in _text(found, context.locale, by_month):
        click.echo(line)


def _growing(offer: Offer, start: date, demand: tuple[Fraction, ...]) -> Forecast:
    return Forecast(only_resource(offer), start, (expected(demand),))


def _text(found: GrowthPlan, locale: str, by_month: bool) -> Iterator[str]:
    yield from summary(found, locale)
    yield ""
    yield from in_words(found, locale)
    if by_month:
        yield ""
        yield from monthly(found, locale)
