"""The best commitment: the committed level, or the initial entitlement, with the least cost under a forecast."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from configurator.contracts.growth.comparison import discount_factors
from configurator.contracts.growth.compiled_plan import compile_plan
from configurator.contracts.growth.forecast import Forecast
from configurator.contracts.growth.months import months_of
from configurator.contracts.limits import MOST_LEVELS_TRIED
from configurator.contracts.model import (
    CapacityLevel,
    Contract,
    LevelKind,
    Offer,
    PurchaseCharge,
    QuantityCommitment,
    UsageCharge,
)
from configurator.money import ZERO
from configurator.pricing.charge_models import plain_value


@dataclass(frozen=True)
class CommitmentLever:
    """Something of a contract that one may choose more or less of, and how the contract looks then."""

    name: str
    now: Fraction
    with_units: Callable[[Fraction], Contract]


@dataclass(frozen=True)
class BestLevel:
    """The level with the least expected present value. `tried` are all candidates with their values.

    If not `exhaustive`, levels between the candidates could be cheaper only if costs rose and fell again.
    """

    contract: str
    lever: str
    now: Fraction
    units: Fraction
    present_value: Fraction
    tried: tuple[tuple[Fraction, Fraction], ...]
    exhaustive: bool


def levers_of(offer: Offer, contract: Contract, resource: str) -> Iterator[CommitmentLever]:
    """Yield the decision variables: a committed quantity, the level that a commitment is a share of, entitlements to
    buy."""
    for at, charge in enumerate(contract.charges):
        match charge:
            case UsageCharge(resource=of, commitment=commitment) if of == resource and commitment is not None:
                share = commitment.share
                if share is not None and share.of.kind is LevelKind.REQUESTED:
                    yield _level(offer, contract, share.of)
                elif share is None and len(commitment.quantity) == 1:
                    now = plain_value(commitment.quantity)
                    yield CommitmentLever(charge.id, now, _committing(contract, at, charge, commitment))
            case PurchaseCharge(level=level) if level == CapacityLevel(resource, LevelKind.RIGHTS):
                yield _level(offer, contract, level)


def best_level(
    offer: Offer, contract: Contract, lever: CommitmentLever, forecast: Forecast, rate: Fraction
) -> BestLevel:
    """Look for the whole number of units that costs least, up to the most that is compared."""
    months = months_of(offer, forecast.start, forecast.months)
    weights = discount_factors(rate, months[-1].ends)
    demands = tuple({each for scenario in forecast.scenarios for each in scenario.demand})

    def cost(units: Fraction) -> Fraction:
        plan = compile_plan(offer, lever.with_units(units), forecast.resource, months, demands)
        values = (
            scenario.probability * weights.present(plan.cash_flow(scenario.demand)) for scenario in forecast.scenarios
        )
        return sum(values, ZERO) / weights.over * offer.rounding.step

    highest = max(1, int(offer.resources[forecast.resource].most))
    tried, exhaustive = _search(highest, cost)
    best = min(tried, key=lambda units: (tried[units], units))
    listed = tuple((units, tried[units]) for units in sorted(tried))
    return BestLevel(contract.id, lever.name, lever.now, best, tried[best], listed, exhaustive)


def _search(highest: int, cost: Callable[[Fraction], Fraction]) -> tuple[dict[Fraction, Fraction], bool]:
    """Look at whole numbers, coarse ones first and then ever finer ones around the best."""
    tried: dict[Fraction, Fraction] = {}
    step, low, high = max(1, -(-highest // (MOST_LEVELS_TRIED // 3))), 0, highest
    exhaustive = step == 1
    while True:
        for units in {*range(low, high, step), high}:
            if Fraction(units) not in tried:
                tried[Fraction(units)] = cost(Fraction(units))
        if step == 1:
            return tried, exhaustive
        best = int(min(tried, key=lambda units: (tried[units], units)))
        low, high, step = max(0, best - step), min(highest, best + step), max(1, step // 8)


def _committing(
    contract: Contract, at: int, charge: UsageCharge, commitment: QuantityCommitment
) -> Callable[[Fraction], Contract]:
    def with_units(units: Fraction) -> Contract:
        quantity = (replace(commitment.quantity[0], value=units),)
        changed = replace(charge, commitment=replace(commitment, quantity=quantity))
        return replace(contract, charges=(*contract.charges[:at], changed, *contract.charges[at + 1 :]))

    return with_units


def _level(offer: Offer, contract: Contract, level: CapacityLevel) -> CommitmentLever:
    def with_units(units: Fraction) -> Contract:
        return replace(contract, levels={**contract.levels, level: units})

    return CommitmentLever(str(level), offer.levels_of(contract).get(level, ZERO), with_units)
