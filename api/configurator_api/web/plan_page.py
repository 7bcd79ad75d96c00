"""The page on which a shopper chooses how to pay for capacity that grows, and sees the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from markupsafe import Markup

from configurator.catalog.feature_values import show_number
from configurator.contracts.billing import bill
from configurator.contracts.growth.forecast import Forecast, expected, growing, only_resource
from configurator.contracts.growth.growth_plan import GrowthPlan, plan
from configurator.contracts.growth.months import activity_of
from configurator.contracts.growth.plan_chart import svg
from configurator.contracts.growth.plan_wording import in_words, shown, title_of
from configurator.contracts.model import CapacityLevel, LevelKind, Offer
from configurator.contracts.offers import for_configuration
from configurator.contracts.statement import Statement
from configurator.engine import EvaluationRequest
from configurator.errors import InvalidRequest, Undecided
from configurator.money import ZERO
from configurator.pricing.periods.calendar import add_months
from configurator.texts import languages
from configurator_api.lanes import LaneName, on_lane
from configurator_api.limits import LARGEST_PAGE_UNITS, MOST_MONTHS
from configurator_api.schemas.request_models import day_from
from configurator_api.service_context import InContext, ServiceContext
from configurator_api.web.page_address import PageAddress, read_address
from configurator_api.web.rendering import page, spoken

MONTHS = "36"


@dataclass(frozen=True, slots=True)
class PlanQuestion:
    """What somebody fills in: how demand begins and grows, for how long, and how they would like to pay."""

    begin: str
    percent: str
    units: str
    months: str
    contract: str

    def fields(self) -> tuple[tuple[str, str], ...]:
        """Return the parts of the query, but for the contract."""
        return (("begin", self.begin), ("percent", self.percent), ("units", self.units), ("months", self.months))


@on_lane(LaneName.PAGES)
def show_plans(request: Request, context: InContext, offer: str) -> Response:
    """Compare the ways to pay, for a configuration if the address holds one."""
    terms, query = context.engine.offers.offer(offer), request.query_params
    address = read_address(terms.catalog, query.multi_items())
    known = context.engine.outline(terms.catalog).locales if terms.catalog else languages()
    address = replace(address, locale=spoken(address.locale, known)[0])
    configured, certain = _configured(context, terms, address)
    resource = only_resource(configured)
    plan_question = PlanQuestion(
        query.get("begin", "")[:20] or _begin(configured, resource),
        query.get("percent", "")[:20] or "2",
        query.get("units", "")[:20] or "0",
        query.get("months", "")[:20] or MONTHS,
        query.get("contract", "")[:100],
    )
    growth_plan = plan(configured, _forecast(configured, resource, plan_question, _start(context, address)))
    chosen = plan_question.contract if plan_question.contract in terms.contracts else growth_plan.reason.cheapest
    return page(
        "plans.html", address.locale, **_view(growth_plan, chosen, plan_question, address, offer), certain=certain
    )


def _configured(context: ServiceContext, offer: Offer, address: PageAddress) -> tuple[Offer, bool]:
    """Return the offer for what the address configures; and whether it was known in time."""
    if not offer.catalog:
        return offer, True
    on = _start(context, address)
    seconds = context.settings.most_seconds
    try:
        request = EvaluationRequest(
            offer.catalog, on, address.choices, None, priced=False, differences=False, seconds=seconds
        )
        context.try_out(request)
        with context.watching(request):
            configuration = context.engine.evaluation(request).configuration
    except Undecided:
        configuration = None
    if configuration is None:
        return offer, False
    return for_configuration(offer, context.engine.outline(offer.catalog), configuration), True


def _start(context: ServiceContext, address: PageAddress) -> date:
    try:
        return day_from(address.on) if address.on else context.today()
    except ValueError:
        raise InvalidRequest(f"{address.on!r} is no day; write it like 2026-01-31", field="on") from None


def _begin(offer: Offer, resource: str) -> str:
    """Return the demand that a plan begins with where nobody says another: the rights, or half of all."""
    rights = offer.levels.get(CapacityLevel(resource, LevelKind.RIGHTS), ZERO)
    return show_number(rights or Fraction(int(offer.resources[resource].most / 2)))


def _forecast(offer: Offer, resource: str, plan_question: PlanQuestion, start: date) -> Forecast:
    months = _number("months", plan_question.months)
    if months.denominator != 1 or not 1 <= months <= MOST_MONTHS:
        raise InvalidRequest(f"a plan has 1 to {MOST_MONTHS} months, not {plan_question.months}", field="months")
    percent, units = _number("percent", plan_question.percent), _number("units", plan_question.units)
    if abs(percent) > 100:
        raise InvalidRequest("demand grows by at most 100 percent a month", field="percent")
    begin = max(ZERO, _number("begin", plan_question.begin))
    demand = growing(begin, int(months), percent_a_month=percent, units_a_month=units)
    return Forecast(resource, start, (expected(demand),))


def _number(name: str, text: str) -> Fraction:
    """Read a decimal number as people type it, with a comma or a point."""
    digits = text.strip().replace(",", ".")
    plain = digits.removeprefix("-").replace(".", "", 1)
    if not (plain.isascii() and plain.isdecimal()) or abs(Fraction(digits)) > LARGEST_PAGE_UNITS:
        raise InvalidRequest(f"{text[:20]!r} is no number; expected one such as 2.5", field=name)
    return Fraction(digits)


# ── what the page shows ──────────────────────────────────────────────────────────────────────────────────────────────


def _view(
    growth_plan: GrowthPlan, chosen: str, plan_question: PlanQuestion, address: PageAddress, name: str
) -> Mapping[str, Any]:
    comparison, locale = growth_plan.comparison, address.locale
    offer, forecast = comparison.offer, comparison.forecast
    activity = activity_of(
        offer, offer.contracts[chosen], forecast.resource, forecast.start, forecast.scenarios[0].demand
    )
    kept = [each for each in address.fields() if each[0] not in ("why", "book")]
    return {
        "offer": offer,
        "resource": offer.resources[forecast.resource],
        "plan_question": plan_question,
        "kept": kept,
        "here": f"/plans/{quote(name)}",
        "back": address.url() if offer.catalog else "/",
        "plans": [_plan(growth_plan, each.contract, chosen, locale) for each in comparison.outcomes],
        "chosen": title_of(offer, chosen, locale),
        "sentences": list(in_words(growth_plan, locale)),
        "chart": Markup(svg(growth_plan, locale)),  # our own drawing, in which every text is escaped
        "charges": _charges(bill(offer, chosen, activity), offer, locale),
        "months": _months(growth_plan, chosen, locale),
        "choose": [
            (
                each.contract,
                f"/plans/{quote(name)}?{urlencode([*kept, *plan_question.fields(), ('contract', each.contract)])}",
            )
            for each in comparison.outcomes
        ],
    }


def _plan(growth_plan: GrowthPlan, contract: str, chosen: str, locale: str) -> Mapping[str, Any]:
    offer, outcome = growth_plan.comparison.offer, growth_plan.comparison.of(contract)
    because = offer.contracts[contract].because
    return {
        "id": contract,
        "title": title_of(offer, contract, locale),
        "because": "" if because is None else because.in_locale(locale),
        "chosen": contract == chosen,
        "total": shown(offer, outcome.total, locale),
        "today": shown(offer, outcome.present_value, locale),
        "more": shown(offer, outcome.worst_regret, locale),
    }


def _charges(statement: Statement, offer: Offer, locale: str) -> Sequence[Mapping[str, str]]:
    """Return what a contract consists of: each charge with its sum and its reason."""
    sums: dict[str, Fraction] = {}
    for line in statement.lines:
        sums[line.charge] = sums.get(line.charge, ZERO) + line.amount
    first = {line.charge: line for line in reversed(statement.lines)}
    return [
        {
            "title": first[charge].title.in_locale(locale),
            "because": "" if (because := first[charge].because) is None else because.in_locale(locale),
            "amount": shown(offer, amount, locale),
        }
        for charge, amount in sums.items()
    ]


def _months(growth_plan: GrowthPlan, chosen: str, locale: str) -> Sequence[Mapping[str, str]]:
    """Return the amounts due by month, and the cumulative cost."""
    comparison = growth_plan.comparison
    offer, start = comparison.offer, comparison.forecast.start
    demand = comparison.forecast.scenarios[0].demand
    rows, paid = [], ZERO
    for number, due in enumerate(comparison.of(chosen).flow):
        paid += due
        rows.append(
            {
                "day": add_months(start, number, start.day).isoformat(),
                "demand": show_number(demand[number]) if number < len(demand) else "",
                "due": shown(offer, due, locale),
                "paid": shown(offer, paid, locale),
            }
        )
    return rows
