"""How the command speaks: data on standard output, messages on standard error, colours only on a terminal."""

import io
import os
import sys
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NoReturn

import click

from configurator import canonical_json
from configurator.catalog.feature_values import describe_value, show_number, wire_value
from configurator.catalog.model import Feature, NumericDomain
from configurator.configuration import FeatureValue
from configurator.errors import ConfiguratorError, Undecided
from configurator.money import Money, Rounding, decimal_of, formatted, round_to
from configurator.offering.evaluation import Evaluation
from configurator.offering.price_differences import AllConflicts, RankedRepair
from configurator.pricing.cadence import Cadence
from configurator.pricing.margins import Margin
from configurator.pricing.price_lines import Priced, TotalDifference
from configurator.pricing.step_sentences import TOTALS, line_title
from configurator.problems import Problem, Severity
from configurator.quoting.verification_report import (
    CheckName,
    VerificationCheck,
    VerificationOutcome,
    VerificationReport,
)
from configurator.session.naming import CatalogMember
from configurator.session.render import as_text
from configurator.session.states import FeatureState, OptionState, Presence, StateRange
from configurator.texts import N_, number_text, texts_for

OK, FAILED, USAGE, UNDECIDED, INTERRUPTED = 0, 1, 2, 3, 130
_COLOURS = {
    OptionState.SELECTED: "green",
    OptionState.IMPLIED: "cyan",
    OptionState.BLOCKED: "red",
    OptionState.UNDECIDED: "yellow",
}
_MARKS = {
    OptionState.SELECTED: "●",
    OptionState.IMPLIED: "◆",
    OptionState.AVAILABLE: "○",
    OptionState.BLOCKED: "✗",
    OptionState.ABSENT: "–",
    OptionState.UNDECIDED: "?",
}
_PLAIN_MARKS = dict(zip(_MARKS, "*=ox-?", strict=True))
"""The fallback symbols for terminals without Unicode."""


def problem_line(problem: Problem, locale: str) -> str:
    """Return a problem as the terminal shows it; a warning, which stops nothing, is called one."""
    if problem.severity is Severity.WARNING:
        label = texts_for(locale).gettext("warning")
        return styled(f"{label}: {problem}", fg="yellow")
    return styled(str(problem), fg="red")


STATES = {
    OptionState.SELECTED: N_("selected"),
    OptionState.IMPLIED: N_("implied"),
    OptionState.AVAILABLE: N_("available"),
    OptionState.BLOCKED: N_("blocked"),
    OptionState.ABSENT: N_("absent"),
    OptionState.UNDECIDED: N_("undecided"),
}
CADENCES = {
    Cadence.ONE_TIME: N_("once"),
    Cadence.MONTHLY: N_("monthly"),
    Cadence.QUARTERLY: N_("quarterly"),
    Cadence.YEARLY: N_("yearly"),
}
ILLUSTRATIVE = N_("illustrative prices")
NOTHING_IN_THE_WAY = N_("nothing stands in the way")
MORE_TIME = N_("not everything was decided in time; allow more --seconds")
WIDEST_LABEL = 44
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print canonical JSON.")


