"""More use never costs less than less of it: the price of a usage charge is looked at on both sides of every bound."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

from configurator.catalog.values import show_number
from configurator.contracts import codes
from configurator.contracts.model import Contract, Levels, Offer, Usage, units_of
from configurator.contracts.rating import History, rate_usage
from configurator.problems import Problem

LATE = date.max


def cheaper_if_more(offer: Offer) -> Iterator[Problem]:
    """Yield, for each usage charge, the first two quantities of which the larger costs less."""
    for contract in offer.contracts.values():
        for charge in contract.charges:
            if isinstance(charge, Usage):
                yield from _falls(offer, contract, charge)


def _falls(offer: Offer, contract: Contract, charge: Usage) -> Iterator[Problem]:
    levels = offer.levels_of(contract)
    quantities = sorted(_looked_at(offer, charge, levels))
    amounts = [rate_usage(charge, each, LATE, levels, History()).amount for each in quantities]
    for (less, cheap), (more, dear) in pairwise(zip(quantities, amounts, strict=True)):
        if dear < cheap:
            message = f"{show_number(more)} cost {show_number(dear)}, and {show_number(less)} cost {show_number(cheap)}"
            where = f"contracts.{contract.id}.charges.{charge.id}"
            hint = "leave it so if it is meant; customers will use more to pay less"
            yield Problem(codes.CHEAPER_IF_MORE, charge.place, where, message, hint=hint)
            return


def _looked_at(offer: Offer, charge: Usage, levels: Levels) -> set[Fraction]:
    """Return quantities on both sides of everything that bends the price."""
    whole = None if charge.bands_of is None else units_of(levels, charge.bands_of)
    bounds = [band.up_to for band in charge.bands if band.up_to is not None]
    bends = {bound if whole is None else bound * whole / 100 for bound in bounds}
    if charge.commitment is not None:
        bends.add(charge.commitment.on(LATE, levels))
    if charge.allowance is not None:
        bends.add(charge.allowance.included * charge.allowance.periods)
    most = offer.resources[charge.of].most
    near = most / 1000
    return {max(Fraction(0), each) for bend in (*bends, most) for each in (bend - near, bend, bend + near)}
