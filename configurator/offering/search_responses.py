"""The responses of searches by price."""

from typing import Annotated

from typing_extensions import TypedDict

from configurator.offering.evaluation_responses import (
    ChosenBookResponse,
    ChosenCatalogResponse,
    ConfigurationResponse,
)
from configurator.response_types import DayText, Described, MoneyResponse, Number, Scalar


class RelaxedRuleResponse(TypedDict):
    """A rule of the book that has no exact sum and is searched by bounds."""

    rule: str
    place: str
    reason: str


class PriceSearchResponse(TypedDict):
    """What all of these answers say first: what was searched, and in what amounts are."""

    catalog: ChosenCatalogResponse
    book: ChosenBookResponse
    on: DayText
    currency: str
    compare_over_months: Annotated[int | None, Described("Over how many months `compare` counts what recurs.")]
    slack: Annotated[Number, Described("How far apart the sums lie that bound a price, at most; 0 is exact.")]
    relaxed: Annotated[
        list[RelaxedRuleResponse],
        Described("The rules that are searched by bounds, and why. If there are none, only rounding keeps sums apart."),
    ]


class PricedBuildResponse(TypedDict):
    """A product with its price."""

    totals: Annotated[
        dict[str, MoneyResponse | Number],
        Described("What is due, by cadence: `one_time` always. `compare` ranks."),
    ]
    reached: Annotated[list[Number], Described("What it reaches of each goal, in the goal's unit.")]
    configuration: ConfigurationResponse
    code: str | None
    at_least: Annotated[
        Number | None,
        Described("What no product costs less than that is as good in all goals; null: not known."),
    ]


class ParetoPointResponse(PricedBuildResponse):
    """A product on a front: one that is as good in all goals may cost less by `slack`; 0 is certain."""

    slack: Number


class PriceRangeEndResponse(PricedBuildResponse):
    """An end of the prices: no product lies beyond `bound`, further out by `slack`; 0 is exact."""

    proved: Annotated[bool, Described("Whether there was time for the nearest bound that is known.")]
    bound: Number
    slack: Number


class PricedOptionResponse(TypedDict):
    """A value, and what no product with it costs less than; null where that was not decided in time.

    The cheapest costs this where `slack` is 0, and at most so much more where it is not.
    """

    value: Scalar
    least: Number | None


class PricedFeatureResponse(TypedDict):
    """The values of a feature that some product has beside the other choices."""

    path: str
    title: str
    options: list[PricedOptionResponse]


class PriceOverviewResponse(PriceSearchResponse):
    """From the cheapest to the dearest product; an end is null where none was found in time."""

    consistent: bool
    set_aside: Annotated[list[str], Described("Choices that are not counted, because they clash with earlier ones.")]
    possible: Annotated[bool, Described("Whether there is any product at all.")]
    at_least: Annotated[Number | None, Described("What no product costs less than, even where none was found in time.")]
    at_most: Annotated[Number | None, Described("What no product costs more than, even where none was found in time.")]
    least: PriceRangeEndResponse | None
    greatest: PriceRangeEndResponse | None
    cheapest: list[PricedBuildResponse]
    beyond: Annotated[Number | None, Described("What none costs less than that is not among the cheapest.")]
    features: list[PricedFeatureResponse]
    undecided: Annotated[bool, Described("Time ran out: what is missing is unknown, not impossible.")]


class GoalResponse(TypedDict):
    """A goal in canonical form."""

    sense: Annotated[str, Described("most or least")]
    expression: str
    unit: str


class AimedSearchResponse(PriceSearchResponse):
    """What was searched for."""

    goals: list[GoalResponse]
    at_most: Number | None
    require: list[str]


class BuildBoundResponse(TypedDict):
    """What nothing within the price and the conditions is better than, by one goal after the other, then by price."""

    reached: Annotated[list[Number], Described("Of each goal in its unit; of the first one only where time ran out.")]
    compare: Annotated[Number | None, Described("The price; null without goals, and where time ran out.")]


class BestBuildResponse(AimedSearchResponse):
    """The best build; null where nothing keeps to the price and the conditions: `cheapest` meets the latter then."""

    build: PricedBuildResponse | None
    cheapest: PricedBuildResponse | None
    proved: Annotated[bool, Described("Whether nothing better exists for certain, or nothing at all where it is null.")]
    undecided: Annotated[bool, Described("Time ran out before everything was certain.")]
    limit: BuildBoundResponse | None


class ParetoFrontResponse(AimedSearchResponse):
    """What no other product beats, the cheapest first; not `complete`: there may be more."""

    points: list[ParetoPointResponse]
    complete: bool
