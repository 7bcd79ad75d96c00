"""What every option would change in the price: the price of the nearest product that has it, less the running one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from configurator.configuration import Configuration, FeatureValue
from configurator.errors import Undecided
from configurator.money import Money, zero
from configurator.pricing.cadence import Cadence
from configurator.pricing.lines import Priced, Totals
from configurator.pricing.prepare import Prepared
from configurator.pricing.price import price_prepared
from configurator.session.session import Session
from configurator.session.states import FeatureState, OptionState, Range, States, StructureState
from configurator.solving.port import UNLIMITED, Budget

MOST_NUMBERS = 17
"""Numbers of a domain up to this size are all priced; of a larger one only the neighbours of the running value are."""


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much a price differs from the running one: by cadence, and as the one exact number that ranks."""

    by_cadence: Mapping[Cadence, Money]
    compare: Fraction


def difference(totals: Totals, running: Totals) -> Difference:
    """Return totals less the running totals, cadence by cadence; what one side lacks counts as zero."""
    nothing = zero(running.one_time.currency)
    by_cadence = {
        cadence: totals.by_cadence.get(cadence, nothing) - running.by_cadence.get(cadence, nothing)
        for cadence in Cadence
        if cadence in totals.by_cadence or cadence in running.by_cadence
    }
    return Difference(by_cadence, totals.compare - running.compare)


def differences(
    session: Session,
    states: States,
    configuration: Configuration,
    running: Priced,
    prepared: Prepared,
    *,
    budget: Budget = UNLIMITED,
) -> Mapping[tuple[str, FeatureValue], Difference]:
    """Return the price difference of every value that can be chosen, by path and value.

    Where the budget ends, the remaining values are left out: they are undecided, not free.
    """
    found: dict[tuple[str, FeatureValue], Difference] = {}
    around = session.neighbourhood(configuration, budget=budget)
    for path, value in _choosable(states, configuration):
        if budget.spent():
            break
        if configuration.values.get(path) == value:
            found[path, value] = difference(running.totals, running.totals)
            continue
        try:
            nearest = around.having(path, value, budget=budget)
        except Undecided:
            break
        if nearest is not None:
            found[path, value] = difference(price_prepared(nearest, prepared).totals, running.totals)
    return found


def _choosable(states: States, configuration: Configuration) -> Iterator[tuple[str, FeatureValue]]:
    for path, state in (*states.features.items(), *states.structures.items()):
        if path not in configuration.values and not isinstance(state, StructureState):
            continue
        yield from ((path, value) for value, found in state.options.items() if _open(found))
        yield from ((path, value) for value in _numbers(state, configuration.values.get(path)))


def _open(state: OptionState) -> bool:
    return state in (OptionState.SELECTED, OptionState.IMPLIED, OptionState.AVAILABLE)


def _numbers(state: FeatureState, running: FeatureValue | None) -> Iterator[FeatureValue]:
    """Yield the numbers worth pricing: all of a small domain, else those next to the running value."""
    numbers = [number for found in state.ranges if _open(found.state) for number in _integers(found, running)]
    yield from numbers


def _integers(found: Range, running: FeatureValue | None) -> Iterator[int]:
    """Yield the whole numbers of a range; of many, only those around the running value."""
    if not isinstance(found.low, int) or not isinstance(found.high, int):
        return
    if found.high - found.low < MOST_NUMBERS:
        yield from range(found.low, found.high + 1)
    elif isinstance(running, int):
        yield from (n for n in (running - 1, running, running + 1) if found.low <= n <= found.high)
