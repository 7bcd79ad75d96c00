"""The bodies of requests: strict, of bounded size, and translated into what the engine is asked."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from configurator.engine import Ask, ItemAsk
from configurator.session import Choices
from configurator_api.schemas.terms import MOST, Body, Day, Id, Locale, Path, Seconds, Value


class Chosen(Body):
    """Choices, in the order in which they were made."""

    choices: Annotated[dict[Path, Value], Field(max_length=MOST, examples=[{"bmw_apps": True}])] = Field(
        default_factory=dict
    )
    instances: Annotated[dict[Path, Annotated[list[Id], Field(max_length=MOST)]], Field(max_length=MOST)] = Field(
        default_factory=dict
    )
    book: Id | None = None
    parameters: Annotated[dict[Path, Value], Field(max_length=MOST)] = Field(default_factory=dict)

    def chosen(self) -> Choices:
        """Return the choices as the engine takes them."""
        return Choices(self.choices, {path: tuple(ids) for path, ids in self.instances.items()})


class Question(Chosen):
    """What somebody asks about some choices: on which day, in which language, in how much time."""

    on: Day | None = Field(None, description="The day whose prices hold; today if none is named.")
    locale: Locale = "en"
    seconds: Seconds | None = Field(None, description="The time the answer may take; capped by the service.")

    def ask(self, catalog: str, now: datetime, most_seconds: float) -> Ask:
        """Return the question for the engine."""
        return Ask(
            catalog,
            self.on or now,
            self.chosen(),
            self.book,
            parameters=parameters_of(self.parameters),
            seconds=most_seconds if self.seconds is None else min(float(self.seconds), most_seconds),
        )


class EvaluateRequest(Question):
    """What somebody wants to know about some choices."""

    priced: bool = True
    differences: bool = Field(True, description="Whether every option is told with its price difference.")
    cheapest: bool = Field(False, description="Complete the choices at the least price rather than by defaults.")

    def ask(self, catalog: str, now: datetime, most_seconds: float) -> Ask:
        """Return the question for the engine."""
        asked = super().ask(catalog, now, most_seconds)
        return replace(asked, priced=self.priced, cheapest=self.cheapest, differences=self.differences)


class ExplainRequest(EvaluateRequest):
    """A question why: of a value (why can it not be chosen?), or of a path alone (why is it so?)."""

    path: Path
    value: Value | None = None


class ConflictsRequest(EvaluateRequest):
    """A question for every reason: of a value, or, without one, of the choices."""

    path: Path | None = None
    value: Value | None = None
    by: Literal["changes", "price"] = Field("changes", description="What makes a repair the better one.")

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.path is None) != (self.value is None):
            raise ValueError("`path` and `value` belong together; name both, or neither")
        return self


class SaveRequest(Chosen):
    """Choices to be kept; `on` keeps the day too, otherwise they are priced on the day they are reopened."""

    catalog: Id
    on: Day | None = None

    def ask(self, now: datetime, seconds: float) -> Ask:
        """Return the choices for the engine."""
        return Ask(
            self.catalog,
            self.on or now,
            self.chosen(),
            self.book,
            parameters=parameters_of(self.parameters),
            seconds=seconds,
        )


class ItemRequest(Chosen):
    """So many pieces of one configuration."""

    id: Id
    quantity: Annotated[int, Field(ge=1, le=1_000_000_000)] = 1
    catalog: Id
    cheapest: bool = False

    def ask(self, on: date, seconds: float) -> ItemAsk:
        """Return the item for the engine."""
        asked = Ask(
            self.catalog,
            on,
            self.chosen(),
            self.book,
            parameters=parameters_of(self.parameters),
            cheapest=self.cheapest,
            seconds=seconds,
        )
        return ItemAsk(self.id, self.quantity, asked)


class QuoteRequest(Body):
    """What a quote should offer."""

    items: Annotated[list[ItemRequest], Field(min_length=1, max_length=MOST)]
    on: Day | None = Field(None, description="The day whose prices hold; today if none is named.")
    number: Id | None = Field(None, description="What people call the quote.")

    @field_validator("items")
    @classmethod
    def _each_id_once(cls, items: list[ItemRequest]) -> list[ItemRequest]:
        counted = Counter(item.id for item in items)
        twice = [id for id, times in counted.items() if times > 1]
        if twice:
            raise ValueError(f"each item needs an id of its own; found twice: {', '.join(twice[:5])}")
        return items


def parameters_of(given: Mapping[str, str | bool | int | Fraction]) -> Mapping[str, str | bool | Fraction]:
    """Return the parameters of a book with whole numbers as the engine takes them."""
    return {
        name: Fraction(value) if isinstance(value, int) and not isinstance(value, bool) else value
        for name, value in given.items()
    }
