"""The answers of searches by price."""

from datetime import date

from pydantic import Field

from configurator_api.schemas.evaluation_responses import (
    ChosenBookResponse,
    ChosenCatalogResponse,
    ConfigurationResponse,
)
from configurator_api.schemas.response_types import MoneyResponse, Number, ResponseModel, Scalar


class RelaxedRuleResponse(ResponseModel):
    """A rule of the book that has no exact sum and is searched by bounds."""

    rule: str
    place: str
    reason: str


class PriceSearchResponse(ResponseModel):
    """What all of these answers say first: what was searched, and in what amounts are."""

    catalog: ChosenCatalogResponse
    book: ChosenBookResponse
    on: date
    currency: str
    compare_over_months: int | None = Field(description="Over how many months `compare` counts what recurs.")
    slack: Number = Field(description="How far apart the sums lie that bound a price, at most; 0 is exact.")
    relaxed: list[RelaxedRuleResponse] = Field(
        description="The rules that are searched by bounds, and why. If there are none, only rounding keeps sums apart."
    )


class PricedBuildResponse(ResponseModel):
    """A product with its price."""

    totals: dict[str, MoneyResponse | Number] = Field(
        description="What is due, by cadence, `one_time` always; `compare` is the one number that ranks."
    )
    reached: list[Number] = Field(description="What it reaches of each goal, in the goal's unit.")
    configuration: ConfigurationResponse
    code: str | None
    at_least: Number | None = Field(
        description="What no product costs less than that is as good in all goals; null where nothing is said of it."
    )


class ParetoPointResponse(PricedBuildResponse):
    """A product on a front: one that is as good in all goals may cost less by `slack`; 0 is certain."""

    slack: Number


class PriceRangeEndResponse(PricedBuildResponse):
    """An end of the prices: no product lies beyond `bound`, further out by `slack`; 0 is exact."""

    proved: bool = Field(description="Whether there was time for the nearest bound that is known.")
    bound: Number
    slack: Number


class PricedOptionResponse(ResponseModel):
    """A value, and what no product with it costs less than; null where that was not decided in time.

    The cheapest costs this where `slack` is 0, and at most so much more where it is not.
    """

    value: Scalar
    least: Number | None


class PricedFeatureResponse(ResponseModel):
    """The values of a feature that some product has beside the other choices."""

    path: str
    title: str
    options: list[PricedOptionResponse]


class PriceOverviewResponse(PriceSearchResponse):
    """From the cheapest to the dearest product; an end is null where none was found in time."""

    consistent: bool
    set_aside: list[str] = Field(description="Choices that are not counted, because they clash with earlier ones.")
    possible: bool = Field(description="Whether there is any product at all.")
    at_least: Number | None = Field(description="What no product costs less than, even where none was found in time.")
    at_most: Number | None = Field(description="What no product costs more than, even where none was found in time.")
    least: PriceRangeEndResponse | None
    greatest: PriceRangeEndResponse | None
    cheapest: list[PricedBuildResponse]
    beyond: Number | None = Field(description="What none costs less than that is not among the cheapest.")
    features: list[PricedFeatureResponse]
    undecided: bool = Field(description="Time ran out: what is missing is unknown, not impossible.")


class GoalResponse(ResponseModel):
    """A goal in canonical form."""

    sense: str = Field(description="most or least")
    expression: str
    unit: str


class AimedSearchResponse(PriceSearchResponse):
    """What was searched for."""

    goals: list[GoalResponse]
    at_most: Number | None
    require: list[str]


class BuildBoundResponse(ResponseModel):
    """What nothing within the price and the conditions is better than, by one goal after the other, then by price."""

    reached: list[Number] = Field(description="Of each goal in its unit; of the first one only where time ran out.")
    compare: Number | None = Field(description="The price; null without goals, and where time ran out.")


class BestBuildResponse(AimedSearchResponse):
    """The best build; null where nothing keeps to the price and the conditions: `cheapest` meets the latter then."""

    build: PricedBuildResponse | None
    cheapest: PricedBuildResponse | None
    proved: bool = Field(description="Whether nothing better exists for certain, or nothing at all where it is null.")
    undecided: bool = Field(description="Time ran out before everything was certain.")
    limit: BuildBoundResponse | None


class ParetoFrontResponse(AimedSearchResponse):
    """What no other product beats, the cheapest first; not `complete`: there may be more."""

    points: list[ParetoPointResponse]
    complete: bool
