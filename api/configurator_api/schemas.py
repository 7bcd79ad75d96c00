"""The bodies of requests: strict, of bounded size, and translated into what the engine is asked."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from configurator.engine import Ask, ItemAsk
from configurator.session import Choices

_PATH = r"^[a-z][A-Za-z0-9_.\[\]-]{0,299}$"
_ID = r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$"
_MOST = 1000


def _value(given: object) -> object:
    if isinstance(given, str) and len(given) > 200:
        raise ValueError("a value has at most 200 characters")
    if isinstance(given, bool | str | int | Fraction):
        return given
    raise ValueError("a value is a text, a boolean or a number")


def _day(given: object) -> object:
    if isinstance(given, str) and len(given) == 10:
        try:
            return date.fromisoformat(given)
        except ValueError:
            pass
    raise ValueError("a day is written like 2026-01-31")


def _seconds(given: object) -> object:
    if isinstance(given, bool) or not isinstance(given, int | Fraction) or not 0 < given <= 60:
        raise ValueError("expected a number of seconds above 0, at most 60")
    return Fraction(given)


Value = Annotated[
    str | bool | int | Fraction,
    Field(union_mode="left_to_right"),
    BeforeValidator(_value),
    WithJsonSchema({"anyOf": [{"type": "string", "maxLength": 200}, {"type": "boolean"}, {"type": "number"}]}),
]
"""An option's id, a boolean, or a number; numbers may be texts too, with a unit (`2.5 m`)."""

Path = Annotated[str, Field(pattern=_PATH)]
Id = Annotated[str, Field(pattern=_ID)]
Locale = Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")]
Day = Annotated[date, BeforeValidator(_day)]
Seconds = Annotated[
    Fraction, BeforeValidator(_seconds), WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": 60})
]


class Body(BaseModel):
    """What all bodies have in common: nothing unknown in them, nothing converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True)


class Chosen(Body):
    """Choices, in the order in which they were made."""

    choices: Annotated[dict[Path, Value], Field(max_length=_MOST, examples=[{"bmw_apps": True}])] = Field(
        default_factory=dict
    )
    instances: Annotated[dict[Path, Annotated[list[Id], Field(max_length=_MOST)]], Field(max_length=_MOST)] = Field(
        default_factory=dict
    )
    book: Id | None = None
    parameters: Annotated[dict[Path, Value], Field(max_length=_MOST)] = Field(default_factory=dict)

    def chosen(self) -> Choices:
        """Return the choices as the engine takes them."""
        return Choices(self.choices, {path: tuple(ids) for path, ids in self.instances.items()})


class EvaluateRequest(Chosen):
    """What somebody wants to know about some choices."""

    on: Day | None = Field(None, description="The day whose prices hold; today if none is named.")
    locale: Locale = "en"
    priced: bool = True
    differences: bool = Field(True, description="Whether every option is told with its price difference.")
    cheapest: bool = Field(False, description="Complete the choices at the least price rather than by defaults.")
    seconds: Seconds | None = Field(None, description="The time the answer may take; capped by the service.")

    def ask(self, catalog: str, today: date, most_seconds: float) -> Ask:
        """Return the question for the engine."""
        return Ask(
            catalog,
            self.on or today,
            self.chosen(),
            self.book,
            self.priced,
            _parameters(self.parameters),
            self.cheapest,
            self.differences,
            most_seconds if self.seconds is None else min(float(self.seconds), most_seconds),
        )


class ExplainRequest(EvaluateRequest):
    """A question why: of a value (why can it not be chosen?), or of a path alone (why is it so?)."""

    path: Path
    value: Value | None = None


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
            parameters=_parameters(self.parameters),
            cheapest=self.cheapest,
            seconds=seconds,
        )
        return ItemAsk(self.id, self.quantity, asked)


class QuoteRequest(Body):
    """What a quote should offer."""

    items: Annotated[list[ItemRequest], Field(min_length=1, max_length=50)]
    on: Day | None = Field(None, description="The day whose prices hold; today if none is named.")
    number: Id | None = Field(None, description="What people call the quote.")


class FieldError(BaseModel):
    """One thing that is wrong, and where."""

    at: str
    message: str


class Problem(BaseModel):
    """An error, as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError]


class Money(BaseModel):
    """An exact amount."""

    amount: str
    currency: str


class Health(BaseModel):
    """A sign of life."""

    status: Literal["ok"]


def _parameters(given: Mapping[str, str | bool | int | Fraction]) -> Mapping[str, str | bool | Fraction]:
    return {
        name: Fraction(value) if isinstance(value, int) and not isinstance(value, bool) else value
        for name, value in given.items()
    }
