"""State shared by all commands: the data folders, the clock, and the parsing of choices and days."""

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cached_property, wraps
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar

import click

from configurator import canonical_json
from configurator import storage as stores
from configurator.budget import Budget
from configurator.cli.limits import MOST_SAVED_BYTES
from configurator.cli.worker_process import WorkerProcess
from configurator.engine import Engine, EvaluationRequest
from configurator.errors import InvalidRequest, NotFound
from configurator.offering.evaluation import Evaluation
from configurator.pricing.limits import MOST_QUANTITY
from configurator.pricing.model import PriceBook
from configurator.pricing.prepare import ParameterValue
from configurator.quoting.saved_choices import SavedChoices, read_saved_choices, write_saved_choices
from configurator.reading.files import read_file
from configurator.session.choices import Choices
from configurator.storage.storage_ports import Storage
from configurator.texts import number_text, texts_for

Command = TypeVar("Command", bound=Callable[..., Any])
SELLER = "local"


def now() -> datetime:
    """Return the present moment; the command line is one of the two places that read a clock."""
    return datetime.now(UTC)


StartWorker = Callable[[Callable[[], float], str], WorkerProcess]
"""How a command becomes a worker process, given a clock and a locale."""


@dataclass(frozen=True, slots=True)
class Times:
    """The seconds that the program took to start, to read the files, and to answer; only the last ones are limited."""

    start: float
    read: float
    answer: float


@dataclass
class CommandContext:
    """The options given before the command.

    A command that may take long becomes a worker process by `start_worker`; without it, it runs in this one. In the
    folder `cache`, compiled forms are kept between runs.
    """

    catalogs: Path | None = None
    books: Path | None = None
    locale: str = "en"
    checked: bool = False
    clock: Callable[[], float] = field(default=time.monotonic)
    start_worker: StartWorker | None = None
    with_times: bool = False
    cache: Path | None = None
    worker: WorkerProcess = field(default_factory=WorkerProcess)
    times: Times = field(init=False)

    def __post_init__(self) -> None:
        self.times = Times(time.process_time(), 0.0, 0.0)
        self._reading_since = self.clock()

    def gettext(self, message: str) -> str:
        """Return a text in the language of `--locale`."""
        return texts_for(self.locale).gettext(message)

    @cached_property
    def engine(self) -> Engine:
        """The engine over the folders that were named, or the shipped ones."""
        return Engine.open(
            self.catalogs, self.books_folder, now=self.clock, kept=self.cache, beside=False, checked=self.checked
        )

    @property
    def books_folder(self) -> Path | None:
        """The folder of price books: as named, else `pricing_rules` beside named catalogs, else the shipped."""
        if self.books is not None or self.catalogs is None:
            return self.books
        return self.catalogs.absolute().parent / "pricing_rules"

    def book(self, catalog: str, book: str | None) -> PriceBook:
        """Return the book of a catalog that was named, or its first one. Raises NotFound where it has none."""
        loaded_book = self.engine.book(catalog, book)
        if loaded_book is None:
            raise NotFound(f"catalog {catalog} has no price book; write one, or name its folder with --books")
        return loaded_book.model

    def evaluation(self, request: EvaluationRequest) -> Evaluation:
        """Answer a request within its seconds."""
        with self.answering(request):
            return self.engine.evaluation(request)

    @contextmanager
    def answering(self, request: EvaluationRequest) -> Iterator[Budget]:
        """Read the files of a request, then limit what the block answers to its seconds."""
        self.engine.books(request.catalog)
        with self.timed(request.seconds):
            yield self.engine.budget(request.seconds)

    @contextmanager
    def timed(self, seconds: float | None) -> Iterator[None]:
        """Time an answer, and show its progress: the files are read, and nothing is printed before the block ends."""
        began = self.clock()
        with self.worker.answering(seconds):
            try:
                yield
            finally:
                ended = self.clock()
                self.times = Times(self.times.start, began - self._reading_since, ended - began)
                self._reading_since += ended - began
        if self.with_times:
            click.echo(self.times_text(), err=True)

    def times_text(self) -> str:
        """Return a sentence about where the time went."""
        text = self.gettext("answered in {answer} s, after {start} s to start and {read} s to read the files")
        shown = {name: number_text(round(getattr(self.times, name), 1), self.locale) for name in Times.__slots__}
        return text.format(**shown)

    def storage(self, database: str | None, *, create: bool = False) -> Storage:
        """Open the database that was named, that of DATABASE_URL, or a file in the current folder.

        Raises NotFound where there is no such file, unless it is to be made: then people are shown which it is.
        """
        url = database_named(database)
        if create:
            click.echo(self.gettext("database: {url}").format(url=stores.shown(url)), err=True)
        return stores.open(url, create=create)


def database_named(database: str | None) -> str:
    """Return the URL that was given, that of DATABASE_URL, or that of a file in the current folder."""
    return database or os.environ.get("DATABASE_URL") or stores.DEFAULT_URL


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


