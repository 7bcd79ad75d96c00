"""An explanation as a response: a tree of causes as plain dictionaries."""

from typing import Annotated, NotRequired

from typing_extensions import TypedDict

from configurator.response_types import Described, Scalar


class CauseSubjectResponse(TypedDict):
    """What an explanation is about."""

    kind: str
    path: str | None
    value: Scalar | None
    title: str | None
    message: str


class CauseResponse(TypedDict):
    """One cause: a choice of the person, or a law of the catalog with its place and its reason."""

    kind: Annotated[str, Described("choice, constraint, presence or cardinality")]
    message: str
    path: NotRequired[str | None]
    value: NotRequired[Scalar | None]
    title: NotRequired[str | None]
    shown: NotRequired[str | None]
    id: NotRequired[str | None]
    instance: NotRequired[str | None]
    place: NotRequired[str | None]
    because: NotRequired[str | None]
    condition: NotRequired[str | None]
    low: NotRequired[int | None]
    high: NotRequired[int | None]


class ExplanationResponse(TypedDict):
    """A tree of causes; `minimal` says that none of them could be spared."""

    subject: CauseSubjectResponse
    minimal: bool
    causes: list[CauseResponse]
    because: list["ExplanationResponse"]
