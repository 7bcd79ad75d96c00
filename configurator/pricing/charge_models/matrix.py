"""The model for prices by attributes: a table looked up by hashing, so that its size is of no account.

A column may hold values, upper bounds (`width_up_to`: of the rows that fit the first counts), or points between which
the price is interpolated (`linear: width`).
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import islice

from configurator.errors import InvalidRequest
from configurator.money import ONE, ZERO
from configurator.pricing.amounts import Amount
from configurator.pricing.charge_models.usage import ChargeModel, Usage, ValueOf
from configurator.pricing.operations import Operation
from configurator.pricing.steps import Calculation
from configurator.source import Location

ANY_VALUE = ""
"""In a row: whatever the attribute is. As an attribute: it is absent."""


class Hit(StrEnum):
    """Which rows of a table may fit at once: only one, or several, of which the most specific is taken."""

    UNIQUE = "unique"
    MOST_SPECIFIC = "most_specific"


class NoRow(InvalidRequest):
    """A table has no price for the requested attributes; `absent` if one of these is."""

    def __init__(self, text: str, absent: bool = False) -> None:
        super().__init__(f"the table has no price for {text}")
        self.attributes_text, self.absent = text, absent


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One row: the price of a unit, up to `bounds` (None: without one) and at `points`, by column."""

    price: Amount
    location: Location
    bounds: tuple[Fraction | None, ...] = ()
    points: tuple[Fraction, ...] = ()


Share = tuple[MatrixRow, Fraction]
"""A row and how much its price counts: 1, unless the price is interpolated between rows."""


@dataclass(frozen=True)
class Matrix(ChargeModel):
    """A price for each combination of attributes, times the quantity.

    `masks` are the sets of value columns that rows state, those with most columns first and of equally many the
    leftmost; `rows` has a dictionary for each of them, by the values in these columns. `ranges` and `linear` are the
    positions of the columns with bounds and with points.
    """

    columns: tuple[str, ...]
    masks: tuple[tuple[int, ...], ...]
    rows: tuple[Mapping[tuple[str, ...], tuple[MatrixRow, ...]], ...]
    hit: Hit = Hit.UNIQUE
    ranges: tuple[int, ...] = ()
    linear: tuple[int, ...] = ()

    def listed(self) -> Iterator[MatrixRow]:
        """Yield every row."""
        return (row for group in self.rows for rows in group.values() for row in rows)


def matrix(model: Matrix, usage: Usage, value_of: ValueOf) -> Calculation[Fraction]:
    """Return `table[a₁ … aₙ] · q`. Raises NoRow where none fits."""
    shares = shares_of(model, usage.attributes)
    if not shares:
        named = zip(model.columns, usage.attributes, strict=True)
        text = ", ".join(f"{column} {value}" for column, value in named)
        raise NoRow(text, ANY_VALUE in usage.attributes)
    price = sum((value_of(row.price) * share for row, share in shares), ZERO)
    return Calculation(Operation.TIMES, price, usage.applied)


def shares_of(model: Matrix, attributes: tuple[str, ...]) -> tuple[Share, ...]:
    """Return the rows that give the price: the most specific one that fits, or those around the points asked for."""
    for mask, rows in zip(model.masks, model.rows, strict=True):
        group = rows.get(attributes if len(mask) == len(attributes) else tuple(attributes[each] for each in mask))
        shares = () if group is None else _shares(model, group, attributes)
        if shares:
            return shares
    return ()


def _shares(model: Matrix, group: tuple[MatrixRow, ...], attributes: tuple[str, ...]) -> tuple[Share, ...]:
    first = _first(model, group, attributes)
    if first is None or not model.linear:
        return () if first is None else ((first, ONE),)
    points = [attributes[each] for each in model.linear]
    return () if ANY_VALUE in points else interpolated(beside(group, first), [Fraction(each) for each in points])


def _first(model: Matrix, group: tuple[MatrixRow, ...], attributes: tuple[str, ...]) -> MatrixRow | None:
    """Return the first row within whose bounds the attributes are."""
    limits = [attributes[each] for each in model.ranges]
    start = 0
    if len(limits) == 1 and limits[0] != ANY_VALUE and not model.linear:  # The bounds ascend.
        start = bisect_left(group, (False, Fraction(limits[0])), key=_first_bound)
    return next((row for row in islice(group, start, None) if all(map(_within, limits, row.bounds))), None)


def _first_bound(row: MatrixRow) -> tuple[bool, Fraction]:
    return row.bounds[0] is None, row.bounds[0] or ZERO


def _within(value: str, bound: Fraction | None) -> bool:
    return bound is None or (value != ANY_VALUE and Fraction(value) <= bound)


def beside(group: Sequence[MatrixRow], first: MatrixRow) -> Mapping[tuple[Fraction, ...], MatrixRow]:
    """Return the rows with the bounds of one, by their points."""
    return {row.points: row for row in group if row.bounds == first.bounds}


def interpolated(
    rows: Mapping[tuple[Fraction, ...], MatrixRow], wanted: Sequence[Fraction], at: tuple[Fraction, ...] = ()
) -> tuple[Share, ...]:
    """Return the rows around some points with their shares, column by column; none outside the rows."""
    if len(at) == len(wanted):
        return ((rows[at], ONE),)
    own = sorted({points[len(at)] for points in rows if points[: len(at)] == at})
    shares: list[Share] = []
    for point, share in _around(own, wanted[len(at)]):
        beyond = interpolated(rows, wanted, (*at, point))
        shares += ((row, share * its) for row, its in beyond)
        if not beyond:
            return ()
    return tuple(shares)


def _around(points: Sequence[Fraction], wanted: Fraction) -> list[tuple[Fraction, Fraction]]:
    """Return the points beside a value, and the share of each."""
    after = bisect_left(points, wanted)
    if after == len(points):
        return []
    if points[after] == wanted:
        return [(wanted, ONE)]
    if after == 0:
        return []
    low, high = points[after - 1], points[after]
    share = (wanted - low) / (high - low)
    return [(low, ONE - share), (high, share)]