def _check(context: click.Context, _: click.Parameter, checked: bool) -> None:
    """Have the engine's answers checked, of the command that is run."""
    command_context = context.find_object(CommandContext)
    if command_context is not None:
        command_context.checked = checked


def in_worker(command: Command) -> Command:
    """Have a command run in a worker process, where there is one."""

    @wraps(command)
    def run(context: CommandContext, /, *arguments: Any, **options: Any) -> Any:
        if context.start_worker is not None:
            context.worker = context.start_worker(context.clock, context.locale)
        return command(context, *arguments, **options)

    return run  # type: ignore[return-value]  # It takes what the command takes.


class SecondsParameter(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases only
    """A number of seconds, 0 or more."""

    name = "float"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read a number of seconds."""
        try:
            seconds = float(value)
        except ValueError:
            seconds = -1.0
        if not (isfinite(seconds) and seconds >= 0):
            self.fail(f"found {str(value)!r}; expected a number of seconds such as 2.5", param, ctx)
        return seconds


SECONDS = SecondsParameter()
CHECKED = click.option(
    "--checked",
    is_flag=True,
    expose_value=False,
    callback=_check,
    help="Give no answer that a second engine does not confirm.",
)


PIECES = click.IntRange(1, MOST_QUANTITY)


def question_options(command: Command) -> Command:
    """Add the options of a request: choices, day, book, parameters, time."""
    options = (
        click.option("--set", "assignments", multiple=True, metavar="PATH=VALUE", help="A choice; repeat it."),
        click.option(
            "--from", "source", type=SAVED_CHOICES_FILE, help="Begin with choices that `save` wrote to a file."
        ),
        click.option("--code", help="Begin with the product that a product code says."),
        click.option("--on", type=DayParameter(), help="The day whose prices hold; today by default."),
        click.option("--book", help="The price book; the catalog's first one by default."),
        click.option("--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter of the book."),
        click.option(
            "--quantity", type=click.IntRange(1, MOST_QUANTITY), default=1, help="How many pieces; 1 by default."
        ),
        click.option("--cheapest", is_flag=True, help="Complete at the least price instead of by the defaults."),
        click.option("--seconds", type=SECONDS, default=30.0, show_default=True, help="How long an answer may take."),
        CHECKED,
    )
    for option in reversed(options):
        command = option(command)
    return command


def ask_for(catalog: str, options: dict[str, Any], *, differences: bool = True) -> EvaluationRequest:
    """Return the question that `question_options` describe; those of a saved file come first, then a code's."""
    saved = None if options["source"] is None else read_choices_file(options["source"])
    if saved is not None and saved.catalog != catalog:
        raise click.UsageError(f"{options['source']} holds choices of catalog {saved.catalog}, not of {catalog}")
    choices = Choices() if saved is None else Choices(saved.choices, saved.instances)
    coded = {} if options["code"] is None else _engine().choices_of_code(catalog, options["code"]).values
    for path, value in {**coded, **choices_of(options["assignments"]).values}.items():
        choices = choices.choosing(path, value)
    parameters = parameters_of(options["parameters"])
    return EvaluationRequest(
        catalog,
        options["on"] or (saved.on if saved else None) or now(),
        choices,
        options["book"] or (saved.book if saved else None),
        parameters={**(saved.parameters if saved else {}), **parameters},
        cheapest=options["cheapest"],
        differences=differences,
        seconds=options["seconds"],
        quantity=options["quantity"],
    )


def _engine() -> Engine:
    context = click.get_current_context().find_object(CommandContext)
    if context is None:
        raise click.UsageError("a product code is read by a catalog; run this as a command of configurator")
    return context.engine


def day_of(options: dict[str, Any]) -> date | None:
    """Return the requested day, None for today."""
    day: date | None = options["on"]
    if day is None and options["source"] is not None:
        return read_choices_file(options["source"]).on
    return day


class DayParameter(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases only
    """A day of the calendar, such as 2026-01-31."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a day."""
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"found {str(value)!r}; expected a day such as 2026-01-31", param, ctx)


CHOICES_FILE = click.Path(path_type=Path, dir_okay=False)
SAVED_CHOICES_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


def read_choices_file(file: Path) -> SavedChoices:
    """Read a saved file. Raises InvalidRequest with the reason if it is invalid, InvalidDocument if it is no file."""
    data = read_file(file, MOST_SAVED_BYTES)
    try:
        return read_saved_choices(json.loads(data))
    except (ValueError, RecursionError) as error:
        raise InvalidRequest(f"{file} is no file of saved choices: {error}; expected what `save` writes") from error
    except InvalidRequest as error:
        raise InvalidRequest(f"{file}: {error}", field=error.field) from error


def write_choices_file(context: CommandContext, saved: SavedChoices, file: Path) -> None:
    """Write saved choices as canonical JSON; the file is replaced as a whole or not at all."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        beside.write_text(canonical_json.dumps(write_saved_choices(saved)) + "\n", encoding="utf-8")
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise InvalidRequest(f"cannot write {file}: {error.strerror}") from error
    click.echo(context.gettext("saved to {file}").format(file=file), err=True)
