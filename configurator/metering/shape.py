"""The form of a file of meters, as its owner writes it."""

from typing import Literal

from pydantic import Field

from configurator.reading.shape import Number, Shape, Word


class MeterShape(Shape):
    """One meter."""

    title: Word | None = Field(None, description="What people call it.")
    aggregate: Literal["count", "sum", "max", "last", "unique", "time_weighted", "windowed_peak", "percentile"] = Field(
        description="How the events of a period become one quantity."
    )
    by: list[Word] = Field([], description="Dimensions that split the quantity: each combination is counted apart.")
    of: Word | None = Field(None, description="unique: the dimension whose different values are counted.")
    levels: Literal["level", "change"] | None = Field(
        None, description="time_weighted: whether an event says the level or its change. By default the level."
    )
    per: Literal["period", "hour", "day"] | None = Field(
        None, description="time_weighted: the unit of time; `period` gives the average level. By default the period."
    )
    window: Word | None = Field(None, description="The length of a window: `5 min`, `1 hour` or `1 day`.")
    inside: Literal["sum", "max", "count"] | None = Field(
        None, description="How the events of one window become its value. By default sum; max for a windowed peak."
    )
    over: Literal["sum", "max", "mean"] | None = Field(
        None, description="windowed_peak: how the windows become the quantity. By default sum."
    )
    percent: Number | None = Field(None, description="percentile: from 0 to 100, with at most 4 decimals.")
    rank: Literal["ceil", "floor"] | None = Field(
        None, description="percentile: the window taken where the rank falls between two. By default ceil."
    )
    missing: Literal["zero", "skip"] | None = Field(
        None, description="Whether windows without events count as zero or not at all. By default zero."
    )


class MetersShape(Shape):
    """A file of meters."""

    format: Literal["1"] = Field(description="The version of this format.")
    meters: Word = Field(description="The id of this set of meters.")
    time_zone: Word = Field(description="Days and months begin at midnight of this zone: Europe/Berlin.")
    definitions: dict[Word, MeterShape] = Field(description="The meters by id.")
