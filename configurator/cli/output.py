"""How the command speaks: data on standard output, messages on standard error, colours only on a terminal."""

import os
import sys
from collections.abc import Iterator
from typing import NoReturn

import click

from configurator import wire
from configurator.errors import ConfiguratorError, Undecided
from configurator.money import Money, formatted
from configurator.offering.differences import Difference
from configurator.offering.evaluation import Evaluation
from configurator.offering.ranking import RankedRepair
from configurator.pricing.cadence import Cadence
from configurator.session.render import as_text
from configurator.session.states import FeatureState, OptionState, Presence

OK, FAILED, USAGE, UNDECIDED = 0, 1, 2, 3
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


def styled(text: str, **style: object) -> str:
    """Colour a text where a person looks at it: on a terminal, and unless NO_COLOR is set."""
    return click.style(text, **style) if sys.stdout.isatty() and "NO_COLOR" not in os.environ else text  # type: ignore[arg-type]


def print_json(value: object) -> None:
    """Print canonical JSON."""
    click.echo(wire.dumps(value))


def fail(error: ConfiguratorError) -> NoReturn:
    """Say what is wrong and end with the exit code that fits."""
    click.echo(str(error), err=True)
    raise SystemExit(UNDECIDED if isinstance(error, Undecided) else FAILED)


def difference_text(difference: Difference | None, locale: str) -> str:
    """Return a price difference as people read it: `+$250.00`, nothing where it is unknown."""
    if difference is None:
        return ""
    parts = [
        signed(money, locale) + ("" if cadence is Cadence.ONE_TIME else f" {cadence}")
        for cadence, money in difference.by_cadence.items()
        if money.amount or cadence is Cadence.ONE_TIME
    ]
    return ", ".join(parts)


def signed(money: Money, locale: str) -> str:
    """Return an amount with its sign; nothing at all is `±0`."""
    if not money.amount:
        return "±0"
    return ("+" if money.amount > 0 else "−") + formatted(abs(money), locale)


def states_lines(found: Evaluation, locale: str) -> Iterator[str]:
    """Yield every feature that may be there with the state and the price difference of its options."""
    naming = found.session.stood.naming
    for path, state in (*found.states.features.items(), *found.states.structures.items()):
        if state.presence is Presence.ABSENT or _beyond(found, path):
            continue
        title = naming.by_address[path].title(found.session.compiled.catalog.locales).in_locale(locale)
        yield styled(f"{title}", bold=True) + f"  ({path}){_running(found, path)}"
        yield from _options(found, path, state, locale)


def _beyond(found: Evaluation, path: str) -> bool:
    """Tell whether a path leads into an instance that the running configuration does not have."""
    if "[" not in path or found.configuration is None:
        return False
    structure, _, id = path.partition("[")
    return id.partition("]")[0] not in found.configuration.instances.get(structure, ())


def _running(found: Evaluation, path: str) -> str:
    value = found.configuration.values.get(path) if found.configuration else None
    return "" if value is None or isinstance(value, str) else f" = {str(value).lower()}"


def _options(found: Evaluation, path: str, state: FeatureState, locale: str) -> Iterator[str]:
    for value, option in state.options.items():
        price = difference_text(found.differences.get((path, value)), locale)
        shown = str(value).lower() if isinstance(value, bool) else str(value)
        text = f"  {_MARKS[option]} {shown:<28} {option.value:<10} {price:>14}".rstrip()
        yield styled(text, fg=_COLOURS.get(option))
    for each in state.ranges:
        bounds = f"{each.low}" if each.low == each.high else f"{each.low} … {each.high}"
        yield styled(f"  {_MARKS[each.state]} {bounds:<28} {each.state.value}", fg=_COLOURS.get(each.state))


def conflict_lines(found: Evaluation, locale: str) -> Iterator[str]:
    """Yield why the choices clash, and what would mend them."""
    if found.conflict is not None:
        yield as_text(found.conflict, locale)
    yield from repair_lines(found.repairs, locale)


def repair_lines(repairs: tuple[RankedRepair, ...], locale: str) -> Iterator[str]:
    """Yield repairs, best first, with their price differences."""
    for ranked in repairs:
        changes = "; ".join(
            f"{change.title.in_locale(locale)}: {change.shown_before.in_locale(locale)} → "
            + (change.shown_after.in_locale(locale) if change.shown_after else "–")
            for change in ranked.repair.changes
        )
        price = difference_text(ranked.difference, locale)
        yield f"  possible if you change {changes or 'nothing'}" + (f"  ({price})" if price else "")
