"""The requests for growth plans."""

from collections import Counter
from datetime import date
from fractions import Fraction
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, field_validator, model_validator

from configurator.canonical_json import exact_text
from configurator.contracts.growth.forecast import DemandScenario, Forecast, growing, only_resource, seasonal, table
from configurator.contracts.model import Offer
from configurator.money import ZERO
from configurator.reading.message_parts import quoted, some_of
from configurator_api.limits import FINEST_UNITS, LARGEST_UNITS, MOST_MONTHS, MOST_SCENARIOS
from configurator_api.schemas.request_models import Day, Id, Locale, RequestModel
from configurator_api.schemas.text_forms import DOCUMENT_ID


def _exact(given: object) -> object:
    """Read a number of bounded size, given as such."""
    if isinstance(given, bool) or not isinstance(given, int | Fraction):
        raise ValueError("expected a number")
    value = Fraction(given)
    if abs(value) > LARGEST_UNITS or FINEST_UNITS % value.denominator:
        raise ValueError(f"expected a number between -{LARGEST_UNITS} and {LARGEST_UNITS} with at most 6 decimals")
    return value


Exact = Annotated[Fraction, BeforeValidator(_exact), WithJsonSchema({"type": "number"})]
Units = Annotated[Exact, Field(ge=0), WithJsonSchema({"type": "number", "minimum": 0})]


def _calendar_month(given: object) -> object:
    if isinstance(given, str) and given not in CALENDAR_MONTHS:
        raise ValueError("expected a calendar month, `1` to `12`")
    return given


CALENDAR_MONTHS = tuple(map(str, range(1, 13)))
CalendarMonth = Annotated[str, Field(pattern=r"^([1-9]|1[0-2])$"), BeforeValidator(_calendar_month)]


class CourseRequest(RequestModel):
    """One course that demand may take: it begins with a figure and grows, or is a table month by month."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    probability: Annotated[Exact, Field(ge=0, le=100)] | None = Field(
        None, description="Percent; by default all are equally probable."
    )
    begin: Units | None = Field(None, description="The demand of the first month.")
    percent_a_month: Annotated[Exact, Field(ge=-100, le=100)] = ZERO
    units_a_month: Exact = ZERO
    table: Annotated[list[Units], Field(min_length=1, max_length=MOST_MONTHS)] | None = None
    seasons: Annotated[dict[CalendarMonth, Units], Field(max_length=12)] = Field(
        default_factory=dict, description="Percent by calendar month, 1 to 12."
    )

    @model_validator(mode="after")
    def _one_beginning(self) -> Self:
        if (self.begin is None) is (self.table is None):
            raise ValueError(f"scenario {quoted(self.name)} needs either `begin` or `table`, and not both")
        return self

    def scenario(self, chance: Fraction, start: date, months: int) -> DemandScenario:
        """Return the scenario for months from `start` on."""
        if self.table is not None:
            demand = table(self.table, months)
        else:
            percent, units = self.percent_a_month, self.units_a_month
            demand = growing(self.begin or ZERO, months, percent_a_month=percent, units_a_month=units)
        seasons = {int(month): percent for month, percent in self.seasons.items()}
        return DemandScenario(self.name, chance, seasonal(demand, start, seasons) if seasons else demand)


class PlanRequest(RequestModel):
    """How demand for capacity may grow, and which contracts are to be compared."""

    offer: Annotated[str, Field(pattern=DOCUMENT_ID, examples=["hp_superdome"])]
    resource: Id | None = Field(None, description="By default the only one of the offer.")
    start: Day
    months: Annotated[int, Field(ge=1, le=MOST_MONTHS)]
    scenarios: Annotated[list[CourseRequest], Field(min_length=1, max_length=MOST_SCENARIOS)]
    contracts: Annotated[list[Id], Field(min_length=1, max_length=100)] | None = None
    discount_rate: Annotated[Exact, Field(ge=0, le=100)] | None = Field(
        None, description="Percent a year; that of the offer by default."
    )
    locale: Locale = "en"

    @field_validator("scenarios")
    @classmethod
    def _fit_together(cls, scenarios: list[CourseRequest]) -> list[CourseRequest]:
        problems = []
        twice = [name for name, times in Counter(each.name for each in scenarios).items() if times > 1]
        if twice:
            problems.append(f"each scenario needs a name of its own; used twice: {some_of(twice)}")
        percent = sum((each.probability or ZERO for each in scenarios), ZERO)
        if percent != 100 and any(each.probability is not None for each in scenarios):
            problems.append(f"the probabilities sum to {exact_text(percent)} percent; expected 100, or none given")
        if problems:
            raise ValueError("; ".join(problems))
        return scenarios

    def forecast(self, offer: Offer) -> Forecast:
        """Return the forecast. Raises InvalidRequest if the offer has several resources and none is named."""
        given = [course.probability for course in self.scenarios]
        equal = all(each is None for each in given)
        chances = [Fraction(1, len(given)) if equal else (each or ZERO) / 100 for each in given]
        scenarios = (
            course.scenario(chance, self.start, self.months)
            for course, chance in zip(self.scenarios, chances, strict=True)
        )
        return Forecast(self.resource or only_resource(offer), self.start, tuple(scenarios))
