"""What the models of errors and of stored data share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class ResponseModel(BaseModel):
    """The base of all response models."""

    model_config = ConfigDict(strict=True, frozen=True, arbitrary_types_allowed=True)


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