def speak_plainly() -> None:
    """Let streams that cannot write a character show another one, rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _marks() -> Mapping[OptionState, str]:
    try:
        "".join(_MARKS.values()).encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return _PLAIN_MARKS
    return _MARKS


def styled(text: str, **style: object) -> str:
    """Colour a text where a person looks at it: on a terminal, and unless NO_COLOR is set."""
    return click.style(text, **style) if sys.stdout.isatty() and "NO_COLOR" not in os.environ else text  # type: ignore[arg-type]


def print_json(value: object) -> None:
    """Print canonical JSON."""
    click.echo(canonical_json.dumps(value))


def ngettext(singular: str, plural: str, number: int, locale: str) -> str:
    """Return a counted text in the language of a locale; `{number}` is filled in as people there write it."""
    return texts_for(locale).ngettext(singular, plural, number).format(number=number_text(number, locale))


def fail(error: ConfiguratorError) -> NoReturn:
    """Print an error and exit with its code."""
    click.echo(str(error), err=True)
    raise SystemExit(UNDECIDED if isinstance(error, Undecided) else FAILED)


def difference_text(difference: TotalDifference | None, locale: str) -> str:
    """Return a price difference as people read it: `+$250.00`, nothing where it is unknown."""
    if difference is None:
        return ""
    parts = [
        signed(money, locale) + _each(cadence, locale)
        for cadence, money in difference.by_cadence.items()
        if money.amount or cadence is Cadence.ONE_TIME
    ]
    return ", ".join(parts)


def signed(money: Money, locale: str) -> str:
    """Return an amount with its sign; nothing at all is `±0`."""
    if not money.amount:
        return "±0"
    return ("+" if money.amount > 0 else "−") + formatted(abs(money), locale)


def total_text(priced: Priced, locale: str) -> str:
    """Return a total as people read it: `$42,145.00`, or `€96,000.00, €184.00 monthly`."""
    label = f" ({texts_for(locale).gettext(ILLUSTRATIVE)})" if priced.illustrative else ""
    return amounts_text(priced.totals.by_cadence, locale) + label


def amounts_text(by_cadence: Mapping[Cadence, Money], locale: str) -> str:
    """Return amounts by cadence as people read them: `€96,000.00, €184.00 monthly`."""
    return ", ".join(formatted(money, locale) + _each(cadence, locale) for cadence, money in by_cadence.items())


def _each(cadence: Cadence, locale: str) -> str:
    return "" if cadence is Cadence.ONE_TIME else f" {texts_for(locale).gettext(CADENCES[cadence])}"


# ── states ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def states_lines(evaluation: Evaluation, locale: str, *, below: str = "") -> Iterator[str]:
    """Yield features that may be there, with the state and price difference of each option: all, or some by path."""
    catalog, naming = evaluation.session.compiled.catalog, evaluation.session.standing_assignment.naming
    for path, state in (*evaluation.states.features.items(), *evaluation.states.structures.items()):
        if state.presence is Presence.ABSENT or _beyond(evaluation, path) or not path.startswith(below):
            continue
        named = naming.by_address[path]
        yield (
            styled(named.title(catalog.locales).in_locale(locale), bold=True)
            + f"  ({path}){_running(evaluation, path)}"
        )
        yield from _options(evaluation, named, state, locale)
        yield from _ranges(evaluation, named, state, locale)


def _beyond(evaluation: Evaluation, path: str) -> bool:
    """Return whether a path enters an instance that the running configuration does not have."""
    if "[" not in path or evaluation.configuration is None:
        return False
    structure, _, id = path.partition("[")
    return id.partition("]")[0] not in evaluation.configuration.instances.get(structure, ())


def _running(evaluation: Evaluation, path: str) -> str:
    value = evaluation.configuration.values.get(path) if evaluation.configuration else None
    return "" if value is None else f" = {wire_value(value)}".replace("True", "true").replace("False", "false")


def _options(evaluation: Evaluation, named: CatalogMember, state: FeatureState, locale: str) -> Iterator[str]:
    for value, option in state.options.items():
        price = difference_text(evaluation.differences.get((state.path, value)), locale)
        yield _row(_label(named, value, locale), option, price, locale)


def _label(named: CatalogMember, value: FeatureValue, locale: str) -> str:
    """Return an option's value as written in a choice, and its title."""
    if not isinstance(value, str):
        return str(value).lower()
    title = describe_value(named.target, value, locale) if isinstance(named.target, Feature) else value
    return value if title == value else f"{value} ({title})"


