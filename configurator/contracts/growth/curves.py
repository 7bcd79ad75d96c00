"""What a month costs as a function of use, for contracts without memory: exact straight pieces between kinks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

from configurator.contracts.model import Contract, Levels, Offer, OverRights, Purchase, Recurring, Usage, units_of
from configurator.contracts.ratchets import NoRatchet
from configurator.contracts.rating import History, committed, rate_usage
from configurator.contracts.statement import Part

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Piece:
    """Between two uses the cost is a straight line; the costs are those just inside of its ends."""

    low: Fraction
    high: Fraction
    at_low: Fraction
    at_high: Fraction

    def at(self, use: Fraction) -> Fraction:
        """Return the cost at a use within the piece."""
        return self.at_low + (self.at_high - self.at_low) * (use - self.low) / (self.high - self.low)


Curve = tuple[Piece, ...]


def measures_of(contract: Contract) -> frozenset[object]:
    """Return how a contract measures use; only curves of one measure can be compared."""
    return frozenset(charge.measure for charge in contract.charges if isinstance(charge, Usage))


def monthly_curve(offer: Offer, contract: Contract, resource: str, on: date) -> Curve | None:
    """Return the unrounded cost of a month by its use, from 0 to the most; None where earlier months matter."""
    bounded = contract.minimum is not None or contract.maximum is not None
    if bounded or contract.balances or contract.follows or any(_remembers(charge) for charge in contract.charges):
        return None
    levels, most = offer.levels_of(contract), offer.resources[resource].most
    fixed = NOTHING
    curves: list[Curve] = []
    for charge in contract.charges:
        if isinstance(charge, Recurring):
            fixed += charge.amount.on(on) * (1 if charge.per is None else units_of(levels, charge.per))
        elif isinstance(charge, Usage) and charge.of == resource:
            curves.append(_usage_curve(charge, levels, most, on))
        elif isinstance(charge, Usage):
            fixed += rate_usage(charge, NOTHING, on, levels, History()).amount
    return added([*curves, (Piece(NOTHING, most, fixed, fixed),)])


def added(curves: Sequence[Curve]) -> Curve:
    """Add curves over the same range."""
    ends = sorted({end for curve in curves for piece in curve for end in (piece.low, piece.high)})
    return tuple(
        Piece(low, high, sum((_part(curve, low, high).at(low) for curve in curves), NOTHING),
              sum((_part(curve, low, high).at(high) for curve in curves), NOTHING))
        for low, high in pairwise(ends)
    )  # fmt: skip


def pieces_of_both(one: Curve, other: Curve) -> Iterator[tuple[Piece, Piece]]:
    """Yield the pieces of two curves over the same range, cut so that both are straight."""
    ends = sorted({end for piece in (*one, *other) for end in (piece.low, piece.high)})
    for low, high in pairwise(ends):
        yield _cut(_part(one, low, high), low, high), _cut(_part(other, low, high), low, high)


def _remembers(charge: object) -> bool:
    """Whether what a charge comes to depends on the months before."""
    if isinstance(charge, Purchase):
        return True
    if not isinstance(charge, Usage):
        return False
    several = charge.allowance is not None and charge.allowance.periods > 1
    over_rights = isinstance(charge.measure, OverRights)
    return several or over_rights or charge.rises_to is not None or not isinstance(charge.ratchet, NoRatchet)


def _usage_curve(charge: Usage, levels: Levels, most: Fraction, on: date) -> Curve:
    open_charge = replace(charge, cap=None, minimum=None, maximum=None)

    def cost(use: Fraction) -> Fraction:
        return rate_usage(open_charge, use, on, levels, History()).amount

    pieces = [_line(low, high, cost) for low, high in pairwise(_kinks(charge, levels, most, on))]
    capped = rate_usage(replace(charge, minimum=None, maximum=None), most, on, levels, History())
    bounds: list[tuple[Fraction, bool]] = []
    if charge.cap is not None:
        step = next(step for step in capped.steps if step.part is Part.CAP)
        bounds.append((step.operand, False))
    bounds += [
        (bound, least) for bound, least in ((charge.minimum, True), (charge.maximum, False)) if bound is not None
    ]
    for bound, least in bounds:
        pieces = [cut for piece in pieces for cut in _bounded(piece, bound, least)]
    return tuple(pieces)


def _kinks(charge: Usage, levels: Levels, most: Fraction, on: date) -> Iterable[Fraction]:
    """Return the uses at which the unbounded cost may bend or jump."""
    free = NOTHING if charge.allowance is None else charge.allowance.included
    whole = None if charge.bands_of is None else units_of(levels, charge.bands_of)
    bounds = [band.up_to for band in charge.bands if band.up_to is not None]
    kinks = {free, free + committed(charge, on, levels, History())}
    kinks |= {free + (bound if whole is None else bound * whole / 100) for bound in bounds}
    return sorted({NOTHING, most, *(kink for kink in kinks if 0 < kink < most)})


def _line(low: Fraction, high: Fraction, cost: Callable[[Fraction], Fraction]) -> Piece:
    """Draw the straight line through two points inside of an interval."""
    third = (high - low) / 3
    first, second = cost(low + third), cost(high - third)
    return Piece(low, high, 2 * first - second, 2 * second - first)


def _bounded(piece: Piece, bound: Fraction, least: bool) -> Iterator[Piece]:
    """Yield a piece that is never below (or above) a bound, cut where it reaches it."""
    choose = max if least else min
    ends = [piece.low, piece.high]
    if (piece.at_low < bound) is not (piece.at_high < bound) and piece.at_low != piece.at_high:
        crossing = piece.low + (piece.high - piece.low) * (bound - piece.at_low) / (piece.at_high - piece.at_low)
        ends = sorted({piece.low, crossing, piece.high})
    for low, high in pairwise(ends):
        yield Piece(low, high, choose(piece.at(low), bound), choose(piece.at(high), bound))


def _part(curve: Curve, low: Fraction, high: Fraction) -> Piece:
    return next(piece for piece in curve if piece.low <= low and high <= piece.high)


def _cut(piece: Piece, low: Fraction, high: Fraction) -> Piece:
    return Piece(low, high, piece.at(low), piece.at(high))
