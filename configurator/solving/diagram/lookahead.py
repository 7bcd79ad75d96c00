"""Contexts that cannot go on are seen at once: each open variable needs a value that all laws about it still support.

One step of arc consistency on every context, as bits of values. It does not change what compiles, only how many
contexts without a future are walked through on the way.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from configurator.solving.diagram.automaton import NO, Automaton, Step
from configurator.solving.diagram.interning import Bools, Ints

Words = NDArray[np.uint64]

MOST_WORDS = 4_000_000
"""Laws whose supports would take more words than this are not looked ahead at."""


NARROW = 4
"""Where a law allows less than one value in so many, it says which rows are looked at."""


class Reading:
    """How a law reads one variable: the `step`, which states after it are `alive`, how many values each state has."""

    def __init__(self, step: Step, alive: Bools) -> None:
        self.step = step
        self.alive = alive
        allowed = alive[step]
        self.counts = np.count_nonzero(allowed, axis=1)
        self.is_narrow = int(self.counts.sum()) * NARROW < step.size
        if self.is_narrow:
            self._values = np.nonzero(allowed)[1]
            self._starts = np.cumsum(self.counts) - self.counts

    def rows(self, states: NDArray[np.int32]) -> tuple[Ints, Ints]:
        """Return the place of a state and a value that it allows, for all of them."""
        counts = self.counts[states]
        context = np.repeat(np.arange(len(states)), counts)
        away = self._starts[states] - (np.cumsum(counts) - counts)
        return context, self._values[np.arange(len(context)) + away[context]]


class Law:
    """An automaton with what is known of its states.

    `alive[i]` tells of the states before the i-th variable whether the law can still hold. `supports[i]` gives for each
    of them, by variable still to be read, the values that some way to fulfil the law uses.
    """

    def __init__(self, automaton: Automaton) -> None:
        self.scope = automaton.scope
        self.steps = automaton.steps
        self.alive = tuple(fates != NO for fates in automaton.fates())
        self.supports = _supports(automaton, self.alive)
        self.readings = tuple(map(Reading, automaton.steps, self.alive[1:]))

    @property
    def never(self) -> bool:
        """Whether the law cannot hold at all."""
        return not self.alive[0][0]


def _supports(law: Automaton, alive: Sequence[Bools]) -> list[dict[int, Words]]:
    found: list[dict[int, Words]] = [{} for _ in range(len(law.scope) + 1)]
    sizes = [(step.shape[1] + 63) // 64 for step in law.steps]
    if sum(step.size * sum(sizes[place:]) for place, step in enumerate(law.steps)) > MOST_WORDS:
        return found
    for place in range(len(law.steps) - 1, 0, -1):
        step, after = law.steps[place], found[place + 1]
        found[place] = {variable: np.bitwise_or.reduce(words[step], axis=1) for variable, words in after.items()}
        found[place][law.scope[place]] = _packed(alive[place + 1][step])
    return found


def _packed(mask: Bools) -> Words:
    """Return the rows of a mask as words of 64 bits."""
    padded = np.zeros((mask.shape[0], -(-mask.shape[1] // 64) * 64), np.bool_)
    padded[:, : mask.shape[1]] = mask
    found: Words = np.packbits(padded, axis=1).view(np.uint64)
    return found


def hopeful(views: Sequence[Sequence[tuple[Words, int]]], states: NDArray[np.int32]) -> Bools | None:
    """Return which contexts leave a value to every variable; None where nothing is known.

    A view is of one variable: what the states of each law about it support, and the column that holds them.
    """
    found: Bools | None = None
    for view in views:
        left = view[0][0][states[:, view[0][1]]]
        for words, column in view[1:]:
            left = left & words[states[:, column]]
        possible: Bools = np.asarray(left.any(axis=1))
        found = possible if found is None else np.logical_and(found, possible)
    return found
