"""The model for prices by attributes: a table looked up by hashing, so that its size is of no account."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from configurator.errors import InvalidRequest
from configurator.pricing.amounts import Amount
from configurator.pricing.charge_models.usage import ChargeModel, Usage, ValueOf
from configurator.pricing.operations import Operation
from configurator.pricing.steps import Calculation
from configurator.source import Location

ANY_VALUE = ""
"""In a row: whatever the attribute is."""


class Hit(StrEnum):
    """Which rows of a table may fit at once: only one, or several, of which the most specific is taken."""

    UNIQUE = "unique"
    MOST_SPECIFIC = "most_specific"


class NoRow(InvalidRequest):
    """A table has no price for the requested attributes."""

    def __init__(self, text: str) -> None:
        super().__init__(f"the table has no price for {text}")
        self.attributes_text = text


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One row: the price of a unit."""

    price: Amount
    location: Location


@dataclass(frozen=True)
class Matrix(ChargeModel):
    """A price for each combination of attributes, times the quantity.

    `masks` are the sets of columns that rows state, those with most columns first and of equally many the leftmost;
    `rows` has a dictionary for each of them, by the values in these columns.
    """

    columns: tuple[str, ...]
    masks: tuple[tuple[int, ...], ...]
    rows: tuple[Mapping[tuple[str, ...], MatrixRow], ...]
    hit: Hit = Hit.UNIQUE


def matrix(model: Matrix, usage: Usage, value_of: ValueOf) -> Calculation[Fraction]:
    """Return `table[a₁ … aₙ] · q`. Raises NoRow where none fits."""
    row = row_of(model, usage.attributes)
    if row is None:
        named = zip(model.columns, usage.attributes, strict=True)
        text = ", ".join(f"{column} {value}" for column, value in named)
        raise NoRow(text)
    return Calculation(Operation.TIMES, value_of(row.price), usage.applied)


def row_of(model: Matrix, attributes: tuple[str, ...]) -> MatrixRow | None:
    """Return the most specific row that fits, or None."""
    for mask, rows in zip(model.masks, model.rows, strict=True):
        matrix_row = rows.get(attributes if len(mask) == len(attributes) else tuple(attributes[each] for each in mask))
        if matrix_row is not None:
            return matrix_row
    return None
