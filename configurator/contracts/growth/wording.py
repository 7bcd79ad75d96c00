"""A growth plan in sentences and tables for people, without colour and without a chart."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from configurator.catalog.values import show_number
from configurator.contracts.growth.planning import GrowthPlan
from configurator.contracts.model import Offer
from configurator.money import Money, decimal_of, formatted, round_to
from configurator.pricing.periods.calendar import add_months


def in_words(found: GrowthPlan, locale: str) -> Iterator[str]:
    """Yield the reason for the cheapest contract, then where another one would be it."""
    yield _reason(found, locale)
    yield from _certainty(found, locale)
    yield from _break_evens(found, locale)
    yield from _crossings(found, locale)
    yield from _levels(found, locale)
    if found.comparison.offer.illustrative:
        yield "Illustrative prices, not published ones."


def summary(found: GrowthPlan, locale: str) -> Iterator[str]:
    """Yield a table of the contracts, the cheapest first."""
    comparison = found.comparison
    offer = comparison.offer
    rows: list[tuple[str, ...]] = [("", "in all", "today", "worst regret", "cheapest in")]
    for outcome in comparison.outcomes:
        amounts = (outcome.total, outcome.present_value, outcome.worst_regret)
        share = f"{_percent(outcome.probability_cheapest)} %"
        rows.append(
            (_title(offer, outcome.contract, locale), *(_money(offer, each, locale) for each in amounts), share)
        )
    yield from _aligned(rows)


def monthly(found: GrowthPlan, locale: str) -> Iterator[str]:
    """Yield a table of what is expected to be due, month by month."""
    comparison = found.comparison
    offer, forecast = comparison.offer, comparison.forecast
    outcomes = comparison.outcomes
    rows = [("", *(_title(offer, outcome.contract, locale) for outcome in outcomes))]
    for number in range(len(outcomes[0].flow)):
        month = add_months(forecast.start, number, forecast.start.day).isoformat()
        rows.append((month, *(_money(offer, outcome.flow[number], locale) for outcome in outcomes)))
    yield from _aligned(rows)


def _reason(found: GrowthPlan, locale: str) -> str:
    offer, reason = found.comparison.offer, found.reason
    best = found.comparison.cheapest
    worth = (
        f"{_title(offer, reason.cheapest, locale)} is the cheapest: {_money(offer, best.present_value, locale)} today"
    )
    if reason.next == reason.cheapest:
        return f"{worth}."
    return f"{worth}, {_money(offer, reason.saving, locale)} less than {_title(offer, reason.next, locale)}."


def _certainty(found: GrowthPlan, locale: str) -> Iterator[str]:
    offer, reason = found.comparison.offer, found.reason
    if len(found.comparison.forecast.scenarios) == 1:
        return
    yield f"It is that with a probability of {_percent(reason.probability)} %."
    if reason.cautious != reason.cheapest:
        worst = found.comparison.least_regret.worst_regret
        title = _title(offer, reason.cautious, locale)
        yield f"{title} is never more than {_money(offer, worst, locale)} away from the best choice: the cautious one."


def _break_evens(found: GrowthPlan, locale: str) -> Iterator[str]:
    offer = found.comparison.offer
    unit = offer.resources[found.comparison.forecast.resource].unit
    for each in found.break_evens:
        below, above = _title(offer, each.below, locale), _title(offer, each.above, locale)
        where = f"{show_number(each.at)} {unit} ({_percent(each.percent / 100)} %)"
        yield f"Up to {where} of steady use {below} costs less than {above}, above it more."


def _crossings(found: GrowthPlan, locale: str) -> Iterator[str]:
    offer, start = found.comparison.offer, found.comparison.forecast.start
    for each in found.comparison.crossings:
        day = add_months(start, each.month, start.day).isoformat()
        cheaper, dearer = _title(offer, each.from_then, locale), _title(offer, each.until_then, locale)
        yield f"From {day} on, less has been paid for {cheaper} than for {dearer}."


def _levels(found: GrowthPlan, locale: str) -> Iterator[str]:
    offer = found.comparison.offer
    for each in found.best_levels:
        if each.present_value >= found.comparison.of(each.contract).present_value:
            continue
        title, amount = _title(offer, each.contract, locale), _money(offer, each.present_value, locale)
        change = f"{show_number(each.units)} instead of {show_number(each.now)}"
        yield f"{title} would be best with {each.lever} at {change}: {amount} today."


def _title(offer: Offer, contract: str, locale: str) -> str:
    return offer.contracts[contract].title.in_locale(locale)


def _money(offer: Offer, value: Fraction, locale: str) -> str:
    rounded = round_to(value, offer.rounding.step, offer.rounding.mode)
    return formatted(Money(decimal_of(rounded), offer.currency), locale)


def _percent(share: Fraction) -> str:
    return show_number(Fraction(round(share * 1000), 10))


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = [text.rjust(width) for text, width in zip(others, widths[1:], strict=True)]
        yield "  ".join([first.ljust(widths[0]), *cells]).rstrip()
