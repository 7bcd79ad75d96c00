"""What a diagram has to show: one solution, random ones, or the narrowings that conflict where there is none.

A solution takes one branch at every node, and so one set of every variable.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from configurator.program.intset import IntSet
from configurator.solving.diagram.interning import Bools
from configurator.solving.diagram.passes import (
    Alive,
    Costs,
    Counts,
    Indices,
    Plan,
    alive,
    allowing,
    counted,
    least,
    through,
)
from configurator.solving.diagram.translation import Translation


def only_values(plan: Plan, occurring: Bools) -> Indices | None:
    """Return the values that occur in solutions where that is one of each variable, and so the one solution."""
    values = np.flatnonzero(occurring[: plan.count])
    borders = plan.diagram.values
    if len(values) != len(borders) - 1 or (values < borders[:-1]).any() or (values >= borders[1:]).any():
        return None
    return values


def first_values(plan: Plan, up: Alive) -> Iterator[int]:
    """Yield the values along the first branches that are alive, of each set the lowest."""
    borders, values = plan.diagram.sets, plan.diagram.set_values
    for number in sets_along(plan, lambda first, end: first + int(up.branches[first:end].argmax())):
        first, end = int(borders[number]), int(borders[number + 1])
        yield int(values[first + int(up.entries[first:end].argmax())])


def cheapest_values(plan: Plan, costs: Costs) -> Iterator[int]:
    """Yield the values along the cheapest branches, of each set the cheapest."""
    borders, values = plan.diagram.sets, plan.diagram.set_values
    for number in sets_along(plan, lambda first, end: first + int(costs.branches[first:end].argmin())):
        first, end = int(borders[number]), int(borders[number + 1])
        yield int(values[first + int(costs.entries[first:end].argmin())])


def sets_along(plan: Plan, choose: Callable[[int, int], int]) -> Iterator[int]:
    """Yield the sets of a solution; `choose(first, end)` picks one of a node's branches."""
    diagram = plan.diagram
    waiting = [diagram.size - 1]
    while waiting:
        node = waiting.pop()
        if node == 0:
            continue
        branch = choose(int(diagram.nodes[node]), int(diagram.nodes[node + 1]))
        bundle = int(diagram.branch_bundle[branch])
        for pack in diagram.bundle_packs[diagram.bundles[bundle] : diagram.bundles[bundle + 1]].tolist():
            yield from diagram.pack_sets[diagram.packs[pack] : diagram.packs[pack + 1]].tolist()
        waiting += diagram.branch_nodes[diagram.branches[branch] : diagram.branches[branch + 1]].tolist()


class Sampler:
    """Draws from what is alive; `weights` are how many solutions each value stands for."""

    def __init__(self, plan: Plan, up: Alive, weights: NDArray[Any]) -> None:
        self._plan = plan
        self._counts: Counts = counted(plan, up, weights)
        self._weights = np.where(up.entries, weights.take(plan.sets.index), 0)

    def values(self, chance: Random) -> Iterator[int]:
        """Yield the values of one solution."""
        sets, borders = self._plan.diagram.set_values, self._plan.diagram.sets

        def branch(first: int, end: int) -> int:
            return first + _drawn(self._counts.branches[first:end].tolist(), chance)

        for number in sets_along(self._plan, branch):
            first, end = int(borders[number]), int(borders[number + 1])
            yield int(sets[first + _drawn(self._weights[first:end].tolist(), chance)])


def _drawn(weights: Sequence[int], chance: Random) -> int:
    """Return a place, as likely as it weighs."""
    if len(weights) == 1:
        return 0
    sums = list(accumulate(weights))
    drawn = chance.randrange(sums[-1])
    return next(place for place, reach in enumerate(sums) if drawn < reach)


def conflict(plan: Plan, translation: Translation, narrowed: Mapping[int, IntSet]) -> frozenset[int]:
    """Return variables whose narrowings have no solution together, but any fewer of them do; rather those named first.

    Where lifting one narrowing would help, those that would are part of every such set, and mostly all of it.
    """

    def fails(places: Iterable[int]) -> bool:
        kept = {place: narrowed[place] for place in places}
        return not alive(plan, allowing(plan, translation.allowed(kept))).possible

    needed = set() if fails(()) else _helpful(plan, translation, narrowed)
    left = [place for place in narrowed if place not in needed]
    while left and not fails(needed):
        held, failing = 0, len(left)
        while failing - held > 1:
            middle = (held + failing) // 2
            held, failing = (held, middle) if fails({*needed, *left[:middle]}) else (middle, failing)
        needed.add(left[failing - 1])
        del left[failing - 1 :]
    return frozenset(needed)


def _helpful(plan: Plan, translation: Translation, narrowed: Mapping[int, IntSet]) -> set[int]:
    """Return the variables that would help if their narrowing alone were lifted."""
    values = translation.allowed(narrowed)
    costs = (~values).astype(np.int64)
    up = alive(plan, allowing(plan, np.ones_like(values)))
    broken = least(plan, up, costs)
    if broken.least != 1:
        return set()
    helps = (through(plan, up, broken).values == 1) & (costs[:-1] == 1)
    return {translation.block(number)[0] for number in np.flatnonzero(helps).tolist()}
