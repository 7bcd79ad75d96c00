"""Commands for whoever chooses: show, configure, explain, price."""

import sys
from dataclasses import replace
from typing import Any

import click

from configurator.cli.context import Context, ask_for, asking, pair
from configurator.cli.output import (
    FAILED,
    OK,
    UNDECIDED,
    conflict_lines,
    print_json,
    repair_lines,
    states_lines,
)
from configurator.engine import Ask
from configurator.errors import ConfiguratorError, Undecided
from configurator.offering.data import evaluation_data, repair_data
from configurator.offering.evaluation import Evaluation
from configurator.pricing.render.text import as_text as price_as_text
from configurator.pricing.render.text import considered_as_text
from configurator.pricing.wire_form import to_wire
from configurator.session.choices import Choices
from configurator.session.render import as_data, as_text

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print canonical JSON.")


@click.command()
@click.argument("catalog")
@asking
@AS_JSON
@click.pass_obj
def show(context: Context, /, catalog: str, as_json: bool, **options: Any) -> None:
    """Show everything that can be chosen in CATALOG, with states and price differences."""
    _present(context, context.engine.evaluate(ask_for(catalog, options)), as_json)


def _present(context: Context, found: Evaluation, as_json: bool) -> None:
    if as_json:
        print_json(evaluation_data(found, context.locale))
    else:
        for line in (*states_lines(found, context.locale), *_summary(context, found)):
            click.echo(line)
    raise SystemExit(_code(found))


def _code(found: Evaluation) -> int:
    if found.undecided:
        return UNDECIDED
    return OK if found.session.consistent else FAILED


def _summary(context: Context, found: Evaluation) -> list[str]:
    lines = list(conflict_lines(found, context.locale))
    lines += [f"warning: {broken.message}" for broken in found.warnings]
    if found.priced is not None:
        label = " (illustrative prices)" if found.priced.illustrative else ""
        totals = ", ".join(f"{cadence}: {money}" for cadence, money in found.priced.totals.by_cadence.items())
        lines.append(f"total {totals}{label}")
    if found.code:
        lines.append(f"code {found.code}")
    return [*lines, "not everything was decided in time; allow more --seconds"] if found.undecided else lines


@click.command()
@click.argument("catalog")
@asking
@AS_JSON
@click.pass_obj
def configure(context: Context, /, catalog: str, as_json: bool, **options: Any) -> None:
    """Choose step by step in a terminal; with --set or in a pipe, print what follows from the choices."""
    ask = ask_for(catalog, options)
    if as_json or ask.choices.values or not sys.stdin.isatty():
        _present(context, context.engine.evaluate(ask), as_json)
    _interactive(context, ask)


HELP = "path=value chooses, -path takes back, ?path=value asks why not, undo, show, price, quit"


def _interactive(context: Context, ask: Ask) -> None:
    history: list[Choices] = []
    click.echo(HELP)
    while True:
        found = context.engine.evaluate(replace(ask, differences=False))
        for line in _summary(context, found):
            click.echo(line)
        said = click.prompt("choose", default="quit", show_default=False).strip()
        if said in ("quit", "exit"):
            return
        ask = _answered(context, ask, history, said)


def _answered(context: Context, ask: Ask, history: list[Choices], said: str) -> Ask:
    try:
        return _step(context, ask, history, said)
    except (ConfiguratorError, click.UsageError) as error:
        click.echo(str(error), err=True)
        return ask


def _step(context: Context, ask: Ask, history: list[Choices], said: str) -> Ask:
    if said in ("show", "price"):
        found = context.engine.evaluate(ask)
        text = price_as_text(found.priced, context.locale) if said == "price" and found.priced else None
        click.echo(text or "\n".join(states_lines(found, context.locale)))
        return ask
    if said == "undo":
        return replace(ask, choices=history.pop() if history else ask.choices)
    if said.startswith("?"):
        _explained(context, ask, said[1:])
        return ask
    if said.startswith("-"):
        changed = ask.choices.retracting(said[1:].strip())
    elif "=" in said:
        changed = ask.choices.choosing(*pair(said))
    else:
        click.echo(HELP)
        return ask
    context.engine.session(ask.catalog, changed, seconds=ask.seconds)
    history.append(ask.choices)
    return replace(ask, choices=changed)


@click.command()
@click.argument("catalog")
@click.argument("question", metavar="PATH[=VALUE]")
@asking
@AS_JSON
@click.pass_obj
def explain(context: Context, /, catalog: str, question: str, as_json: bool, **options: Any) -> None:
    """Say why a VALUE is not possible and what would make it so; without a value, why PATH is as it is."""
    ask = ask_for(catalog, options)
    if not as_json:
        raise SystemExit(_explained(context, ask, question))
    path, _, value = question.partition("=")
    answer = context.engine.why_not(ask, path, value) if value else context.engine.why(ask, path)
    explanation = None if answer.explanation is None else as_data(answer.explanation, context.locale)
    repairs = [repair_data(repair, context.locale) for repair in answer.repairs]
    print_json({"explanation": explanation, "repairs": repairs})


def _explained(context: Context, ask: Ask, question: str) -> int:
    path, _, value = question.partition("=")
    answer = context.engine.why_not(ask, path, value) if value else context.engine.why(ask, path)
    if answer.explanation is None:
        click.echo("nothing stands in the way" if value else "nothing decides it; it is your choice")
        return OK
    click.echo(as_text(answer.explanation, context.locale))
    for line in repair_lines(answer.repairs, context.locale):
        click.echo(line)
    return OK


@click.command()
@click.argument("catalog")
@asking
@AS_JSON
@click.option("--considered", is_flag=True, help="Also say which rules were considered and did not apply.")
@click.pass_obj
def price(context: Context, /, catalog: str, as_json: bool, considered: bool, **options: Any) -> None:
    """Price the completion of the choices: every line, every step, every reason."""
    found = context.engine.evaluate(ask_for(catalog, options, differences=False))
    if not found.session.consistent:
        for line in conflict_lines(found, context.locale):
            click.echo(line, err=True)
        raise SystemExit(FAILED)
    if found.priced is None:
        if found.undecided:
            raise Undecided("time ran out before there was a price; allow more --seconds")
        click.echo(f"catalog {catalog} has no price book", err=True)
        raise SystemExit(FAILED)
    if as_json:
        print_json(to_wire(found.priced))
        return
    click.echo(price_as_text(found.priced, context.locale))
    if considered:
        click.echo(considered_as_text(found.priced, context.locale))
