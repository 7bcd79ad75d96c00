"""Saved choices: the choices and the product at that time, for comparison with a newer catalog."""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from typing_extensions import TypedDict

from configurator.canonical_json import Json
from configurator.configuration import Configuration, FeatureValue
from configurator.language.checked import Value
from configurator.quoting.quote_responses import KindedValueResponse, QuotedValueResponse
from configurator.quoting.strict_json import Fields, wrong
from configurator.quoting.value_json import (
    read_configuration,
    read_instances,
    read_parameters,
    read_values,
    write_instances,
    write_parameters,
    write_scalar,
    write_values,
)
from configurator.response_types import DayText, Instances
from configurator.short_repr import short_repr

SAVED_CHOICES_FORMAT: Final = 1


class ChosenValueBody(KindedValueResponse):
    """One choice; a list keeps their order."""

    path: str


class ChosenProductBody(TypedDict):
    """The product at that time."""

    values: list[QuotedValueResponse]
    instances: Instances


class SavedChoicesBody(TypedDict):
    """Saved choices as they are stored; these are all the fields that a stored body may hold."""

    format: int
    catalog: str
    catalog_digest: str
    book: str | None
    on: DayText | None
    parameters: dict[str, KindedValueResponse]
    choices: list[ChosenValueBody]
    instances: Instances
    configuration: ChosenProductBody | None


@short_repr
@dataclass(frozen=True, slots=True)
class SavedChoices:
    """Choices in order, with their catalog, book and day.

    `book` and `on` are the requested ones, None for the first book and the current day. `configuration` is the product
    at that time, None if the choices conflicted or it was not known in time.
    """

    catalog: str
    catalog_digest: str
    choices: Mapping[str, FeatureValue]
    instances: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    book: str | None = None
    on: date | None = None
    parameters: Mapping[str, Value] = field(default_factory=dict)
    configuration: Configuration | None = None


def write_saved_choices(saved: SavedChoices) -> SavedChoicesBody:
    """Return saved choices as a JSON object that `read_saved_choices` reads back to an equal value."""
    return {
        "format": SAVED_CHOICES_FORMAT,
        "catalog": saved.catalog,
        "catalog_digest": saved.catalog_digest,
        "book": saved.book,
        "on": None if saved.on is None else saved.on.isoformat(),
        "parameters": write_parameters(saved.parameters),
        "choices": [{"path": path, **write_scalar(value)} for path, value in saved.choices.items()],
        "instances": write_instances(saved.instances),
        "configuration": None if saved.configuration is None else _write_configuration(saved.configuration),
    }


def _write_configuration(configuration: Configuration) -> ChosenProductBody:
    return {"values": write_values(configuration), "instances": write_instances(configuration.instances)}


def read_saved_choices(body: Json) -> SavedChoices:
    """Read saved choices. Raises `InvalidRequest` with the problem and its path."""
    fields = Fields.of(body, "").only(SavedChoicesBody)
    if fields.integer("format") != SAVED_CHOICES_FORMAT:
        raise wrong(
            "format",
            fields.members["format"],
            f"{SAVED_CHOICES_FORMAT}: upgrade this program to read what newer ones saved",
        )
    catalog, digest = fields.text("catalog"), fields.text("catalog_digest")
    choices = [entry.only(ChosenValueBody) for entry in fields.objects("choices")]
    return SavedChoices(
        catalog,
        digest,
        read_values(choices, "choices"),
        read_instances(fields.inner("instances")),
        fields.text_or_nothing("book"),
        None if fields.members["on"] is None else fields.day("on"),
        read_parameters(fields.inner("parameters")),
        _read_configuration(fields, catalog, digest),
    )


def _read_configuration(fields: Fields, catalog: str, digest: str) -> Configuration | None:
    if fields.members["configuration"] is None:
        return None
    return read_configuration(fields.inner("configuration").only(ChosenProductBody), catalog, digest)


def new_saved_id() -> str:
    """Return an id for saved choices: 128 random bits, so that nobody finds them by guessing or by knowing them."""
    return "c_" + base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()
