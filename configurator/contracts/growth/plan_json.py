"""A growth plan as canonical JSON: figures as texts; weighted and discounted ones are rounded by the offer's rule."""

from fractions import Fraction

from configurator.catalog.feature_values import show_number
from configurator.contracts.growth.comparison import PlanComparison, PlanOutcome
from configurator.contracts.growth.growth_plan import GrowthPlan
from configurator.contracts.growth.plan_responses import PlannedContractResponse, PlanResponse
from configurator.contracts.model import Offer
from configurator.money import round_to


def plan_to_json(growth_plan: GrowthPlan, locale: str) -> PlanResponse:
    """Return the whole plan."""
    comparison, reason = growth_plan.comparison, growth_plan.reason
    offer, forecast = comparison.offer, comparison.forecast
    return {
        "offer": {"id": offer.id, "digest": offer.digest, "title": offer.title.in_locale(locale)},
        "currency": offer.currency,
        "illustrative": offer.illustrative,
        "resource": forecast.resource,
        "unit": offer.resources[forecast.resource].unit,
        "start": forecast.start.isoformat(),
        "months": forecast.months,
        "discount_rate": show_number(comparison.discount_rate),
        "scenarios": [
            {
                "name": scenario.name,
                "probability": show_number(scenario.probability),
                "demand": [show_number(each) for each in scenario.demand],
            }
            for scenario in forecast.scenarios
        ],
        "cheapest": {
            "contract": reason.cheapest,
            "next": reason.next,
            "saving": _money(offer, reason.saving),
            "probability": show_number(reason.probability),
            "least_regret": reason.cautious,
        },
        "plans": [_outcome(comparison, outcome, locale) for outcome in comparison.outcomes],
        "steady_use": [
            {"contract": each.contract, "from": show_number(each.low), "to": show_number(each.high)}
            for each in growth_plan.ranges
        ],
        "break_even": [
            {
                "below": each.below,
                "above": each.above,
                "at": show_number(each.at),
                "percent": show_number(round_to(each.percent, Fraction(1, 100), offer.rounding.mode)),
                "equal": each.equal,
            }
            for each in growth_plan.break_evens
        ],
        "crossings": [
            {"until_then": each.until_then, "from_then": each.from_then, "month": each.month}
            for each in comparison.crossings
        ],
        "best_levels": [
            {
                "contract": each.contract,
                "of": each.lever,
                "now": show_number(each.now),
                "units": show_number(each.units),
                "present_value": _money(offer, each.present_value),
                "exhaustive": each.exhaustive,
            }
            for each in growth_plan.best_levels
        ],
    }


def _outcome(comparison: PlanComparison, outcome: PlanOutcome, locale: str) -> PlannedContractResponse:
    offer = comparison.offer
    return {
        "contract": outcome.contract,
        "title": offer.contracts[outcome.contract].title.in_locale(locale),
        "total": _money(offer, outcome.total),
        "present_value": _money(offer, outcome.present_value),
        "worst_regret": _money(offer, outcome.worst_regret),
        "expected_regret": _money(offer, outcome.expected_regret),
        "probability_cheapest": show_number(outcome.probability_cheapest),
        "flow": [_money(offer, amount) for amount in outcome.flow],
        "scenarios": {
            name: {
                "total": _money(offer, course.total),
                "present_value": _money(offer, course.present_value),
                "regret": _money(offer, outcome.regret[name]),
            }
            for name, course in outcome.costs.items()
        },
    }


def _money(offer: Offer, value: Fraction) -> str:
    """Write an amount, rounded by the rounding of the offer."""
    return show_number(round_to(value, offer.rounding.step, offer.rounding.mode))
