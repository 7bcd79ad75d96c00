"""A growth plan in sentences and tables for people, without colour and without a chart."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from configurator.catalog.feature_values import show_number
from configurator.contracts.growth.best_levels import BestLevel
from configurator.contracts.growth.growth_plan import GrowthPlan
from configurator.contracts.model import Offer
from configurator.money import Money, decimal_of, formatted, round_to
from configurator.pricing.periods.calendar import add_months
from configurator.texts import N_, day_text, texts_for

_REASONS = {
    "cheapest": N_("{contract} is the cheapest: {amount} today."),
    "cheaper": N_("{contract} is the cheapest: {amount} today, {saving} less than {other}."),
    "equal": N_("{contract} is the cheapest: {amount} today, the same as {other}."),
}
_LEVERS = {"committed": N_("committed {unit}"), "rights": N_("rights to use"), "requested": N_("requested {unit}")}


def in_words(growth_plan: GrowthPlan, locale: str) -> Iterator[str]:
    """Yield the reason for the cheapest contract, then where another one would be it."""
    yield _reason(growth_plan, locale)
    yield from _certainty(growth_plan, locale)
    yield from _break_evens(growth_plan, locale)
    yield from _crossings(growth_plan, locale)
    yield from _levels(growth_plan, locale)
    if growth_plan.comparison.offer.illustrative:
        yield texts_for(locale).gettext("Illustrative prices, not published ones.")


def summary(growth_plan: GrowthPlan, locale: str) -> Iterator[str]:
    """Yield a table of the contracts, the cheapest first."""
    comparison = growth_plan.comparison
    _ = texts_for(locale).gettext
    offer = comparison.offer
    rows: list[tuple[str, ...]] = [("", _("in all"), _("today"), _("worst regret"), _("cheapest in"))]
    for outcome in comparison.outcomes:
        amounts = (outcome.total, outcome.present_value, outcome.worst_regret)
        share = f"{percent_of(outcome.probability_cheapest)} %"
        rows.append(
            (title_of(offer, outcome.contract, locale), *(shown(offer, each, locale) for each in amounts), share)
        )
    yield from _aligned(rows)


def monthly(growth_plan: GrowthPlan, locale: str) -> Iterator[str]:
    """Yield a table of the expected amounts due, month by month."""
    comparison = growth_plan.comparison
    offer, forecast = comparison.offer, comparison.forecast
    outcomes = comparison.outcomes
    rows = [("", *(title_of(offer, outcome.contract, locale) for outcome in outcomes))]
    for number in range(len(outcomes[0].flow)):
        month = add_months(forecast.start, number, forecast.start.day).isoformat()
        rows.append((month, *(shown(offer, outcome.flow[number], locale) for outcome in outcomes)))
    yield from _aligned(rows)


def title_of(offer: Offer, contract: str, locale: str) -> str:
    """Return the title of a contract."""
    return offer.contracts[contract].title.in_locale(locale)


def shown(offer: Offer, value: Fraction, locale: str) -> str:
    """Write an amount for people, rounded as the offer rounds."""
    rounded = round_to(value, offer.rounding.step, offer.rounding.mode)
    return formatted(Money(decimal_of(rounded), offer.currency), locale)


def percent_of(share: Fraction) -> str:
    """Write a share in percent, to a tenth of one."""
    return show_number(Fraction(round(share * 1000), 10))


def _reason(growth_plan: GrowthPlan, locale: str) -> str:
    offer, reason = growth_plan.comparison.offer, growth_plan.reason
    key = "cheapest" if reason.next == reason.cheapest else "cheaper" if reason.saving else "equal"
    _ = texts_for(locale).gettext
    return _(_REASONS[key]).format(
        contract=title_of(offer, reason.cheapest, locale),
        amount=shown(offer, growth_plan.comparison.cheapest.present_value, locale),
        saving=shown(offer, reason.saving, locale),
        other=title_of(offer, reason.next, locale),
    )


def _certainty(growth_plan: GrowthPlan, locale: str) -> Iterator[str]:
    offer, reason = growth_plan.comparison.offer, growth_plan.reason
    _ = texts_for(locale).gettext
    if len(growth_plan.comparison.forecast.scenarios) == 1:
        return
    yield _("It is that with a probability of {percent} %.").format(percent=percent_of(reason.probability))
    if reason.cautious != reason.cheapest:
        worst = shown(offer, growth_plan.comparison.least_regret.worst_regret, locale)
        yield _("{contract} is never more than {amount} away from the best choice: the cautious one.").format(
            contract=title_of(offer, reason.cautious, locale), amount=worst
        )


def _break_evens(growth_plan: GrowthPlan, locale: str) -> Iterator[str]:
    _ = texts_for(locale).gettext
    offer = growth_plan.comparison.offer
    unit = offer.resources[growth_plan.comparison.forecast.resource].unit
    for each in growth_plan.break_evens:
        sentence = _(
            "Up to {at} {unit} ({percent} %) of steady use, {below} costs less than {above}; above that, it costs more."
        )
        yield sentence.format(
            at=show_number(each.at),
            unit=unit,
            percent=percent_of(each.percent / 100),
            below=title_of(offer, each.below, locale),
            above=title_of(offer, each.above, locale),
        )


def _crossings(growth_plan: GrowthPlan, locale: str) -> Iterator[str]:
    _ = texts_for(locale).gettext
    offer, start = growth_plan.comparison.offer, growth_plan.comparison.forecast.start
    for each in growth_plan.comparison.crossings:
        sentence = _("From {day} on, less has been paid for {cheaper} than for {dearer}.")
        yield sentence.format(
            day=day_text(add_months(start, each.month, start.day), locale),
            cheaper=title_of(offer, each.from_then, locale),
            dearer=title_of(offer, each.until_then, locale),
        )


def _levels(growth_plan: GrowthPlan, locale: str) -> Iterator[str]:
    _ = texts_for(locale).gettext
    offer = growth_plan.comparison.offer
    for each in growth_plan.best_levels:
        if each.present_value >= growth_plan.comparison.of(each.contract).present_value:
            continue
        sentence = _("{contract} would be best with {units} instead of {now} {of}: {amount} today.")
        yield sentence.format(
            contract=title_of(offer, each.contract, locale),
            units=show_number(each.units),
            now=show_number(each.now),
            of=_lever(growth_plan, each, locale),
            amount=shown(offer, each.present_value, locale),
        )


def _lever(growth_plan: GrowthPlan, best: BestLevel, locale: str) -> str:
    """Name the subject of a best level: a committed quantity, or a level such as `cores.rights`."""
    unit = growth_plan.comparison.offer.resources[growth_plan.comparison.forecast.resource].unit
    kind = best.lever.rpartition(".")[2] if "." in best.lever else "committed"
    return texts_for(locale).gettext(_LEVERS[kind]).format(unit=unit)


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = [text.rjust(width) for text, width in zip(others, widths[1:], strict=True)]
        yield "  ".join([first.ljust(widths[0]), *cells]).rstrip()
