"""Solutions at random, each as likely as any other: from the top down, every way by its exact count."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from configurator.solving.diagram.passes import Alive, Counts, Plan, counted
from configurator.solving.diagram.witness import sets_along


class Drawing:
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
