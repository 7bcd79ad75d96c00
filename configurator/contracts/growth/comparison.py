"""Contracts on offer against a forecast: cash flows, present values, regret, and the cheapest with the reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from configurator.contracts.growth.compiled_plan import CompiledPlan, compile_plan
from configurator.contracts.growth.forecast import Forecast
from configurator.contracts.growth.months import PlanMonth, months_of
from configurator.contracts.model import Offer
from configurator.errors import InvalidRequest
from configurator.money import ZERO

# ── present value ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class DiscountFactors:
    """Discount factors by month: integer weights over one denominator, `1 / (1 + rate / 12)ᵗ`.

    Nothing is rounded; the monthly rate is a twelfth of the yearly one.
    """

    weights: tuple[int, ...]
    over: int

    def present(self, flow: Sequence[int]) -> int:
        """Return the present value of a cash flow, times `over`."""
        return sum(amount * weight for amount, weight in zip(flow, self.weights, strict=False) if amount)


def discount_factors(percent_a_year: Fraction, months: int) -> DiscountFactors:
    """Return the weights of months 0 to `months`."""
    factor = 1 + percent_a_year / 1200
    up, down = factor.denominator, factor.numerator
    return DiscountFactors(tuple(up**month * down ** (months - month) for month in range(months + 1)), down**months)


# ── outcomes ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class ScenarioCost:
    """A contract in one scenario: its cash flow in rounding steps, and its present value."""

    steps: Sequence[int]
    step: Fraction
    present_value: Fraction

    @property
    def flow(self) -> tuple[Fraction, ...]:
        """The amount due in each month."""
        return tuple(amount * self.step for amount in self.steps)

    @property
    def total(self) -> Fraction:
        """The total due."""
        return sum(self.steps) * self.step


@dataclass(frozen=True)
class PlanOutcome:
    """A contract in all scenarios. Expected values are weighted by probability, and exact."""

    contract: str
    costs: Mapping[str, ScenarioCost]
    flow: tuple[Fraction, ...]
    total: Fraction
    present_value: Fraction
    regret: Mapping[str, Fraction]
    expected_regret: Fraction
    probability_cheapest: Fraction

    @property
    def worst_regret(self) -> Fraction:
        """The most that one would have saved by knowing the scenario."""
        return max(self.regret.values())


@dataclass(frozen=True)
class PlanCrossing:
    """The month from which the cheaper of two contracts changes, by expected cumulative cost."""

    until_then: str
    from_then: str
    month: int


@dataclass(frozen=True)
class PlanComparison:
    """All contracts on offer, the cheapest expected present value first; equal ones in the order of the offer."""

    offer: Offer
    forecast: Forecast
    months: tuple[PlanMonth, ...]
    outcomes: tuple[PlanOutcome, ...]
    discount_rate: Fraction
    crossings: tuple[PlanCrossing, ...]

    @property
    def cheapest(self) -> PlanOutcome:
        """The contract of the least expected present value."""
        return self.outcomes[0]

    @property
    def least_regret(self) -> PlanOutcome:
        """The contract of the least worst regret: the cautious choice."""
        return min(self.outcomes, key=lambda outcome: outcome.worst_regret)

    def of(self, contract: str) -> PlanOutcome:
        """Return the outcome of a contract."""
        return next(outcome for outcome in self.outcomes if outcome.contract == contract)


def compare(
    offer: Offer, forecast: Forecast, contracts: Iterable[str] | None = None, discount_rate: Fraction | None = None
) -> PlanComparison:
    """Compare contracts (all of the offer by default) by a forecast.

    Costs are those of `billing`; present values are of the day that the forecast starts. Raises InvalidRequest where
    the offer has no such resource or contract.
    """
    chosen = chosen_contracts(offer, forecast.resource, contracts)
    rate = offer.discount_rate if discount_rate is None else discount_rate
    months = months_of(offer, forecast.start, forecast.months)
    weights = discount_factors(rate, months[-1].ends)
    plans = compiled_plans(offer, forecast, chosen, months)
    flows = {plan.contract.id: [plan.cash_flow(each.demand) for each in forecast.scenarios] for plan in plans}
    values = {id: [weights.present(flow) for flow in each] for id, each in flows.items()}
    outcomes = _outcomes(offer, forecast, flows, values, weights)
    ranked = tuple(sorted(outcomes, key=lambda outcome: outcome.present_value))
    return PlanComparison(offer, forecast, months, ranked, rate, tuple(_crossings(ranked)))


def chosen_contracts(offer: Offer, resource: str, contracts: Iterable[str] | None) -> tuple[str, ...]:
    """Return the contracts to compare, in the order of the offer."""
    if resource not in offer.resources:
        raise InvalidRequest(f"offer {offer.id} has no resource {resource!r}", field="resource")
    wanted = list(offer.contracts if contracts is None else contracts)
    unknown = [each for each in wanted if each not in offer.contracts]
    if unknown or not wanted:
        raise InvalidRequest(
            f"offer {offer.id} has no contract {', '.join(unknown) or 'to compare'}", field="contracts"
        )
    return tuple(each for each in offer.contracts if each in wanted)


def compiled_plans(
    offer: Offer, forecast: Forecast, contracts: Sequence[str], months: tuple[PlanMonth, ...]
) -> list[CompiledPlan]:
    """Compile contracts for all demand of a forecast."""
    demands = tuple({each for scenario in forecast.scenarios for each in scenario.demand})
    return [compile_plan(offer, offer.contracts[id], forecast.resource, months, demands) for id in contracts]


Flows = Mapping[str, Sequence[Sequence[int]]]
"""Cash flows in steps of the rounding, by contract and scenario."""


def _outcomes(
    offer: Offer, forecast: Forecast, flows: Flows, values: Mapping[str, Sequence[int]], weights: DiscountFactors
) -> list[PlanOutcome]:
    chances, step = _Chances.of(forecast), offer.rounding.step
    worth = step / weights.over
    least = [min(each) for each in zip(*values.values(), strict=True)]
    names = [scenario.name for scenario in forecast.scenarios]
    outcomes = []
    for id, present in values.items():
        regret = [value - low for value, low in zip(present, least, strict=True)]
        outcomes.append(
            PlanOutcome(
                id,
                {
                    name: ScenarioCost(flow, step, value * worth)
                    for name, flow, value in zip(names, flows[id], present, strict=True)
                },
                tuple(chances.expected(month) * step for month in zip(*flows[id], strict=True)),
                chances.expected([sum(flow) for flow in flows[id]]) * step,
                chances.expected(present) * worth,
                {name: each * worth for name, each in zip(names, regret, strict=True)},
                chances.expected(regret) * worth,
                chances.expected([not each for each in regret]),
            )
        )
    return outcomes


@dataclass(frozen=True, slots=True)
class _Chances:
    """The probabilities of scenarios as whole numbers over one denominator."""

    parts: tuple[int, ...]
    over: int

    @staticmethod
    def of(forecast: Forecast) -> "_Chances":
        over = lcm(*(scenario.probability.denominator for scenario in forecast.scenarios))
        return _Chances(tuple(int(scenario.probability * over) for scenario in forecast.scenarios), over)

    def expected(self, figures: Sequence[int]) -> Fraction:
        """Return the expectation of one whole figure for each scenario."""
        return Fraction(sum(part * figure for part, figure in zip(self.parts, figures, strict=True)), self.over)


def _crossings(ranked: Sequence[PlanOutcome]) -> Iterable[PlanCrossing]:
    """Yield from when on the cheapest contract is ahead of each of the others for good, where it was not at first."""
    best = ranked[0]
    for other in ranked[1:]:
        ahead, paid, paid_other = None, ZERO, ZERO
        for month, (ours, theirs) in enumerate(zip(best.flow, other.flow, strict=True)):
            paid, paid_other = paid + ours, paid_other + theirs
            if paid > paid_other:
                ahead = None
            elif ahead is None and paid < paid_other:
                ahead = month
        if ahead:
            yield PlanCrossing(other.contract, best.contract, ahead)
