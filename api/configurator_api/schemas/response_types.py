"""What the models of answers share: they describe and are open, so that fields may be added without breaking anyone."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Scalar = Annotated[str | bool | int, Field(union_mode="left_to_right")]
"""An option's id, a boolean, a whole number, or an exact number as text."""

Number = Annotated[str, Field(pattern=r"^-?\d+(\.\d+|/\d+)?$", examples=["2.5", "1/3"])]
"""An exact number as text."""

Text = dict[str, str]
"""A text by locale."""

Instances = dict[str, list[str]]
"""The ids of a structure's instances, by its path."""


class ResponseModel(BaseModel):
    """The base of all response models."""

    model_config = ConfigDict(strict=True, frozen=True, arbitrary_types_allowed=True)


class MoneyResponse(ResponseModel):
    """An exact amount."""

    amount: Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$", examples=["42145.00"])]
    currency: Annotated[str, Field(examples=["USD"])]


Difference = dict[str, MoneyResponse]
"""A difference of prices, by cadence."""


class ReferenceResponse(ResponseModel):
    """A catalog or a book, with the digest of its files."""

    id: str
    digest: str


class FieldErrorResponse(ResponseModel):
    """One thing that is wrong. `at` is a JSON pointer into the body (`#/items/0/quantity`), or names a parameter."""

    at: str
    message: str


class ProblemResponse(ResponseModel):
    """An error, as RFC 9457 has it; `errors` lists everything that was found at once."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldErrorResponse]


class HealthResponse(ResponseModel):
    """A sign of life."""

    status: Annotated[str, Field(examples=["ok"])]