def _row(label: str, state: OptionState, price: str, locale: str) -> str:
    short = label if len(label) <= WIDEST_LABEL else label[: WIDEST_LABEL - 3] + "..."
    said = texts_for(locale).gettext(STATES[state])
    text = f"  {_marks()[state]} {short:<{WIDEST_LABEL}} {said:<9} {price:>14}".rstrip()
    return styled(text, fg=_COLOURS.get(state))


def _ranges(evaluation: Evaluation, named: CatalogMember, state: FeatureState, locale: str) -> Iterator[str]:
    """Yield the numbers by state, and the price differences of the next lower and the next higher one."""
    for each in state.ranges:
        near = "; ".join(
            f"{wire_value(value)}: {price}" for value, price in _neighbours(evaluation, state, each, locale)
        )
        yield _row(_bounds(named, each, locale), each.state, near, locale)


def _bounds(named: CatalogMember, state_range: StateRange, locale: str) -> str:
    low, high = wire_value(state_range.low), wire_value(state_range.high)
    domain = named.target.domain if isinstance(named.target, Feature) else None
    if not isinstance(domain, NumericDomain):
        return f"{low}" if low == high else f"{low} .. {high}"
    unit = f" {domain.unit.name}" if domain.unit.name else ""
    if low == high:
        return f"{low}{unit}"
    steps = texts_for(locale).gettext("in steps of {step}").format(step=show_number(domain.step))
    return f"{low} .. {high}{unit}" + ("" if domain.step == 1 else f" {steps}")


def _neighbours(
    evaluation: Evaluation, state: FeatureState, within: StateRange, locale: str
) -> Iterator[tuple[FeatureValue, str]]:
    running = evaluation.configuration.values.get(state.path) if evaluation.configuration else None
    if not isinstance(running, int | Fraction):
        return
    priced = sorted(
        value
        for path, value in evaluation.differences
        if path == state.path and not isinstance(value, str) and within.low <= value <= within.high
    )
    below, above = [each for each in priced if each < running], [each for each in priced if each > running]
    for value in (*below[-1:], *above[:1]):
        yield value, difference_text(evaluation.differences[state.path, value], locale)


def summary_lines(evaluation: Evaluation, locale: str) -> Iterator[str]:
    """Yield the summary of an evaluation: conflict, warnings, total, code."""
    _ = texts_for(locale).gettext
    yield from conflict_lines(evaluation, locale)
    yield from (_("warning: {message}").format(message=broken.message) for broken in evaluation.warnings)
    if evaluation.priced is not None:
        yield _("total {total}").format(total=total_text(evaluation.priced, locale))
    if evaluation.code:
        yield _("code {code}").format(code=evaluation.code)
    if evaluation.undecided:
        yield _(MORE_TIME)


# ── conflicts and repairs ────────────────────────────────────────────────────────────────────────────────────────────


def conflict_lines(evaluation: Evaluation, locale: str) -> Iterator[str]:
    """Yield the conflict of the choices and its repairs."""
    if evaluation.conflict is not None:
        yield as_text(evaluation.conflict, locale)
    yield from repair_lines(evaluation.repairs, locale)
    for path in evaluation.states.set_aside:
        yield "  " + texts_for(locale).gettext("set aside until then: {path}").format(path=path)


def clash_lines(all_conflicts: AllConflicts, locale: str) -> Iterator[str]:
    """Yield every conflict and every repair."""
    _ = texts_for(locale).gettext
    for explanation in all_conflicts.explanations:
        yield as_text(explanation, locale)
    yield from repair_lines(all_conflicts.repairs, locale)
    if not all_conflicts.explanations and all_conflicts.complete:
        yield _(NOTHING_IN_THE_WAY)
    if not all_conflicts.complete:
        most = max(len(all_conflicts.explanations), len(all_conflicts.repairs))
        yield (
            _("no more than {most} were looked for").format(most=most)
            if all_conflicts.limited
            else _("there may be more; allow more --seconds")
        )


