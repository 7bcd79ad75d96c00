"""The shapes of what only taxes have: tables of rates, and exemptions."""

from pydantic import Field

from configurator.reading.shape import Shape, Word


class RatesShape(Shape):
    """Rates of a tax by category, place and day."""

    table: Word = Field(description="A CSV file with the column rate, and any of place, category, from, until, source.")
    place: Word | None = Field(None, description="An expression for the place; needed where the table has places.")


class ExemptionShape(Shape):
    """Where a tax is not due: its line is there, with 0 and the reason."""

    when: Word = Field(description="A condition.")
    because: Word | dict[Word, Word] = Field(description="The reason, shown to customers.")
