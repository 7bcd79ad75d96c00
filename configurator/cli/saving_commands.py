"""Commands that keep choices in a file, and bring them back on the catalog as it is now."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from configurator.canonical_json import Json
from configurator.cli.command_context import (
    CHECKED,
    CHOICES_FILE,
    SAVED_CHOICES_FILE,
    CommandContext,
    ask_for,
    day_of,
    now,
    question_options,
    read_choices_file,
    write_choices_file,
)
from configurator.cli.output import AS_JSON, FAILED, OK, print_json, repair_lines
from configurator.engine import Ask, Reopening
from configurator.errors import InvalidRequest
from configurator.offering.evaluation_json import reopened_data
from configurator.quoting.saved_choices import SavedChoices
from configurator.session.choices import Choices
from configurator.session.render import as_text


@dataclass(frozen=True)
class OpenedChoices:
    """A reopened file: the resulting request, and its evaluation by the catalog."""

    saved: SavedChoices
    ask: Ask
    reopening: Reopening

    @property
    def holds(self) -> bool:
        return self.reopening.found.holds


@click.command(short_help="Save choices to a file.")
@click.argument("catalog")
@click.argument("file", type=CHOICES_FILE)
@question_options
@click.pass_obj
def save(context: CommandContext, /, catalog: str, file: Path, **options: Any) -> None:
    """Save choices to FILE, with the digest of the catalog and the current product."""
    write_choices_file(context.engine.saved(ask_for(catalog, options), on=day_of(options)), file)


@click.command(short_help="See what still holds of saved choices.")
@click.argument("file", type=SAVED_CHOICES_FILE)
@click.option("--repair", type=click.IntRange(min=1), help="Make the changes of the repair with this number.")
@click.option(
    "--write", "target", type=CHOICES_FILE, help="Save what holds now to a file, CHOICES_FILE itself perhaps."
)
@click.option("--seconds", type=float, default=30.0, show_default=True, help="How long an answer may take.")
@CHECKED
@AS_JSON
@click.pass_obj
def reopen(
    context: CommandContext, /, file: Path, repair: int | None, target: Path | None, seconds: float, as_json: bool
) -> None:
    """Open saved choices on the current catalog: what no longer holds, and its repairs."""
    opened = opened_on(context, read_choices_file(file), seconds)
    if as_json:
        print_json(_data(opened, context.locale))
    else:
        for line in _lines(opened, context.locale):
            click.echo(line)
    after = opened.reopening.found.session.choices if repair is None else _mended(opened, repair)
    if target is not None:
        write_choices_file(context.engine.saved(replace(opened.ask, choices=after), on=opened.saved.on), target)
    raise SystemExit(OK if opened.holds or repair is not None else FAILED)


def opened_on(context: CommandContext, saved: SavedChoices, seconds: float) -> OpenedChoices:
    """Open saved choices on the catalog as it is now."""
    choices = Choices(saved.choices, saved.instances)
    ask = Ask(saved.catalog, saved.on or now(), choices, saved.book, parameters=saved.parameters, seconds=seconds)
    reopening = context.engine.reopen(ask, digest=saved.catalog_digest, saved=saved.configuration)
    return OpenedChoices(saved, replace(ask, choices=reopening.found.session.choices), reopening)


def _mended(opened: OpenedChoices, number: int) -> Choices:
    repairs = opened.reopening.repairs
    if number > len(repairs):
        known = f"there are {len(repairs)}" if repairs else "there is none"
        raise InvalidRequest(f"found repair {number}; {known}")
    return repairs[number - 1].repair.choices


def _lines(opened: OpenedChoices, locale: str) -> Iterator[str]:
    reopened_choices = opened.reopening.found
    yield f"{opened.saved.catalog}: " + (
        "the same catalog" if reopened_choices.same_catalog else "the catalog has changed"
    )
    for loss in reopened_choices.lost:
        yield f"lost: {loss.message}"
    for conflict in reopened_choices.conflicts:
        yield as_text(conflict, locale)
    yield from repair_lines(opened.reopening.repairs, locale)
    for change in reopened_choices.changed:
        after = change.shown_after.in_locale(locale) if change.shown_after else "not there"
        yield f"different now: {change.title.in_locale(locale)}: {change.shown_before.in_locale(locale)} → {after}"
    if opened.holds:
        number = len(reopened_choices.session.choices)
        yield "the one choice holds" if number == 1 else f"all {number} choices hold"


def _data(opened: OpenedChoices, locale: str) -> dict[str, Json]:
    results = reopened_data(opened.reopening.found, opened.reopening.repairs, locale)
    return {"catalog": opened.saved.catalog, **results}
