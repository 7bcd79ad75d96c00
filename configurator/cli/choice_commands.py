"""Commands about choices: show, configure, explain, price."""

import sys
from dataclasses import replace
from typing import Any

import click

from configurator.cli.command_context import CommandContext, ask_for, question_options
from configurator.cli.dialogue import Dialogue, answer_text, answer_to
from configurator.cli.output import (
    AS_JSON,
    FAILED,
    OK,
    UNDECIDED,
    clash_lines,
    conflict_lines,
    print_json,
    states_lines,
    styled,
    summary_lines,
)
from configurator.engine import Ask
from configurator.errors import Undecided
from configurator.offering.evaluation import Evaluation
from configurator.offering.evaluation_json import conflicts_data, evaluation_data, repair_data
from configurator.offering.price_differences import AllConflicts, RankBy, all_conflicts, in_order
from configurator.pricing.json_form import to_json
from configurator.pricing.render.text import as_text as price_as_text
from configurator.pricing.render.text import considered_as_text
from configurator.session.render import as_data


@click.command(short_help="What can be chosen in CATALOG; the catalogs, without one.")
@click.argument("catalog", required=False)
@question_options
@AS_JSON
@click.pass_obj
def show(context: CommandContext, /, catalog: str | None, as_json: bool, **options: Any) -> None:
    """Show everything that can be chosen in CATALOG, with states and price differences; without one, all catalogs."""
    if catalog is None:
        _list(context, as_json)
    else:
        _present(context, context.engine.evaluation(ask_for(catalog, options)), as_json)


def _list(context: CommandContext, as_json: bool) -> None:
    """List the catalogs, each with its title and whether its figures are illustrative."""
    catalogs = [context.engine.outline(id) for id in context.engine.catalog_ids()]
    if as_json:
        print_json([{"id": each.id, "title": each.title.in_locale(context.locale)} for each in catalogs])
        return
    for each in catalogs:
        click.echo(f"{styled(each.id, bold=True)}  {each.title.in_locale(context.locale)}")
    if not catalogs:
        click.echo("there are no catalogs in this folder; docs/catalog-format.md tells how to write one", err=True)


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
    ask = ask_for(catalog, options)
    if as_json or options["assignments"] or not sys.stdin.isatty():
        _present(context, context.engine.evaluation(ask), as_json)
    Dialogue(context, ask).run()


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
def explain(
    context: CommandContext, /, catalog: str, question: str | None, every: bool, by: str, as_json: bool, **options: Any
) -> None:
    """Explain why a VALUE is not possible and what would make it so; without a value, why PATH is as it is.

    Without a path: all conflicts of the choices.
    """
    ask = ask_for(catalog, options)
    if every or question is None:
        conflicts = _clashes(context, ask, question or "", RankBy(by))
        result = conflicts_data(conflicts, context.locale) if as_json else clash_lines(conflicts, context.locale)
        print_json(result) if isinstance(result, dict) else click.echo("\n".join(result))
        raise SystemExit(OK if conflicts.complete or conflicts.limited else UNDECIDED)
    answer = answer_to(context, ask, question)
    answer = replace(answer, repairs=in_order(answer.repairs, by=RankBy(by)))
    if not as_json:
        click.echo(answer_text(answer, "=" in question, context.locale))
        return
    explanation = None if answer.explanation is None else as_data(answer.explanation, context.locale)
    repairs = [repair_data(repair, context.locale) for repair in answer.repairs]
    print_json({"explanation": explanation, "repairs": repairs})


def _clashes(context: CommandContext, ask: Ask, question: str, by: RankBy) -> AllConflicts:
    path, _, value = (part.strip() for part in question.partition("="))
    if question and not value:
        raise click.UsageError(f"found '{question}'; with --every expected PATH=VALUE, or nothing for the choices")
    engine, budget = context.engine, context.engine.budget(ask.seconds)
    with engine.catalog(ask.catalog).locked(budget):
        session = engine.session(ask.catalog, ask.choices, seconds=budget.remaining())
        return all_conflicts(session, engine.prepared(ask), path or None, value or None, by=by, budget=budget)


@click.command(short_help="A price with every step and reason.")
@click.argument("catalog")
@question_options
@AS_JSON
@click.option("--considered", is_flag=True, help="Also say which rules were considered and did not apply.")
@click.pass_obj
def price(context: CommandContext, /, catalog: str, as_json: bool, considered: bool, **options: Any) -> None:
    """Price the completion of the choices: every line, every step, every reason."""
    evaluation = context.engine.evaluation(ask_for(catalog, options, differences=False))
    if not evaluation.session.consistent:
        for line in conflict_lines(evaluation, context.locale):
            click.echo(line, err=True)
        raise SystemExit(FAILED)
    if evaluation.priced is None:
        if evaluation.undecided:
            raise Undecided("time ran out before there was a price; allow more --seconds")
        click.echo(f"catalog {catalog} has no price book", err=True)
        raise SystemExit(FAILED)
    if as_json:
        print_json(to_json(evaluation.priced))
        return
    click.echo(price_as_text(evaluation.priced, context.locale))
    if considered:
        click.echo(considered_as_text(evaluation.priced, context.locale))
