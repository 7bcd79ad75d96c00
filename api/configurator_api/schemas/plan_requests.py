"""The requests for growth plans."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from configurator.contracts.growth.forecast import DemandScenario, Forecast, growing, only_resource, seasonal, table
from configurator.contracts.model import Offer
from configurator.errors import InvalidRequest
from configurator.money import ZERO
from configurator_api.limits import FINEST_UNITS, LARGEST_UNITS, MOST_MONTHS, MOST_SCENARIOS
from configurator_api.schemas.request_models import Day, Id, Locale, RequestModel


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


class CourseRequest(RequestModel):
    """One course that demand may take: it begins with a figure and grows, or is a table month by month."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    probability: Exact | None = Field(None, description="Hundredths; by default all are equally probable.")
    begin: Units | None = Field(None, description="The demand of the first month.")
    percent_a_month: Exact = ZERO
    units_a_month: Exact = ZERO
    table: Annotated[list[Units], Field(min_length=1, max_length=MOST_MONTHS)] | None = None
    seasons: Annotated[dict[str, Units], Field(max_length=12)] = Field(
        default_factory=dict, description="Hundredths by calendar month, 1 to 12."
    )

    def scenario(self, chance: Fraction, start: date, months: int) -> DemandScenario:
        """Return the scenario. Raises InvalidRequest where it cannot be understood."""
        if (self.begin is None) is (self.table is None):
            raise InvalidRequest(f"scenario {self.name!r} needs either `begin` or `table`", field="scenarios")
        if self.table is not None:
            demand = table(self.table, months)
        else:
            begin, percent, units = self.begin or ZERO, self.percent_a_month, self.units_a_month
            if abs(percent) > 100:
                raise InvalidRequest("demand grows by at most 100 percent a month", field="percent_a_month")
            demand = growing(begin, months, percent_a_month=percent, units_a_month=units)
        return DemandScenario(
            self.name, chance, seasonal(demand, start, _months(self.seasons)) if self.seasons else demand
        )


class PlanRequest(RequestModel):
    """How demand for capacity may grow, and which contracts are to be compared."""

    offer: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,99}$", examples=["hp_superdome"])]
    resource: Id | None = Field(None, description="By default the only one of the offer.")
    start: Day
    months: Annotated[int, Field(ge=1, le=MOST_MONTHS)]
    scenarios: Annotated[list[CourseRequest], Field(min_length=1, max_length=MOST_SCENARIOS)]
    contracts: Annotated[list[Id], Field(min_length=1, max_length=100)] | None = None
    discount_rate: Annotated[Exact, Field(ge=0, le=100)] | None = Field(
        None, description="Percent a year; that of the offer by default."
    )
    locale: Locale = "en"

    def forecast(self, offer: Offer) -> Forecast:
        """Return the forecast. Raises InvalidRequest where it cannot be understood."""
        given = [course.probability for course in self.scenarios]
        equal = all(each is None for each in given)
        chances = [Fraction(1, len(given)) if equal else (each or ZERO) / 100 for each in given]
        names = [course.name for course in self.scenarios]
        if len(set(names)) != len(names):
            raise InvalidRequest("two scenarios have the same name", field="scenarios")
        scenarios = (
            course.scenario(chance, self.start, self.months)
            for course, chance in zip(self.scenarios, chances, strict=True)
        )
        return Forecast(self.resource or only_resource(offer), self.start, tuple(scenarios))


def _months(seasons: Mapping[str, Fraction]) -> dict[int, Fraction]:
    return {int(name) if name.isascii() and name.isdecimal() else 0: percent for name, percent in seasons.items()}
