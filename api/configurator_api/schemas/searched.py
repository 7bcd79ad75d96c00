"""The answers of searches by price."""

from datetime import date

from pydantic import Field

from configurator_api.schemas.evaluated import ChosenBook, ChosenCatalog, Configuration
from configurator_api.schemas.told import Money, Number, Scalar, Told


class Searched(Told):
    """What all of these answers say first: what was searched, and in what amounts are."""

    catalog: ChosenCatalog
    book: ChosenBook
    on: date
    currency: str
    compare_over_months: int | None = Field(description="Over how many months `compare` counts what recurs.")
    slack: Number = Field(description="By how much rounding may move prices from the sums compared; 0 is exact.")


class Build(Told):
    """A product with its price."""

    totals: dict[str, Money | Number] = Field(
        description="What is due, by cadence, `one_time` always; `compare` is the one number that ranks."
    )
    reached: list[Number] = Field(description="What it reaches of each goal, in the goal's unit.")
    configuration: Configuration
    code: str | None


class Extreme(Build):
    """An end of the prices: no product lies further out by more than `slack`; not `proved`: not certain in time."""

    proved: bool
    slack: Number


class PricedOption(Told):
    """A value, and what the cheapest product with it costs; null where that was not decided in time."""

    value: Scalar
    least: Number | None


class PricedFeature(Told):
    """The values of a feature that some product has beside the other choices."""

    path: str
    title: str
    options: list[PricedOption]


class Span(Searched):
    """From the cheapest to the dearest product; an end is null where none was found in time."""

    consistent: bool
    set_aside: list[str] = Field(description="Choices that are not counted, because they clash with earlier ones.")
    possible: bool = Field(description="Whether there is any product at all.")
    least: Extreme | None
    greatest: Extreme | None
    cheapest: list[Build]
    features: list[PricedFeature]
    undecided: bool = Field(description="Time ran out: what is missing is unknown, not impossible.")


class Goal(Told):
    """A goal in canonical form."""

    sense: str = Field(description="most or least")
    expression: str
    unit: str


class Aimed(Searched):
    """What was searched for."""

    goals: list[Goal]
    at_most: Number | None
    require: list[str]


class Best(Aimed):
    """The best build; null where nothing keeps to the price and the conditions: `cheapest` meets the latter then."""

    build: Build | None
    cheapest: Build | None
    proved: bool = Field(description="Whether nothing better exists for certain.")


class Front(Aimed):
    """What no other product beats, the cheapest first; not `complete`: there may be more."""

    points: list[Build]
    complete: bool
