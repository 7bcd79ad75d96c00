"""Commands that search by price: the price range, the best build within a budget, the Pareto front."""

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeVar

import click

from configurator.catalog.feature_values import show_number, wire_value
from configurator.cli.command_context import CommandContext, ask_for, in_worker, question_options
from configurator.cli.output import AS_JSON, FAILED, MORE_TIME, OK, UNDECIDED, print_json, styled, total_text
from configurator.configuration import FeatureValue
from configurator.errors import NotExact
from configurator.money import ZERO, decimal_of, formatted, money
from configurator.offering.best_build import Aim, BestBuild, PricedBuild, read_aim
from configurator.offering.goals import Goal, Sense
from configurator.offering.limits import MOST_POINTS
from configurator.offering.pareto_front import ParetoFront
from configurator.offering.price_range import LeastTotals, OverviewParts, PriceOverview, PriceRangeEnd
from configurator.offering.price_search import PriceBasis
from configurator.offering.search_json import best_data, front_data, span_data
from configurator.texts import N_, texts_for

Command = TypeVar("Command", bound=Callable[..., Any])
_LEAST = (
    N_("at least {amount}"),
    N_("not proved: there may be cheaper ones, {bound}"),
    N_("not proved in time: there may be cheaper ones, {bound}"),
)
_GREATEST = (
    N_("at most {amount}"),
    N_("not proved: there may be dearer ones, {bound}"),
    N_("not proved in time: there may be dearer ones, {bound}"),
)
_SENSES = {Sense.MOST: N_("most"), Sense.LEAST: N_("least")}
_AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,9})?", re.ASCII)


