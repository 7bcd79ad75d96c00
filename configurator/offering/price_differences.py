"""Price differences of options: the total after choosing the option, less the running total."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from configurator.budget import UNLIMITED, Budget
from configurator.catalog.model import Feature, NumericDomain
from configurator.configuration import Configuration, FeatureValue
from configurator.errors import Undecided
from configurator.garbage_collection import collection_paused
from configurator.money import ZERO
from configurator.offering.limits import MOST_COUNTS, MOST_NUMBERS
from configurator.pricing.batch.batch_differences import differences_near, swap_differences
from configurator.pricing.incremental_pricing import Neighbour
from configurator.pricing.prepare import Prepared
from configurator.pricing.price import Run, price_prepared, reprice
from configurator.pricing.price_lines import TotalDifference
from configurator.program.nodes import Term
from configurator.session.conflicts import enumerate_conflicts
from configurator.session.explanation import Explanation
from configurator.session.limits import CONFLICTS_LISTED
from configurator.session.next_completions import NextCompletions
from configurator.session.repairs import Repair
from configurator.session.session import Session
from configurator.session.states import OptionState, OptionStates, StateRange, StructureState
from configurator.short_repr import short_repr

Click = tuple[str, FeatureValue]
"""A path, and the value that is chosen there."""


@short_repr
@dataclass(frozen=True, slots=True)
class ClickDifference(TotalDifference):
    """The consequences of a click: the total after it less the running total, and what else changes, by address."""

    also: tuple[str, ...] = ()

    @staticmethod
    def of(total: TotalDifference, also: tuple[str, ...] = ()) -> "ClickDifference":
        return ClickDifference(total.by_cadence, total.compare, also)


def differences(
    session: Session,
    states: OptionStates,
    running: Run,
    *,
    objective: Sequence[Term] | None = None,
    budget: Budget = UNLIMITED,
) -> Mapping[tuple[str, FeatureValue], ClickDifference]:
    """Return for every value that can be chosen by how much choosing it changes the price, by path and value.

    `running` is the price of the completion of the session's choices, by default or of least `objective`. If the budget
    ends, the remaining values are omitted: they are undecided, not free. So are those that lead to a product with a
    part that has no price. While choices conflict there are none, as what a click leads to depends on which of them is
    given up; nor while the running price is incomplete.
    """
    if not session.consistent or running.priced.unpriced:
        return {}
    try:
        clicks = session.next_completions(running.configuration, objective=objective, budget=budget)
    except Undecided:
        return {}
    choosable, now = list(_choosable(session, states, running.configuration)), running.configuration.values
    results = _together(clicks, running, choosable, budget)
    single = [click for click in choosable if click not in results or now.get(click[0]) == click[1]]
    products, left = _without_search(clicks, running, single, budget)
    products |= _searched(clicks, running, left, budget)
    results |= _priced(products, running)
    return {click: results[click] for click in choosable if click in results}


@collection_paused()
def _without_search(
    clicks: NextCompletions, running: Run, choosable: Iterable[Click], budget: Budget
) -> tuple[dict[Click, Neighbour], list[Click]]:
    """Return the products of the clicks that take no search, and the other clicks."""
    now, products, left = running.configuration, dict[Click, Neighbour](), list[Click]()
    unchanged = Neighbour(now, ())
    for path, value in choosable:
        if now.values.get(path) == value:
            products[path, value] = unchanged
        elif (after := clicks.without_search(path, value, budget=budget)) is not None:
            products[path, value] = Neighbour.of(now, after)
        else:
            left.append((path, value))
    return products, left


def _searched(
    clicks: NextCompletions, running: Run, left: Iterable[Click], budget: Budget
) -> Iterator[tuple[Click, Neighbour]]:
    """Yield the products of clicks that are found in time."""
    for path, value in left:
        with suppress(Undecided):
            after = None if budget.spent() else clicks.after(path, value, budget=budget)
            if after is not None:
                yield (path, value), Neighbour.of(running.configuration, after)


@collection_paused()
def _priced(products: Mapping[Click, Neighbour], running: Run) -> dict[Click, ClickDifference]:
    """Return the differences of clicks; a click that changes nothing takes no pricing."""
    now, changed = running.priced.totals, {click: each for click, each in products.items() if each.changed}
    results = {click: ClickDifference.of(now.less(now)) for click in products if click not in changed}
    differences = differences_near(running, list(changed.values()))
    for (click, neighbour), difference in zip(changed.items(), differences, strict=True):
        if difference is not None:
            results[click] = ClickDifference.of(difference, _also(click[0], neighbour, running.configuration))
    return results


@collection_paused()
def _together(
    clicks: NextCompletions, running: Run, choosable: Iterable[Click], budget: Budget
) -> dict[Click, ClickDifference]:
    """Return the differences of the clicks whose products are found together; their prices are found together, too."""
    values: dict[str, list[FeatureValue]] = {}
    for path, value in choosable:
        values.setdefault(path, []).append(value)
    results: dict[Click, ClickDifference] = {}
    for alike in clicks.together(values, budget=budget):
        neighbour = Neighbour.of(running.configuration, alike.configuration)
        also = _also(alike.path, neighbour, running.configuration)
        near = reprice(running, alike.configuration)
        swaps = swap_differences(near, alike.path, alike.values, running.priced.totals)
        found = {(alike.path, value): each for value, each in swaps.items() if each is not None}
        results |= {click: ClickDifference.of(each, also) for click, each in found.items()}
    return results


def _also(path: str, neighbour: Neighbour, running: Configuration) -> tuple[str, ...]:
    """Return what else changes, by address."""
    changed = {each for each in neighbour.changed if each != path}
    addresses = {**running.values, **neighbour.configuration.values} if changed else ()
    return tuple(each for each in addresses if each in changed)


def _choosable(
    session: Session, states: OptionStates, configuration: Configuration
) -> Iterator[tuple[str, FeatureValue]]:
    for path, state in (*states.features.items(), *states.structures.items()):
        running = configuration.values.get(path)
        if running is None and not isinstance(state, StructureState):
            continue
        yield from ((path, value) for value, result in state.options.items() if _open(result))
        target = session.standing_assignment.naming.by_address[path].target
        step = target.domain.step if isinstance(target, Feature) and isinstance(target.domain, NumericDomain) else 1
        most = MOST_NUMBERS if isinstance(target, Feature) else MOST_COUNTS
        for result in state.ranges:
            if _open(result.state):
                yield from ((path, value) for value in _numbers(result, Fraction(step), running, most))


def _open(state: OptionState) -> bool:
    return state in (OptionState.SELECTED, OptionState.IMPLIED, OptionState.AVAILABLE)


def _numbers(
    state_range: StateRange, step: Fraction, running: FeatureValue | None, most: int
) -> Iterator[int | Fraction]:
    """Yield the numbers of a range that are worth pricing: all of a few, of many those next to the running value."""
    low, steps = Fraction(state_range.low), int((Fraction(state_range.high) - Fraction(state_range.low)) / step)
    if steps < most:
        candidates = [low + step * number for number in range(steps + 1)]
    elif isinstance(running, int | Fraction):
        near = (Fraction(running) + step * number for number in (-1, 0, 1))
        candidates = [number for number in near if low <= number <= state_range.high]
    else:
        candidates = []
    yield from (int(number) if isinstance(state_range.low, int) else number for number in candidates)


@short_repr
@dataclass(frozen=True, slots=True)
class RankedRepair:
    """A repair with its price difference while all other choices are kept; None if there is no price."""

    repair: Repair
    difference: TotalDifference | None


class RankBy(StrEnum):
    """The primary order of repairs."""

    CHANGES = "changes"
    """Fewer changes, then the lower price."""
    PRICE = "price"
    """The lower price, then fewer changes."""


def ranked(
    repairs: Sequence[Repair],
    session: Session,
    prepared: Prepared | None,
    *,
    by: RankBy = RankBy.CHANGES,
    budget: Budget = UNLIMITED,
) -> tuple[RankedRepair, ...]:
    """Return repairs in order, the best first; equal ones, and all where there is no price, keep their order.

    Each is compared with the product that keeps as many choices as go together. Raises Undecided where that was not
    known in time.
    """
    configuration = session.complete_most(budget=budget) if repairs and prepared else None
    if configuration is None or prepared is None:
        return in_order([RankedRepair(repair, None) for repair in repairs])
    running = price_prepared(configuration, prepared)
    ranked_repairs = [
        RankedRepair(repair, price_prepared(repair.configuration, prepared).totals.less(running.totals))
        for repair in repairs
    ]
    return in_order(ranked_repairs, by=by)


def in_order(repairs: Sequence[RankedRepair], *, by: RankBy = RankBy.CHANGES) -> tuple[RankedRepair, ...]:
    """Return repairs with the best first; equal ones keep their order."""
    return tuple(sorted(repairs, key=lambda each: _rank(each, by)))


def _rank(ranked: RankedRepair, by: RankBy) -> tuple[Fraction, ...]:
    changes = Fraction(len(ranked.repair.changes))
    price = ranked.difference.compare if ranked.difference else ZERO
    return (price, changes) if by is RankBy.PRICE else (changes, price)


@short_repr
@dataclass(frozen=True)
class AllConflicts:
    """Every minimal conflict, and every minimal repair, in the requested order.

    `complete`: the lists are complete; `limited`: the search stopped at the limit. Both lists are empty without a
    conflict.
    """

    explanations: tuple[Explanation, ...]
    repairs: tuple[RankedRepair, ...]
    complete: bool
    limited: bool = False


def all_conflicts(
    session: Session,
    prepared: Prepared | None,
    path: str | None = None,
    value: FeatureValue | None = None,
    *,
    by: RankBy = RankBy.CHANGES,
    limit: int = CONFLICTS_LISTED,
    budget: Budget = UNLIMITED,
) -> AllConflicts:
    """Return all reasons why a value cannot be chosen, or, without one, why the choices cannot hold together.

    Raises Undecided where the price to compare with was not known in time.
    """
    wish: Mapping[str, FeatureValue] = {}
    if path is not None and value is not None:
        wish = {path: session.assignment.checked(path, value)}
    enumeration = enumerate_conflicts(session.assignment, wish, limit=limit, budget=budget)
    repairs = ranked(enumeration.repairs, session, prepared, by=by, budget=budget)
    return AllConflicts(enumeration.explanations, repairs, enumeration.complete, enumeration.limited)
