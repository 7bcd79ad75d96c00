"""The bodies of requests that search by price: choices, goals and conditions in the language of catalogs."""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from configurator.offering.limits import MOST_POINTS
from configurator_api.schemas.asked import Question
from configurator_api.schemas.terms import Body

_MOST_DIGITS = 10**15


def _amount(given: object) -> object:
    if isinstance(given, bool) or not isinstance(given, int | Fraction) or not 0 <= given <= _MOST_DIGITS:
        raise ValueError("expected an amount from 0 to 1,000,000,000,000,000, as a number")
    return Fraction(given)


Amount = Annotated[
    Fraction, BeforeValidator(_amount), WithJsonSchema({"type": "number", "minimum": 0, "maximum": _MOST_DIGITS})
]
Expression = Annotated[str, Field(min_length=1, max_length=500, examples=["count(navigation, bmw_apps)"])]


class RangeRequest(Question):
    """From what to what do the completions of the choices cost?"""

    options: bool = Field(True, description="Whether the least total with every option is told.")
    builds: Annotated[int, Field(ge=0, le=100)] = Field(0, description="How many of the cheapest products are told.")


class GoalRequest(Body):
    """A number to have the most, or the least, of."""

    sense: Literal["most", "least"]
    expression: Expression


class AimRequest(Question):
    """What is searched for under which conditions."""

    at_most: Amount | None = Field(None, description="What it may cost, compared with the number that ranks.")
    require: Annotated[list[Expression], Field(max_length=20)] = Field(default_factory=list)


class BestRequest(AimRequest):
    """Which completion is best by one goal after the other, and then the cheapest?"""

    goals: Annotated[list[GoalRequest], Field(max_length=5)] = Field(default_factory=list)


class FrontRequest(AimRequest):
    """Which completions does no other beat in price and one or two goals?"""

    goals: Annotated[list[GoalRequest], Field(min_length=1, max_length=2)]
    points: Annotated[int, Field(ge=1, le=1000)] = Field(MOST_POINTS, description="At most so many are told.")
