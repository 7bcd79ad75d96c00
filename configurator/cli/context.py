"""What every command shares: where the data lies, which clock runs, how choices and days are written."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import click

from configurator import storage as stores
from configurator.engine import Ask, Engine
from configurator.pricing.prepare import ParameterValue
from configurator.session.choices import Choices
from configurator.storage.ports import Storage

Command = TypeVar("Command", bound=Callable[..., Any])
SELLER = "local"


def now() -> datetime:
    """Return the present moment; the command line is one of the two places that read a clock."""
    return datetime.now(UTC)


@dataclass
class Context:
    """The options given before the command."""

    catalogs: Path | None = None
    books: Path | None = None
    locale: str = "en"
    clock: Callable[[], float] = field(default=time.monotonic)

    @cached_property
    def engine(self) -> Engine:
        """The engine over the folders that were named, or the shipped ones."""
        return Engine.open(self.catalogs, self.books, now=self.clock)

    def storage(self, database: str | None) -> Storage:
        """Open the database that was named, that of DATABASE_URL, or a file in the current folder."""
        return stores.open(database or os.environ.get("DATABASE_URL") or stores.DEFAULT_URL)


def pair(text: str) -> tuple[str, str]:
    """Split `path=value`."""
    path, equals, value = text.partition("=")
    if not equals or not path.strip():
        raise click.UsageError(f"found '{text}'; expected path=value, such as paint=jet_black")
    return path.strip(), value.strip()


def choices_of(assignments: tuple[str, ...]) -> Choices:
    """Return the choices written as `path=value`; the session reads and checks the values."""
    return Choices(dict(pair(each) for each in assignments))


def parameters_of(assignments: tuple[str, ...]) -> dict[str, ParameterValue]:
    """Return parameters of a book: numbers and true/false as such, everything else as text."""
    return {name: _parameter(value) for name, value in map(pair, assignments)}


def _parameter(text: str) -> ParameterValue:
    if text in ("true", "false"):
        return text == "true"
    try:
        return Fraction(text) if "/" not in text and "e" not in text.lower() else text
    except ValueError:
        return text


def asking(command: Command) -> Command:
    """Add the options that say what is asked: choices, day, book, parameters, time."""
    options = (
        click.option("--set", "assignments", multiple=True, metavar="PATH=VALUE", help="A choice; repeat it."),
        click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day whose prices hold; today by default."),
        click.option("--book", help="The price book; the catalog's first one by default."),
        click.option("--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter of the book."),
        click.option("--cheapest", is_flag=True, help="Complete at the least price instead of by the defaults."),
        click.option("--seconds", type=float, default=30.0, show_default=True, help="How long an answer may take."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def ask_for(catalog: str, options: dict[str, Any], *, differences: bool = True) -> Ask:
    """Return the question that the options of `asking` describe."""
    on: datetime | None = options["on"]
    return Ask(
        catalog,
        on.date() if on else _today(),
        choices_of(options["assignments"]),
        options["book"],
        parameters=parameters_of(options["parameters"]),
        cheapest=options["cheapest"],
        differences=differences,
        seconds=options["seconds"],
    )


def _today() -> date:
    return date.today()
