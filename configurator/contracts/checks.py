"""Checks of a valid file of contracts; each finding has a usage that proves it."""

from collections.abc import Callable, Iterator
from datetime import date

from configurator.catalog.feature_values import show_number
from configurator.contracts import codes
from configurator.contracts.growth.monthly_cost import measures_of, monthly_curve
from configurator.contracts.growth.piecewise import Curve, pieces_of_both
from configurator.contracts.model import Contract, Offer
from configurator.problems import Problem

LATE = date.max.replace(month=1, day=1)


def dominated(offer: Offer) -> Iterator[Problem]:
    """Yield the dominated contracts: at any monthly usage, another one costs no more.

    The range of usage is reported, and the usage with the largest difference.

    Only memoryless contracts that measure usage alike are compared, so a result for one month holds for any course of
    usage.
    """
    for resource in offer.resources:
        curves = {
            id: curve
            for id, contract in offer.contracts.items()
            if (curve := monthly_curve(offer, contract, resource, LATE)) is not None
        }
        for id, curve in curves.items():
            beaten = next((other for other in curves if other != id and _beats(offer, curves, other, id)), None)
            if beaten is not None:
                yield _problem(offer, offer.contracts[id], offer.contracts[beaten], curve, curves[beaten], resource)


def _beats(offer: Offer, curves: dict[str, Curve], other: str, id: str) -> bool:
    """Whether the other never costs more, and less somewhere; of two that are always equal none is reported."""
    measures = [measures_of(offer.contracts[each]) for each in (other, id)]
    if all(measures) and measures[0] != measures[1]:
        return False
    differences = [
        (mine.at_low - theirs.at_low, mine.at_high - theirs.at_high)
        for mine, theirs in pieces_of_both(curves[id], curves[other])
    ]
    return all(min(each) >= 0 for each in differences) and any(max(each) > 0 for each in differences)


def _problem(offer: Offer, contract: Contract, better: Contract, mine: Curve, theirs: Curve, resource: str) -> Problem:
    _, at, cost, other = max(
        (piece.at_high - other.at_high, piece.high, piece.at_high, other.at_high)
        for piece, other in pieces_of_both(mine, theirs)
    )
    unit, end = offer.resources[resource].unit, show_number(mine[-1].high)
    message = (
        f"from 0 to {end} {unit}, `{contract.id}` never costs less than `{better.id}`: "
        f"{show_number(cost)} against {show_number(other)} at {show_number(at)}"
    )
    hint = "give it a use for which it is the cheapest, or take it off the offer"
    return Problem(codes.DOMINATED, contract.location, f"contracts.{contract.id}", message, hint=hint)


CHECKS: tuple[Callable[[Offer], Iterator[Problem]], ...] = (dominated,)


def checked(offer: Offer) -> tuple[Problem, ...]:
    """Run every check."""
    return tuple(problem for check in CHECKS for problem in check(offer))