def repair_lines(repairs: tuple[RankedRepair, ...], locale: str) -> Iterator[str]:
    """Yield repairs, best first, numbered, with their price differences."""
    possible = texts_for(locale).gettext("possible if you change")
    for number, ranked in enumerate(repairs, start=1):
        changes = "; ".join(
            f"{change.title.in_locale(locale)}: {change.shown_before.in_locale(locale)} → "
            + (change.shown_after.in_locale(locale) if change.shown_after else "–")
            for change in ranked.repair.changes
        )
        price = difference_text(ranked.difference, locale)
        yield f"  {number}. {possible} {changes or '–'}" + (f"  ({price})" if price else "")


# ── verification ─────────────────────────────────────────────────────────────────────────────────────────────────────

OUTCOMES = {
    VerificationOutcome.PASSED: N_("passed"),
    VerificationOutcome.FAILED: N_("failed"),
    VerificationOutcome.UNDECIDED: N_("undecided"),
}
CHECKS = {
    CheckName.BODY: N_("body"),
    CheckName.SEMANTICS: N_("semantics"),
    CheckName.CURRENCY: N_("currency"),
    CheckName.SUMS: N_("sums"),
    CheckName.CATALOG_BYTES: N_("catalog bytes"),
    CheckName.BOOK_BYTES: N_("book bytes"),
    CheckName.CATALOG: N_("catalog"),
    CheckName.CONFIGURATION: N_("configuration"),
    CheckName.PRICE: N_("price"),
    CheckName.ITEM_SUMS: N_("item sums"),
}


def verification_lines(report: VerificationReport, locale: str) -> Iterator[str]:
    """Yield the outcome of every check of a quote; the evidence itself reads as in JSON, in English."""
    outcome = texts_for(locale).gettext(OUTCOMES[report.outcome])
    checks = ngettext("{number} check", "{number} checks", len(report.checks), locale)
    head = texts_for(locale).gettext("quote {quote}: {outcome} ({checks})")
    yield head.format(quote=report.quote, outcome=outcome, checks=checks)
    for check in report.checks:
        yield f"{texts_for(locale).gettext(OUTCOMES[check.outcome])}: {_checked(check, locale)}: {check.message}"
        yield from (f"  {each}" for each in check.differences)


def _checked(check: VerificationCheck, locale: str) -> str:
    name = texts_for(locale).gettext(CHECKS[check.name])
    return texts_for(locale).gettext("item {item}: {check}").format(item=check.item, check=name) if check.item else name


def margin_lines(evaluation: Evaluation, locale: str) -> Iterator[str]:
    """Yield what every line costs the seller and what is left, and the same of the totals."""
    _, priced, seen = texts_for(locale).gettext, evaluation.priced, evaluation.margins
    if priced is None or seen is None:
        yield _("the book has no costs")
        return
    titles = {line.id: line_title(line.title, line.cadence, line.instance, locale) for line in priced.lines}
    for id, margin in seen.lines.items():
        yield f"{titles.get(id, id)}: {_margin_text(margin, seen.currency, locale)}"
    for cadence, margin in seen.totals.items():
        yield f"{_(TOTALS[cadence])}: {_margin_text(margin, seen.currency, locale)}"
    if seen.unknown:
        yield _("no cost is known for {items}").format(items=", ".join(seen.unknown))


def _margin_text(margin: Margin, currency: str, locale: str) -> str:
    _ = texts_for(locale).gettext
    if margin.cost is None or margin.left is None:
        return _("cost not known")
    amount, cost, left = (
        formatted(Money(decimal_of(each), currency), locale) for each in (margin.amount, margin.cost, margin.left)
    )
    share = (
        ""
        if margin.percent is None
        else f" ({number_text(float(round_to(margin.percent, Fraction(1, 10), Rounding.HALF_UP)), locale)} %)"
    )
    return _("{amount} less cost {cost} leaves {left}").format(amount=amount, cost=cost, left=left) + share
