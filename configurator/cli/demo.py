"""The demo: a narrated walk from a catalog to a stored quote that is proved, on real data and with nothing faked."""

import tempfile
from datetime import date
from pathlib import Path

import click

from configurator import storage as stores
from configurator.cli.command_context import SELLER, CommandContext, now
from configurator.cli.output import (
    FAILED,
    STATES,
    conflict_lines,
    difference_text,
    repair_lines,
    styled,
    total_text,
    verification_lines,
)
from configurator.engine import EvaluationRequest, OrderItemRequest
from configurator.errors import ConfiguratorError
from configurator.offering.evaluation import Evaluation
from configurator.pricing.rendered_price import as_text as price_as_text
from configurator.quoting.verification_report import VerificationOutcome
from configurator.session.choices import NO_CHOICES, Choices
from configurator.session.render import as_text
from configurator.texts import number_text

CAR, DAY = "bmw_x3", date(2013, 6, 1)
WITHOUT_M = Choices({"m_sport_package": False, "m_sport_package_damper": False})


@click.command(short_help="A walk from a catalog to a proved quote.")
@click.option("--database", metavar="URL", help="Where to store the quote; a temporary SQLite file by default.")
@click.pass_obj
def demo(context: CommandContext, /, database: str | None) -> None:
    """Walk through a real configuration, its price, and a stored quote."""
    if database:
        _walk(context, database)
        return
    with tempfile.TemporaryDirectory(prefix="configurator-demo-") as folder:
        _walk(context, f"sqlite:///{Path(folder) / 'demo.db'}")


def _walk(context: CommandContext, database: str) -> None:
    chosen = _choose(context)
    _clash(context)
    _store(context, chosen, database)
    _count(context)
    _ = context.gettext
    _say(_("Next"), _("`configurator serve` serves the shopper's page; `configurator --help` lists everything else."))


def _say(title: str, text: str) -> None:
    click.echo()
    click.echo(styled(title, bold=True))
    click.echo(text)


def _request(choices: Choices) -> EvaluationRequest:
    return EvaluationRequest(CAR, DAY, choices, seconds=60.0)


def _choose(context: CommandContext) -> EvaluationRequest:
    _ = context.gettext
    start = context.engine.evaluation(_request(NO_CHOICES))
    _say(
        _("1. A car"),
        _("The 2013 BMW X3, with its published options, rules and prices. Nothing is chosen yet."),
    )
    _total(context, start)
    _say(_("2. Every option has a state and a price"), _("Among them:"))
    for path, value in (("bmw_apps", True), ("navigation", True), ("premium_package", True), ("paint", "space_gray")):
        shown = "" if value is True else f" {value}"
        price = difference_text(start.differences.get((path, value)), context.locale)
        state = _(STATES[start.states.at(path).of(value)])
        click.echo(f"  {path + shown:<24} {state:<10} {price}")
    request = _request(Choices({"bmw_apps": True}))
    evaluation = context.engine.evaluation(request)
    _say(_("3. BMW Apps is chosen"), _("It requires the navigation system, because:"))
    answer = context.engine.why(request, "navigation")
    if answer.explanation is not None:
        click.echo(as_text(answer.explanation, context.locale))
    _total(context, evaluation)
    return request


def _clash(context: CommandContext) -> None:
    _ = context.gettext
    _say(_("4. Every no is explained"), _("Without an M Sport package, why not the Carbon Black paint?"))
    answer = context.engine.why_not(_request(WITHOUT_M), "paint", "carbon_black")
    if answer.explanation is not None:
        click.echo(as_text(answer.explanation, context.locale))
    for line in repair_lines(answer.repairs, context.locale):
        click.echo(line)
    if answer.repairs:
        mended = context.engine.evaluation(_request(answer.repairs[0].repair.choices))
        click.echo(_("The first of these is applied:"))
        for line in conflict_lines(mended, context.locale):
            click.echo(line)
        _total(context, mended)


def _total(context: CommandContext, evaluation: Evaluation) -> None:
    if evaluation.priced is not None:
        click.echo(context.gettext("total {total}").format(total=total_text(evaluation.priced, context.locale)))


def _store(context: CommandContext, request: EvaluationRequest, database: str) -> None:
    _ = context.gettext
    drawn = context.engine.quote([OrderItemRequest("1", 1, request)], id="demo", seller=SELLER, created=now(), on=DAY)
    evaluation = context.engine.evaluation(request)
    if evaluation.priced is not None:
        _say(_("5. The price proves itself"), price_as_text(evaluation.priced, context.locale))
    with stores.open(database) as storage:
        storage.sellers.ensure(SELLER, at=now())
        try:
            storage.quotes.add(drawn.sealed, drawn.contents)
        except ConfiguratorError as error:
            click.echo(_("The quote could not be stored: {error}").format(error=error), err=True)
            raise SystemExit(FAILED) from error
        report = context.engine.verify(storage.quotes.stored(SELLER, "demo"))
    proof = "\n".join(verification_lines(report, context.locale))
    _say(_("6. The quote is stored, read back and proved from its own bytes"), proof)
    if report.outcome is not VerificationOutcome.PASSED:
        raise SystemExit(FAILED)


def _count(context: CommandContext) -> None:
    _ = context.gettext
    number = number_text(context.engine.session("aeron").count().number, context.locale)
    versions = _("The chair 'aeron' has exactly {number} valid versions.").format(number=number)
    _say(_("7. Even large numbers of versions are counted exactly"), versions)
