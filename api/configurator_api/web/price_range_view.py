"""From X to Y beside the running total, and on every option its least total: as far as it is known in time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from configurator.budget import Budget
from configurator.canonical_json import as_json
from configurator.engine import Engine, EvaluationRequest
from configurator.errors import Undecided
from configurator.money import from_fraction
from configurator.offering.price_range import WITH_OPTIONS, PriceOverview, PriceRangeEnd
from configurator.offering.price_search import PriceBasis
from configurator.pricing.cadence import Cadence
from configurator.texts import N_, texts_for
from configurator_api.limits import MOST_LATE
from configurator_api.web.page_view import value_text
from configurator_api.web.rendering import shown_cadence, shown_money

SPAN = N_("As you have chosen so far: from {least} to {greatest}")
AT_LEAST, AT_MOST = N_("at least {amount}"), N_("at most {amount}")


@dataclass(frozen=True)
class ShownSpan:
    """The text of the range, empty if unknown, and those of each option by its path and value."""

    text: str = ""
    least: Mapping[tuple[str, str], str] = field(default_factory=dict)


NOTHING = ShownSpan()


def span_in_time(
    engine: Engine, request: EvaluationRequest, locale: str, budget: Budget, *, patient: bool = False
) -> ShownSpan:
    """Return the price range known when the budget ends; inexact ends are reported as bounds."""
    try:
        price_overview = engine.listed_overview(request, WITH_OPTIONS, budget=budget)
        if price_overview is None:
            offered = engine.price_search_soon(request, seconds=budget.remaining() or 0.0)
            if offered is None or (offered.late >= MOST_LATE and not patient):
                return NOTHING
            price_overview = offered.span(request.choices, budget=budget)
    except Undecided:
        return NOTHING
    return ShownSpan(_range(price_overview, locale), _least(price_overview, locale))


def _range(price_overview: PriceOverview, locale: str) -> str:
    _ = texts_for(locale).gettext
    least, greatest = (None, None) if price_overview.ends is None else price_overview.ends.both
    if price_overview.ends is None or (least is None and greatest is None):
        return ""
    if least is not None and greatest is not None and not least.slack and not greatest.slack:
        if least.priced.totals == greatest.priced.totals:
            return _("As you have chosen, no other total is possible.")
        return _(SPAN).format(least=_total(least, locale), greatest=_total(greatest, locale))
    return _(SPAN).format(
        least=_end(price_overview, least, price_overview.ends.at_least, AT_LEAST, locale),
        greatest=_end(price_overview, greatest, price_overview.ends.at_most, AT_MOST, locale),
    )


def _end(price_overview: PriceOverview, end: PriceRangeEnd | None, bound: Fraction, text: str, locale: str) -> str:
    """Format an end: the total of its product if it is exact, else its bound."""
    if end is not None and not end.slack:
        return _total(end, locale)
    _ = texts_for(locale).gettext
    shown = _(text).format(amount=_amount(price_overview.basis, bound, locale)) + _over_months(price_overview, locale)
    return shown if end is None else _("{bound}, known {total}").format(bound=shown, total=_total(end, locale))


def _over_months(price_overview: PriceOverview, locale: str) -> str:
    """Write the months over which totals are compared, in parentheses; nothing where there are none."""
    months = price_overview.basis.prepared.book.compare_over
    text = texts_for(locale).ngettext("over {months} month", "over {months} months", months or 0)
    return f" ({text.format(months=months)})" if months else ""


def _total(price_range_end: PriceRangeEnd, locale: str) -> str:
    """Format a total: the one-time amount, then the recurring ones."""
    totals = price_range_end.priced.totals.by_cadence
    order = sorted(totals, key=lambda cadence: cadence is not Cadence.ONE_TIME)
    parts = [f"{shown_money(as_json(totals[each]), locale)} {shown_cadence(each, locale)}".strip() for each in order]
    return " + ".join(parts)


def _least(price_overview: PriceOverview, locale: str) -> Mapping[tuple[str, str], str]:
    if price_overview.least is None:
        return {}
    _ = texts_for(locale).gettext
    template = _("The cheapest product with it costs {amount}") + _over_months(price_overview, locale)
    bound = _(AT_LEAST) if price_overview.least.slack else "{amount}"
    return {
        (path, value_text(value)): template.format(
            amount=bound.format(amount=_amount(price_overview.basis, total, locale))
        )
        for (path, value), total in price_overview.least.by_value.items()
    }


def _amount(basis: PriceBasis, total: Fraction, locale: str) -> str:
    """Write the number that ranks as money, rounded to what the currency has; it is shown, never reckoned with."""
    rounding = basis.prepared.book.rounding
    shown, _ = from_fraction(total, basis.prepared.book.currency, rounding.mode)
    return shown_money(as_json(shown), locale)
