"""The whole plan for a forecast: totals, break-evens, best commitments, and the reason for the cheapest."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from configurator.contracts.growth.best_levels import BestLevel, best_level, levers_of
from configurator.contracts.growth.break_even import BreakEven, CheapestRange, SteadyUse
from configurator.contracts.growth.comparison import PlanComparison, PlanOutcome, compare
from configurator.contracts.growth.forecast import Forecast
from configurator.contracts.limits import MOST_SCENARIO_MONTHS
from configurator.contracts.model import Offer


@dataclass(frozen=True, slots=True)
class PlanReason:
    """Why a contract is the cheapest: the margin to the next one, and its probability.

    `cautious` is the contract with the least worst regret, if it is another one.
    """

    cheapest: str
    next: str
    saving: Fraction
    probability: Fraction
    cautious: str


@dataclass(frozen=True)
class GrowthPlan:
    """The result for a forecast and the contracts on offer."""

    comparison: PlanComparison
    reason: PlanReason
    ranges: tuple[CheapestRange, ...]
    break_evens: tuple[BreakEven, ...]
    best_levels: tuple[BestLevel, ...]


def plan(
    offer: Offer,
    forecast: Forecast,
    contracts: Iterable[str] | None = None,
    discount_rate: Fraction | None = None,
    *,
    levels: bool | None = None,
) -> GrowthPlan:
    """Plan growth. `levels` selects the search for the best commitments; by default, it runs for small forecasts."""
    comparison = compare(offer, forecast, contracts, discount_rate)
    chosen = [outcome.contract for outcome in comparison.outcomes]
    steady = SteadyUse(offer, forecast.resource, forecast.start, forecast.months, chosen)
    best = comparison.cheapest.contract
    break_evens = (each for other in chosen[1:] for each in steady.break_evens(best, other))
    looked = len(forecast.scenarios) * forecast.months <= MOST_SCENARIO_MONTHS if levels is None else levels
    return GrowthPlan(
        comparison,
        _reason(comparison),
        steady.cheapest(),
        tuple(break_evens),
        tuple(_best_levels(comparison)) if looked else (),
    )


def _reason(comparison: PlanComparison) -> PlanReason:
    best, others = comparison.cheapest, comparison.outcomes[1:]
    following: PlanOutcome = others[0] if others else best
    saving = following.present_value - best.present_value
    cautious = comparison.least_regret
    return PlanReason(best.contract, following.contract, saving, best.probability_cheapest, cautious.contract)


def _best_levels(comparison: PlanComparison) -> Iterable[BestLevel]:
    offer, forecast = comparison.offer, comparison.forecast
    for outcome in comparison.outcomes:
        contract = offer.contracts[outcome.contract]
        for lever in levers_of(offer, contract, forecast.resource):
            yield best_level(offer, contract, lever, forecast, comparison.discount_rate)
