"""Functions of one quantity that are straight between bends: read off the exact function, never modelled a second time.

Where a function may bend or jump is known from its figures; between two bends it is the straight line through two
points inside. A `Curve` is that in fractions; a `WholeFunction` is that on scales on which all figures are whole.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm

from configurator.errors import NotExact
from configurator.money import ZERO
from configurator.pricing.charge_models import ChargeModel, ValueOf
from configurator.pricing.charge_models import curve_of as curve_of_model
from configurator.pricing.modifiers import Discount, MaximumSpend, MinimumSpend, Modifier, Multiply, Plus

Exact = Callable[[Fraction], Fraction]


def model_bends(model: ChargeModel) -> tuple[Fraction, ...] | None:
    """Return the quantities at which a model may bend or jump, besides 0; None where there is no end of them."""
    curve = curve_of_model(model, ZERO)
    return None if curve is None or curve.endless else tuple(bend for bend in curve.bends if bend)


def modifier_bends(modifier: Modifier, value_of: ValueOf) -> tuple[Fraction, ...] | None:
    """Return the amounts at which a modifier may bend; None where there is no end of them."""
    match modifier:
        case MinimumSpend(amount=amount) | MaximumSpend(amount=amount):
            return (value_of(amount),)
        case Discount() | Multiply() | Plus():
            return ()
        case _:
            return None


# ── in fractions ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class LinearPiece:
    """Between two quantities the function is a straight line; the figures are those just inside of its ends."""

    low: Fraction
    high: Fraction
    at_low: Fraction
    at_high: Fraction

    def at(self, quantity: Fraction) -> Fraction:
        """Return the figure at a quantity within the piece."""
        return self.at_low + (self.at_high - self.at_low) * (quantity - self.low) / (self.high - self.low)

    def cut(self, low: Fraction, high: Fraction) -> "LinearPiece":
        """Return a part of the piece."""
        return LinearPiece(low, high, self.at(low), self.at(high))


Curve = tuple[LinearPiece, ...]


def curve_of(exact: Exact, bends: Iterable[Fraction], most: Fraction) -> Curve:
    """Return a function from 0 to the most."""
    ends = sorted({ZERO, most, *(bend for bend in bends if 0 < bend < most)})
    return tuple(_straight(exact, low, high) for low, high in pairwise(ends))


def _straight(exact: Exact, low: Fraction, high: Fraction) -> LinearPiece:
    """Draw the straight line through two points inside of an interval."""
    third = (high - low) / 3
    first, second = exact(low + third), exact(high - third)
    return LinearPiece(low, high, 2 * first - second, 2 * second - first)


def crossings(curve: Curve, figure: Fraction) -> Iterator[Fraction]:
    """Yield the quantities inside of pieces at which they reach a figure."""
    for piece in curve:
        if min(piece.at_low, piece.at_high) < figure < max(piece.at_low, piece.at_high):
            yield piece.low + (piece.high - piece.low) * (figure - piece.at_low) / (piece.at_high - piece.at_low)


def added(curves: Sequence[Curve]) -> Curve:
    """Add curves over the same range."""
    return tuple(
        LinearPiece(
            low, high, sum((each.at(low) for each in parts), ZERO), sum((each.at(high) for each in parts), ZERO)
        )
        for low, high, parts in _common_pieces(curves)
    )


def pieces_of_both(one: Curve, other: Curve) -> Iterator[tuple[LinearPiece, LinearPiece]]:
    """Yield the pieces of two curves over the same range, cut so that both are straight."""
    for low, high, (mine, theirs) in _common_pieces((one, other)):
        yield mine.cut(low, high), theirs.cut(low, high)


def _common_pieces(curves: Sequence[Curve]) -> Iterator[tuple[Fraction, Fraction, list[LinearPiece]]]:
    ends = sorted({end for curve in curves for piece in curve for end in (piece.low, piece.high)})
    for low, high in pairwise(ends):
        yield low, high, [next(each for each in curve if each.low <= low and high <= each.high) for curve in curves]


# ── in whole numbers ─────────────────────────────────────────────────────────────────────────────────────────────────


WholeFunction = Callable[[int], int]
"""A function on scales: from a quantity of 0 or more to the figure for it."""


def whole_function(exact: Exact, bends: Iterable[Fraction] | None, quantity: int, figure: int) -> WholeFunction:
    """Put a function on scales: a quantity of one is `quantity` whole numbers, a figure of one is `figure` of them.

    Without bends it is called for every quantity; else every straight piece is `(slope · x + intercept) / over`, from
    its start. A call raises NotExact if a figure is not an integer.
    """
    if bends is None:
        return lambda x: on_scale(exact(Fraction(x, quantity)), figure)
    lines = _lines(exact, bends, quantity, figure)
    over = lcm(*(each.denominator for line in lines.values() for each in line))
    starts = list(lines)
    slopes, intercepts = ([int(each * over) for each in column] for column in zip(*lines.values(), strict=True))
    if over == 1 and len(starts) == 1:
        slope, intercept = slopes[0], intercepts[0]
        return lambda x: slope * x + intercept

    def at(x: int) -> int:
        piece = bisect_right(starts, x) - 1
        value = slopes[piece] * x + intercepts[piece]
        return value if over == 1 else on_scale(Fraction(value, over), 1)

    return at


def _lines(exact: Exact, bends: Iterable[Fraction], quantity: int, figure: int) -> dict[int, tuple[Fraction, Fraction]]:
    """Return slopes and intercepts by the whole quantity from which on they hold; a bend may be a piece of its own."""
    points = sorted({ZERO, *(bend for bend in bends if bend > 0)})
    pieces: dict[int, tuple[Fraction, Fraction]] = {}
    for low, high in pairwise([*points, points[-1] + 3]):
        line = _straight(exact, low, high)
        slope, at, (whole, between) = (line.at_high - line.at_low) / (high - low), exact(low), divmod(low * quantity, 1)
        start, alone = int(whole), not between and at != line.at_low
        if alone:
            pieces[start] = (ZERO, at)
        pieces[start + (1 if alone or between else 0)] = (slope, line.at_low - slope * low)
    return {x: (slope * figure / quantity, start * figure) for x, (slope, start) in sorted(pieces.items())}


def on_scale(value: Fraction, scale: int) -> int:
    """Return a figure as a whole number; without making a fraction first, as planning spends its time here."""
    whole, rest = divmod(value.numerator * scale, value.denominator)
    if rest:
        raise NotExact(f"{value} is not whole on the scale of this plan")
    return whole