class AmountParameter(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases only
    """An amount of money, such as 40000 or 1999.90; digits may be grouped by commas or underscores."""

    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """Read an amount."""
        text = str(value).replace(",", "").replace("_", "")
        if not _AMOUNT.fullmatch(text):
            self.fail(f"found {str(value)!r}; expected an amount such as 40000 or 1999.90", param, ctx)
        return Fraction(text)


def aiming(command: Command) -> Command:
    """Add the options of a search: goals, a price limit, conditions."""
    options = (
        click.option("--most", multiple=True, metavar="EXPRESSION", help="A number to have the most of; repeat it."),
        click.option("--least", multiple=True, metavar="EXPRESSION", help="A number to have the least of; repeat it."),
        click.option("--at-most", type=AmountParameter(), help="What it may cost, in the currency of the book."),
        click.option("--require", multiple=True, metavar="CONDITION", help="What must hold; repeat it."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _aim(context: CommandContext, catalog: str, options: Mapping[str, Any]) -> Aim:
    goals = [(Sense.MOST, text) for text in options["most"]] + [(Sense.LEAST, text) for text in options["least"]]
    result = context.engine.outline(catalog)
    return read_aim(result, goals, at_most=options["at_most"], require=options["require"])


# ── from X to Y ──────────────────────────────────────────────────────────────────────────────────────────────────────


@click.command("range", short_help="From the cheapest product to the dearest.")
@click.argument("catalog")
@question_options
@click.option(
    "--options", "with_options", is_flag=True, help="Also say what the cheapest product with each option costs."
)
@click.option("--builds", type=click.IntRange(0, 100), default=0, help="Also list so many of the cheapest products.")
@AS_JSON
@click.pass_obj
@in_worker
def range_command(
    context: CommandContext, /, catalog: str, with_options: bool, builds: int, as_json: bool, **options: Any
) -> None:
    """Print the price range of all completions of the choices: proved, or within a bound."""
    ask = ask_for(catalog, options)
    with context.answering(ask) as budget:
        price_overview = context.engine.price_overview(ask, OverviewParts(builds, with_options), budget=budget)
    if as_json:
        print_json(span_data(price_overview, context.locale))
    else:
        for line in _span_lines(price_overview, context.locale):
            click.echo(line)
    raise SystemExit(FAILED if price_overview.ends is None else UNDECIDED if price_overview.undecided else OK)


def _span_lines(price_overview: PriceOverview, locale: str) -> Iterator[str]:
    _ = texts_for(locale).gettext
    if price_overview.ends is None:
        yield _("the catalog has no product")
        return
    least, greatest = price_overview.ends.both
    low = _end(price_overview.basis, least, price_overview.ends.at_least, locale, _LEAST)
    high = _end(price_overview.basis, greatest, price_overview.ends.at_most, locale, _GREATEST)
    yield _("from {least}").format(least=low)
    yield _("to   {greatest}").format(greatest=high)
    yield from _relaxed_lines(price_overview.basis, locale)
    if not price_overview.session.consistent:
        yield _("the choices clash; this counts the first ones, as far as they go together")
    if price_overview.cheapest is not None:
        yield from _build_lines(price_overview.cheapest.builds, locale)
    if price_overview.least is not None:
        yield from _option_lines(price_overview, price_overview.least, locale)
    if price_overview.undecided:
        yield _(MORE_TIME)


def _end(
    basis: PriceBasis,
    price_range_end: PriceRangeEnd | None,
    bound: Fraction,
    locale: str,
    texts: tuple[str, str, str],
) -> str:
    """Format an end of the range: exact, or the known product with its bound."""
    _ = texts_for(locale).gettext
    side, more, more_in_time = texts
    beyond = _(side).format(amount=_amount(basis, bound, locale)) + _over(basis, locale)
    if price_range_end is None:
        missing = _("no product was found in time")
        return f"{beyond}  ({missing})"
    if not price_range_end.slack:
        return total_text(price_range_end.priced, locale)
    unproved = _(more if price_range_end.proved else more_in_time).format(bound=beyond)
    return f"{total_text(price_range_end.priced, locale)}  ({unproved})"


def _relaxed_lines(basis: PriceBasis, locale: str) -> Iterator[str]:
    """Print the rules that keep an answer from being exact."""
    for each in basis.relaxed:
        rule = f"{each.rule} [{each.location}]: {each.reason}"
        yield texts_for(locale).gettext("searched by bounds: {rule}").format(rule=rule)


def _option_lines(price_overview: PriceOverview, least: LeastTotals, locale: str) -> Iterator[str]:
    naming, catalog = (
        price_overview.session.standing_assignment.naming.by_address,
        price_overview.session.compiled.catalog,
    )
    at, texts = "", texts_for(locale)
    limit = texts.gettext("at least") if least.slack else texts.pgettext("a price", "from")
    for path, value in sorted(least.by_value, key=lambda each: list(naming).index(each[0])):
        if path != at:
            yield styled(naming[path].title(catalog.locales).in_locale(locale), bold=True) + f"  ({path})"
            at = path
        amount = _amount(price_overview.basis, least.by_value[path, value], locale)
        yield f"  {_written(value):<44} {limit} {amount:>14}"


def _amount(basis: PriceBasis, amount: Fraction, locale: str) -> str:
    """Write the number that ranks as money; where it has no end as a decimal, as an exact number."""
    try:
        return formatted(money(decimal_of(amount), basis.prepared.book.currency), locale)
    except NotExact:
        return show_number(amount)


def _over(basis: PriceBasis, locale: str) -> str:
    """Print the horizon of the number that ranks, in months."""
    months = basis.prepared.book.compare_over
    text = texts_for(locale).ngettext("over {months} month", "over {months} months", months or 0)
    return f" {text.format(months=months)}" if months else ""


def _written(value: FeatureValue) -> str:
    return str(wire_value(value)).lower() if isinstance(value, bool) else str(wire_value(value))


# ── the best build ───────────────────────────────────────────────────────────────────────────────────────────────────


@click.command(short_help="The best build within a budget.")
@click.argument("catalog")
@question_options
@aiming
@AS_JSON
@click.pass_obj
@in_worker
def best(context: CommandContext, /, catalog: str, as_json: bool, **options: Any) -> None:
    """Find the completion of the choices that is best by one goal after the other, then the cheapest such."""
    ask, aim = ask_for(catalog, options), _aim(context, catalog, options)
    with context.answering(ask) as budget:
        offered = context.engine.price_search(ask, budget=budget)
        best_build = offered.best(ask.choices, aim, budget=budget)
    if as_json:
        print_json(best_data(offered.prices.basis, aim, best_build, context.locale))
    else:
        for line in _best_lines(offered.prices.basis, aim, best_build, context.locale):
            click.echo(line)
    raise SystemExit(UNDECIDED if not best_build.decided else FAILED if best_build.build is None else OK)


def _best_lines(basis: PriceBasis, aim: Aim, best_build: BestBuild, locale: str) -> Iterator[str]:
    if best_build.build is None:
        yield from _none_lines(basis, best_build, locale)
        return
    yield f"{_price(best_build.build, locale)}"
    for goal, value in zip(aim.goals, best_build.build.reached, strict=True):
        yield f"{_goal(goal, locale)}: {_number(goal, value)}"
    yield from (f"  {path} = {_written(value)}" for path, value in best_build.build.configuration.values.items())
    if not best_build.proved:
        yield from _limit_lines(basis, aim, best_build, locale)


def _none_lines(basis: PriceBasis, best_build: BestBuild, locale: str) -> Iterator[str]:
    _ = texts_for(locale).gettext
    if best_build.cheapest is None:
        yield _("no product meets these conditions")
    elif best_build.proved:
        sentence = _("nothing costs so little; the cheapest that is possible costs {total}")
        yield sentence.format(total=_price(best_build.cheapest, locale))
    else:
        sentence = _("nothing that costs so little is known; the cheapest known costs {total}")
        yield sentence.format(total=_price(best_build.cheapest, locale))
    if best_build.cheapest is not None and best_build.cheapest.slack:
        least = _amount(basis, best_build.cheapest.at_least or ZERO, locale)
        yield _("none costs less than {amount}").format(amount=least)
    yield from _relaxed_lines(basis, locale)


def _limit_lines(basis: PriceBasis, aim: Aim, best_build: BestBuild, locale: str) -> Iterator[str]:
    """Print the bound of a build that is not proved to be the best."""
    _ = texts_for(locale).gettext
    yield "; ".join((_("there may be better ones"), *(() if best_build.decided else (_(MORE_TIME),))))
    if best_build.limit is not None:
        reached = [
            f"{_goal(goal, locale)}: {_number(goal, value)}"
            for goal, value in zip(aim.goals, best_build.limit.reached, strict=False)
        ]
        price = () if best_build.limit.compare is None else (_at_least(basis, best_build.limit.compare, locale),)
        yield _("none is better than {bound}").format(bound="; ".join((*reached, *price)))
    yield from _relaxed_lines(basis, locale)


def _at_least(basis: PriceBasis, amount: Fraction, locale: str) -> str:
    bound = texts_for(locale).gettext("at least {amount}").format(amount=_amount(basis, amount, locale))
    return bound + _over(basis, locale)


def _price(build: PricedBuild, locale: str) -> str:
    return total_text(build.priced, locale)


def _goal(goal: Goal, locale: str) -> str:
    return f"{texts_for(locale).gettext(_SENSES[goal.sense])} {goal.text}"


def _number(goal: Goal, value: Fraction) -> str:
    return f"{show_number(value)} {goal.unit.name}".rstrip()


# ── Pareto front ────────────────────────────────────────────────────────────────────────────────────────────────────


@click.command(short_help="What no other product beats in price and goals.")
@click.argument("catalog")
@question_options
@aiming
@click.option("--points", type=click.IntRange(1, 1000), default=MOST_POINTS, show_default=True, help="At most so many.")
@AS_JSON
@click.pass_obj
@in_worker
def front(context: CommandContext, /, catalog: str, points: int, as_json: bool, **options: Any) -> None:
    """List every combination of price and one or two goals that no other product beats, from the cheapest on."""
    ask, aim = ask_for(catalog, options), _aim(context, catalog, options)
    if not 1 <= len(aim.goals) <= 2:
        raise click.UsageError(f"found {len(aim.goals)} goals beside the price; expected one or two: --most or --least")
    with context.answering(ask) as budget:
        offered = context.engine.price_search(ask, budget=budget)
        pareto_front = offered.front(ask.choices, aim, number=points, budget=budget)
    if as_json:
        print_json(front_data(offered.prices.basis, aim, pareto_front, context.locale))
    else:
        for line in _front_lines(offered.prices.basis, aim, pareto_front, context.locale):
            click.echo(line)
    raise SystemExit(OK if pareto_front.complete else UNDECIDED)


def _front_lines(basis: PriceBasis, aim: Aim, pareto_front: ParetoFront, locale: str) -> Iterator[str]:
    _ = texts_for(locale).gettext
    goals = "; ".join(_goal(goal, locale) for goal in aim.goals)
    yield _("least price; {goals}").format(goals=goals)
    yield from _build_lines(pareto_front.points, locale, aim.goals)
    sure = aim.at_most is None or basis.exact
    if not pareto_front.points:
        none = N_("no product meets these conditions") if sure else N_("no product is sure to meet these conditions")
        yield _(none if pareto_front.complete else N_("none was found in time"))
    if not sure:
        yield _(
            "only what surely costs so little is listed; prices are not exact here, so others may be within the limit"
        )
    if not pareto_front.complete:
        yield _("there may be more; allow more --points or --seconds")
    blurred = [number for number, point in enumerate(pareto_front.points, start=1) if point.slack]
    for number in blurred:
        bound = _at_least(basis, pareto_front.points[number - 1].at_least or ZERO, locale)
        unproved = _("not proved: one as good may cost less, {bound}").format(bound=bound)
        yield f"{number:>3}. {unproved}"
    yield from _relaxed_lines(basis, locale)


def _build_lines(builds: tuple[PricedBuild, ...], locale: str, goals: tuple[Goal, ...] = ()) -> Iterator[str]:
    """Yield numbered products, each with its differences from the previous one."""
    before: Mapping[str, FeatureValue] | None = None
    for number, build in enumerate(builds, start=1):
        reached = "; ".join(_number(goal, value) for goal, value in zip(goals, build.reached, strict=True))
        yield f"{number:>3}. {_price(build, locale)}" + (f"; {reached}" if reached else "")
        values = build.configuration.values
        if before is not None:
            yield from (
                f"       {path} = {_written(value)}" for path, value in values.items() if before.get(path) != value
            )
            without = texts_for(locale).gettext("without {path}")
            yield from (f"       {without.format(path=path)}" for path in before if path not in values)
        before = values
