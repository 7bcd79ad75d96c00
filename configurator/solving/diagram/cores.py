"""Why there is no solution: narrowings that clash, none of which could be left out."""

from collections.abc import Iterable, Mapping

import numpy as np

from configurator.program.intset import IntSet
from configurator.solving.diagram.passes import Plan, alive, allowing, least, through
from configurator.solving.diagram.wording import Wording


def clash(plan: Plan, wording: Wording, narrowed: Mapping[int, IntSet]) -> frozenset[int]:
    """Return variables whose narrowings have no solution together, but any fewer of them do; rather those named first.

    Where lifting one narrowing would help, those that would are part of every such set, and mostly all of it.
    """

    def fails(places: Iterable[int]) -> bool:
        kept = {place: narrowed[place] for place in places}
        return not alive(plan, allowing(plan, wording.allowed(kept))).possible

    needed = set() if fails(()) else _helpful(plan, wording, narrowed)
    left = [place for place in narrowed if place not in needed]
    while left and not fails(needed):
        held, failing = 0, len(left)
        while failing - held > 1:
            middle = (held + failing) // 2
            held, failing = (held, middle) if fails({*needed, *left[:middle]}) else (middle, failing)
        needed.add(left[failing - 1])
        del left[failing - 1 :]
    return frozenset(needed)


def _helpful(plan: Plan, wording: Wording, narrowed: Mapping[int, IntSet]) -> set[int]:
    """Return the variables that would help if their narrowing alone were lifted."""
    values = wording.allowed(narrowed)
    costs = (~values).astype(np.int64)
    up = alive(plan, allowing(plan, np.ones_like(values)))
    broken = least(plan, up, costs)
    if broken.least != 1:
        return set()
    helps = (through(plan, up, broken).values == 1) & (costs[:-1] == 1)
    return {wording.block(number)[0] for number in np.flatnonzero(helps).tolist()}
