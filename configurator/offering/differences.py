"""What every option would change in the price: the price of the nearest product that has it, less the running one."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from configurator.catalog.model import Feature, NumericDomain
from configurator.configuration import Configuration, FeatureValue
from configurator.errors import Undecided
from configurator.money import Money, zero
from configurator.pricing.cadence import Cadence
from configurator.pricing.lines import Totals
from configurator.pricing.price import Run, reprice
from configurator.session.nearest import Neighbourhood
from configurator.session.session import Session
from configurator.session.states import OptionState, Range, States, StructureState
from configurator.solving.port import UNLIMITED, Budget

MOST_NUMBERS = 17
"""Numbers of a domain up to this size are all priced; of a larger one only the neighbours of the running value are."""
MOST_COUNTS = 5
"""The same for numbers of instances: each more brings a sub-assembly with all its values, which takes a search."""


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
    session: Session, states: States, running: Run, *, budget: Budget = UNLIMITED
) -> Mapping[tuple[str, FeatureValue], Difference]:
    """Return the price difference of every value that can be chosen, by path and value.

    `running` is the price of a completion of the session's choices. Instances that are alike have the same differences,
    which are worked out once. Where the budget ends, the remaining values are left out: they are undecided, not free.
    """
    try:
        around = session.neighbourhood(running.configuration, budget=budget)
    except Undecided:
        return {}
    wanted = {
        (path, value): (around.first_alike(path), value)
        for path, value in _choosable(session, states, running.configuration)
    }
    found = _found(around, list(dict.fromkeys(wanted.values())), running, budget)
    return {each: found[alike] for each, alike in wanted.items() if alike in found}


def _found(
    around: Neighbourhood, wanted: Collection[tuple[str, FeatureValue]], running: Run, budget: Budget
) -> dict[tuple[str, FeatureValue], Difference]:
    """Return the differences found in time: first those of values next by, last those that take a solver to find."""
    totals, values = running.priced.totals, running.configuration.values
    found = {each: difference(totals, totals) for each in wanted if values.get(each[0]) == each[1]}
    left = [each for each in wanted if each not in found]
    for find in (around.beside, around.nearby, partial(_anywhere, around, budget)):
        later = []
        for path, value in left:
            nearest = None if budget.spent() else find(path, value)
            if nearest is None:
                later.append((path, value))
            else:
                found[path, value] = difference(reprice(running, nearest).priced.totals, totals)
        left = later
    return found


def _anywhere(around: Neighbourhood, budget: Budget, path: str, value: FeatureValue) -> Configuration | None:
    try:
        return around.having(path, value, budget=budget)
    except Undecided:
        return None


def _choosable(session: Session, states: States, configuration: Configuration) -> Iterator[tuple[str, FeatureValue]]:
    for path, state in (*states.features.items(), *states.structures.items()):
        running = configuration.values.get(path)
        if running is None and not isinstance(state, StructureState):
            continue
        yield from ((path, value) for value, found in state.options.items() if _open(found))
        target = session.stood.naming.by_address[path].target
        step = target.domain.step if isinstance(target, Feature) and isinstance(target.domain, NumericDomain) else 1
        most = MOST_NUMBERS if isinstance(target, Feature) else MOST_COUNTS
        for found in state.ranges:
            if _open(found.state):
                yield from ((path, value) for value in _numbers(found, Fraction(step), running, most))


def _open(state: OptionState) -> bool:
    return state in (OptionState.SELECTED, OptionState.IMPLIED, OptionState.AVAILABLE)


def _numbers(found: Range, step: Fraction, running: FeatureValue | None, most: int) -> Iterator[int | Fraction]:
    """Yield the numbers of a range that are worth pricing: all of a few, of many those next to the running value."""
    low, steps = Fraction(found.low), int((Fraction(found.high) - Fraction(found.low)) / step)
    if steps < most:
        wanted = [low + step * number for number in range(steps + 1)]
    elif isinstance(running, int | Fraction):
        near = (Fraction(running) + step * number for number in (-1, 0, 1))
        wanted = [number for number in near if low <= number <= found.high]
    else:
        wanted = []
    yield from (int(number) if isinstance(found.low, int) else number for number in wanted)
