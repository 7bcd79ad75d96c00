"""The form of a file of scenarios beside contracts: every key, its kind, and what it means."""

from typing import Literal

from pydantic import Field

from configurator.reading.shape import Day, Number, Shape, Whole, Word


class UseShape(Shape):
    """What was used of a resource."""

    from_: Day = Field(alias="from", description="The first day.")
    until: Day | None = Field(None, description="The day after the last one; by default only the first day is read.")
    value: Number = Field(ge=0, description="The reading of every day.")


class ActiveShape(Shape):
    """Units of a resource that are switched on every day for some time."""

    from_: Day = Field(alias="from", description="The first day.")
    until: Day | None = Field(None, description="The day after the last one; by default the day after the first.")
    at: Word = Field(Word("00:00"), description="The time of day that they are switched on; 00:00 by default.")
    minutes: Whole = Field(Whole(1440), ge=1, le=1440, description="For so many minutes every day; all day by default.")
    units: Number = Field(description="So many units.")


class ChangeShape(Shape):
    """A level that rises or falls."""

    on: Day = Field(description="The day.")
    level: Word = Field(description="The level, such as cores.rights.")
    by: Number = Field(description="By so many units.")


class PurchaseShape(Shape):
    """Blocks of a balance that are bought."""

    on: Day = Field(description="The day.")
    balance: Word = Field(description="The balance.")
    blocks: Whole = Field(Whole(1), ge=1, description="So many; 1 by default.")


class ExpectShape(Shape):
    """What the statement must say; what is left out is not checked."""

    total: Number | None = Field(None, description="What is due in all.")
    same_total_as: Word | None = Field(None, description="The name of a scenario that comes to the same total.")
    charges: dict[Word, Number] = Field({}, description="What is due for each charge or balance.")
    balances: dict[Word, Number] = Field({}, description="What balances end at.")
    invoiced: dict[Word, list[Number]] = Field({}, description="The quantity that is invoiced, period by period.")
    told: dict[Word, list[Word]] = Field(
        {}, description="What must be told of a resource or balance, and nothing else."
    )


class ScenarioShape(Shape):
    """One scenario."""

    name: Word = Field(description="One sentence that says what is proved.")
    contract: Word = Field(description="The contract.")
    start: Day = Field(description="The first day of the contract.")
    until: Day = Field(description="The day after the last one.")
    billing_day: Whole | None = Field(None, ge=1, le=31, description="The day of the month that periods begin on.")
    levels: dict[Word, Number] = Field({}, description="Levels at the begin, instead of the contract's.")
    use: dict[Word, list[UseShape]] = Field({}, description="Daily readings by resource.")
    active: dict[Word, list[ActiveShape]] = Field({}, description="Units switched on, by resource.")
    changes: list[ChangeShape] = Field([], description="Levels that change.")
    purchases: list[PurchaseShape] = Field([], description="Blocks that are bought.")
    expect: ExpectShape = Field(description="What the statement must say.")


class ContractScenariosShape(Shape):
    """Scenarios beside contracts."""

    format: Literal["1"] = Field(description="The version of this format: 1.")
    scenarios: list[ScenarioShape] = Field(description="The scenarios.")
