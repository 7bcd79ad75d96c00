"""Commands about choices: show, configure, explain, price; save keeps them in a file, reopen brings them back."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from configurator.cli.command_context import (
    CHECKED,
    CHOICES_FILE,
    SAVED_CHOICES_FILE,
    SECONDS,
    CommandContext,
    ask_for,
    day_of,
    in_worker,
    now,
    question_options,
    read_choices_file,
    write_choices_file,
)
from configurator.cli.dialogue import Dialogue, answer_text, answer_to, unknown_repair
from configurator.cli.output import (
    AS_JSON,
    FAILED,
    OK,
    UNDECIDED,
    clash_lines,
    conflict_lines,
    margin_lines,
    ngettext,
    print_json,
    repair_lines,
    states_lines,
    styled,
    summary_lines,
)
from configurator.engine import EvaluationRequest, Reopening
from configurator.errors import Undecided
from configurator.offering.evaluation import Evaluation
from configurator.offering.evaluation_json import evaluation_data
from configurator.offering.price_differences import AllConflicts, RankBy, all_conflicts, in_order
from configurator.offering.repair_json import conflicts_data, reopened_data, repair_data
from configurator.pricing.json_form import to_json
from configurator.pricing.margins import margins_to_json
from configurator.pricing.rendered_price import as_text as price_as_text
from configurator.pricing.rendered_price import considered_as_text
from configurator.quoting.saved_choices import SavedChoices
from configurator.session.choices import Choices
from configurator.session.render import as_data, as_text, loss_sentence
from configurator.texts import texts_for


@click.command(short_help="What can be chosen in CATALOG; the catalogs, without one.")
@click.argument("catalog", required=False)
@question_options
@AS_JSON
@click.pass_obj
@in_worker
def show(context: CommandContext, /, catalog: str | None, as_json: bool, **options: Any) -> None:
    """Show everything that can be chosen in CATALOG, with states and price differences; without one, all catalogs."""
    if catalog is None:
        _list(context, as_json)
    else:
        _present(context, context.evaluation(ask_for(catalog, options)), as_json)


def _list(context: CommandContext, as_json: bool) -> None:
    """List the catalogs, each with its title and whether its figures are illustrative."""
    catalogs = [context.engine.outline(id) for id in context.engine.catalog_ids()]
    if as_json:
        print_json([{"id": each.id, "title": each.title.in_locale(context.locale)} for each in catalogs])
        return
    for each in catalogs:
        click.echo(f"{styled(each.id, bold=True)}  {each.title.in_locale(context.locale)}")
    if not catalogs:
        _ = context.gettext
        click.echo(
            _("there are no catalogs in this folder; docs/catalog-format.md describes how to write one"), err=True
        )


def _present(context: CommandContext, evaluation: Evaluation, as_json: bool) -> None:
    if as_json:
        print_json(evaluation_data(evaluation, context.locale))
    else:
        for line in (*states_lines(evaluation, context.locale), *summary_lines(evaluation, context.locale)):
            click.echo(line)
    raise SystemExit(_code(evaluation))


def _code(evaluation: Evaluation) -> int:
    if evaluation.undecided:
        return UNDECIDED
    return OK if evaluation.session.consistent else FAILED


@click.command(short_help="Choose step by step, or see what follows.")
@click.argument("catalog")
@question_options
@AS_JSON
@click.pass_obj
def configure(context: CommandContext, /, catalog: str, as_json: bool, **options: Any) -> None:
    """Choose step by step in a terminal; with --set or in a pipe, print what follows from the choices."""
    request = ask_for(catalog, options)
    if as_json or options["assignments"] or not sys.stdin.isatty():
        _configured(context, request, as_json)
    Dialogue(context, request).run()


@in_worker
def _configured(context: CommandContext, request: EvaluationRequest, as_json: bool) -> None:
    _present(context, context.evaluation(request), as_json)


@click.command(short_help="Why not, and what would make it possible.")
@click.argument("catalog")
@click.argument("question", metavar="[PATH[=VALUE]]", required=False)
@question_options
@click.option("--every", is_flag=True, help="All minimal conflicts, and all minimal changes that would help.")
@click.option(
    "--by",
    type=click.Choice([each.value for each in RankBy]),
    default=RankBy.CHANGES.value,
    show_default=True,
    help="What comes first of the changes that would help: few changes, or a low price.",
)
@AS_JSON
@click.pass_obj
@in_worker
def explain(
    context: CommandContext, /, catalog: str, question: str | None, every: bool, by: str, as_json: bool, **options: Any
) -> None:
    """Explain why a VALUE is not possible and what would make it so; without a value, why PATH is as it is.

    Without a path: all conflicts of the choices.
    """
    request = ask_for(catalog, options)
    if every or question is None:
        conflicts = _clashes(context, request, question or "", RankBy(by))
        result = conflicts_data(conflicts, context.locale) if as_json else clash_lines(conflicts, context.locale)
        print_json(result) if isinstance(result, dict) else click.echo("\n".join(result))
        raise SystemExit(OK if conflicts.complete or conflicts.limited else UNDECIDED)
    with context.answering(request):
        answer = answer_to(context, request, question)
    answer = replace(answer, repairs=in_order(answer.repairs, by=RankBy(by)))
    if not as_json:
        click.echo(answer_text(answer, "=" in question, context.locale))
        return
    explanation = None if answer.explanation is None else as_data(answer.explanation, context.locale)
    repairs = [repair_data(repair, context.locale) for repair in answer.repairs]
    print_json({"explanation": explanation, "repairs": repairs})


def _clashes(context: CommandContext, request: EvaluationRequest, question: str, by: RankBy) -> AllConflicts:
    path, _, value = (part.strip() for part in question.partition("="))
    if question and not value:
        raise click.UsageError(f"found '{question}'; with --every expected PATH=VALUE, or nothing for the choices")
    engine = context.engine
    with context.answering(request) as budget, engine.catalog(request.catalog, budget).locked(budget):
        session = engine.session(request.catalog, request.choices, seconds=budget.remaining())
        return all_conflicts(session, engine.prepared(request), path or None, value or None, by=by, budget=budget)


@click.command(short_help="A price with every step and reason.")
@click.argument("catalog")
@question_options
@AS_JSON
@click.option("--considered", is_flag=True, help="Also say which rules were considered and did not apply.")
@click.option("--margin", is_flag=True, help="Also say what every line costs the seller, and what is left.")
@click.pass_obj
@in_worker
def price(
    context: CommandContext, /, catalog: str, as_json: bool, considered: bool, margin: bool, **options: Any
) -> None:
    """Price the completion of the choices: every line, every step, every reason."""
    evaluation = context.evaluation(ask_for(catalog, options, differences=False))
    if not evaluation.session.consistent:
        for line in conflict_lines(evaluation, context.locale):
            click.echo(line, err=True)
        raise SystemExit(FAILED)
    if evaluation.priced is None:
        _ = context.gettext
        if evaluation.undecided:
            raise Undecided(_("time ran out before there was a price; allow more --seconds"))
        click.echo(_("catalog {catalog} has no price book").format(catalog=catalog), err=True)
        raise SystemExit(FAILED)
    if as_json:
        seen = evaluation.margins if margin else None
        print_json({**to_json(evaluation.priced), **({"margins": margins_to_json(seen)} if seen else {})})
    else:
        click.echo(price_as_text(evaluation.priced, context.locale))
    if considered and not as_json:
        click.echo(considered_as_text(evaluation.priced, context.locale))
    if margin and not as_json:
        for line in margin_lines(evaluation, context.locale):
            click.echo(line)
    if evaluation.priced.unpriced:
        raise SystemExit(FAILED)


@dataclass(frozen=True)
class OpenedChoices:
    """A reopened file: the resulting request, and its evaluation by the catalog."""

    saved: SavedChoices
    request: EvaluationRequest
    reopening: Reopening

    @property
    def holds(self) -> bool:
        return self.reopening.found.holds


@click.command(short_help="Save choices to a file.")
@click.argument("catalog")
@click.argument("file", type=CHOICES_FILE)
@question_options
@click.pass_obj
@in_worker
def save(context: CommandContext, /, catalog: str, file: Path, **options: Any) -> None:
    """Save choices to FILE, with the digest of the catalog and the current product."""
    request = ask_for(catalog, options)
    with context.answering(request):
        saved = context.engine.saved(request, on=day_of(options))
    write_choices_file(context, saved, file)


@click.command(short_help="See what still holds of saved choices.")
@click.argument("file", type=SAVED_CHOICES_FILE)
@click.option("--repair", type=click.IntRange(min=1), help="Make the changes of the repair with this number.")
@click.option(
    "--write", "target", type=CHOICES_FILE, help="Save what holds now to a file, CHOICES_FILE itself perhaps."
)
@click.option("--seconds", type=SECONDS, default=30.0, show_default=True, help="How long an answer may take.")
@CHECKED
@AS_JSON
@click.pass_obj
@in_worker
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
    after = opened.reopening.found.session.choices if repair is None else _mended(opened, repair, context.locale)
    if target is not None:
        with context.answering(opened.request):
            saved = context.engine.saved(replace(opened.request, choices=after), on=opened.saved.on)
        write_choices_file(context, saved, target)
    raise SystemExit(OK if opened.holds or repair is not None else FAILED)


def opened_on(context: CommandContext, saved: SavedChoices, seconds: float) -> OpenedChoices:
    """Open saved choices on the catalog as it is now."""
    choices = Choices(saved.choices, saved.instances)
    request = EvaluationRequest(
        saved.catalog, saved.on or now(), choices, saved.book, parameters=saved.parameters, seconds=seconds
    )
    with context.answering(request):
        reopening = context.engine.reopen(request, digest=saved.catalog_digest, saved=saved.configuration)
    return OpenedChoices(saved, replace(request, choices=reopening.found.session.choices), reopening)


def _mended(opened: OpenedChoices, number: int, locale: str) -> Choices:
    repairs = opened.reopening.repairs
    if number > len(repairs):
        raise unknown_repair(str(number), len(repairs), locale)
    return repairs[number - 1].repair.choices


def _lines(opened: OpenedChoices, locale: str) -> Iterator[str]:
    _ = texts_for(locale).gettext
    reopened_choices = opened.reopening.found
    since = _("the same catalog") if reopened_choices.same_catalog else _("the catalog has changed")
    yield f"{opened.saved.catalog}: {since}"
    for loss in reopened_choices.lost:
        yield _("lost: {message}").format(message=loss_sentence(loss.path, loss.value, locale))
    for conflict in reopened_choices.conflicts:
        yield as_text(conflict, locale)
    yield from repair_lines(opened.reopening.repairs, locale)
    for change in reopened_choices.changed:
        before = change.shown_before.in_locale(locale)
        after = change.shown_after.in_locale(locale) if change.shown_after else _("not there")
        yield _("different now: {change}").format(change=f"{change.title.in_locale(locale)}: {before} → {after}")
    if opened.holds:
        number = len(reopened_choices.session.choices)
        yield ngettext("the one choice holds", "all {number} choices hold", number, locale)


def _data(opened: OpenedChoices, locale: str) -> dict[str, object]:
    results = reopened_data(opened.reopening.found, opened.reopening.repairs, locale)
    return {"catalog": opened.saved.catalog, **results}
