"""The whole plan for a forecast: what everything comes to, where the order changes, how much to commit to, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from configurator.contracts.growth.break_even import BreakEven, Range, SteadyUse
from configurator.contracts.growth.comparing import Comparison, PlanOutcome, compare
from configurator.contracts.growth.forecast import Forecast
from configurator.contracts.growth.levers import BestLevel, best_level, levers_of
from configurator.contracts.model import Offer

SIZE = 4_000
"""Scenario-months beyond which levels of commitment are not looked for unless asked: each is a plan of its own."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the cheapest contract is that: what the next one costs more, and how sure it is.

    `cautious` is the contract of the least worst regret, where that is another one.
    """

    cheapest: str
    next: str
    saving: Fraction
    probability: Fraction
    cautious: str


@dataclass(frozen=True)
class GrowthPlan:
    """Everything there is to say of a forecast and the contracts on offer."""

    comparison: Comparison
    reason: Reason
    ranges: tuple[Range, ...]
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
    """Plan growth. `levels` says whether to look for the best commitments; by default, where the forecast is small."""
    comparison = compare(offer, forecast, contracts, discount_rate)
    chosen = [outcome.contract for outcome in comparison.outcomes]
    steady = SteadyUse(offer, forecast.resource, forecast.start, forecast.months, chosen)
    best = comparison.cheapest.contract
    break_evens = (each for other in chosen[1:] for each in steady.break_evens(best, other))
    looked = len(forecast.scenarios) * forecast.months <= SIZE if levels is None else levels
    return GrowthPlan(
        comparison,
        _reason(comparison),
        steady.cheapest(),
        tuple(break_evens),
        tuple(_best_levels(comparison)) if looked else (),
    )


def _reason(comparison: Comparison) -> Reason:
    best, others = comparison.cheapest, comparison.outcomes[1:]
    following: PlanOutcome = others[0] if others else best
    saving = following.present_value - best.present_value
    cautious = comparison.least_regret
    return Reason(best.contract, following.contract, saving, best.probability_cheapest, cautious.contract)


def _best_levels(comparison: Comparison) -> Iterable[BestLevel]:
    offer, forecast = comparison.offer, comparison.forecast
    for outcome in comparison.outcomes:
        contract = offer.contracts[outcome.contract]
        for lever in levers_of(offer, contract, forecast.resource):
            yield best_level(offer, contract, lever, forecast, comparison.discount_rate)
