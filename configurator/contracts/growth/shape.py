"""The shapes of forecasts: every key and its meaning."""

from typing import Literal

from pydantic import Field

from configurator.reading.shape import Day, Number, Shape, Whole, Word

_FORMAT = "The version of this format"


class DemandScenarioShape(Shape):
    """One course that demand may take."""

    probability: Number | None = Field(
        None, gt=0, le=100, description="Percent; by default all scenarios are equally probable."
    )
    begin: Number | None = Field(None, ge=0, description="The demand of the first month.")
    percent_a_month: Number = Field(Number(0), ge=-100, le=100, description="It grows by so many percent of itself.")
    units_a_month: Number = Field(Number(0), description="It grows by so many units.")
    table: list[Number] | None = Field(None, description="Instead: the demand month by month; the last one holds on.")
    seasons: dict[Word, Number] = Field({}, description="Percent by calendar month, 1 to 12; 100 by default.")


class ForecastShape(Shape):
    """Demand for one resource of an offer."""

    format: Literal["1"] = Field(description=f"{_FORMAT}: 1.")
    resource: Word | None = Field(None, description="The resource; by default the only one of the offer.")
    start: Day = Field(description="The day that the contracts begin.")
    months: Whole = Field(ge=1, le=600, description="For so many months.")
    scenarios: dict[Word, DemandScenarioShape] = Field(description="The courses that demand may take, by name.")
