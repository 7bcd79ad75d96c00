"""Contexts that cannot go on are seen at once: each open variable needs a value that all laws about it still support.

One step of arc consistency on every context, as bits of values. It does not change what compiles, only how many
contexts without a future are walked through on the way.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from configurator.solving.diagram.automaton import Automaton
from configurator.solving.diagram.interning import Bools, Ints

Words = NDArray[np.uint64]

MOST_WORDS = 4_000_000
"""Laws whose supports would take more words than this are not looked ahead at."""


class Supports:
    """For each state of a law, the values of every variable still to be read that some way to fulfil it uses."""

    def __init__(self, law: Automaton, alive: Sequence[Bools]) -> None:
        self.by_layer: list[dict[int, Words]] = [{} for _ in range(len(law.scope) + 1)]
        sizes = [(step.shape[1] + 63) // 64 for step in law.steps]
        if sum(step.shape[0] * step.shape[1] * sum(sizes[place:]) for place, step in enumerate(law.steps)) > MOST_WORDS:
            return
        for place in range(len(law.steps) - 1, 0, -1):
            step, after = law.steps[place], self.by_layer[place + 1]
            found = {variable: np.bitwise_or.reduce(words[step], axis=1) for variable, words in after.items()}
            found[law.scope[place]] = _packed(alive[place + 1][step])
            self.by_layer[place] = found


def _packed(mask: Bools) -> Words:
    """Return the rows of a mask as words of 64 bits."""
    padded = np.zeros((mask.shape[0], -(-mask.shape[1] // 64) * 64), np.bool_)
    padded[:, : mask.shape[1]] = mask
    found: Words = np.packbits(padded, axis=1).view(np.uint64)
    return found


def hopeful(
    crossing: Sequence[tuple[int, int]], states: Sequence[Ints], read: frozenset[int], supports: Mapping[int, Supports]
) -> Bools | None:
    """Return which contexts leave a value to every variable; None where nothing is known to be wrong.

    `crossing` are the laws of a context with their layers, `states` their states, `read` those that were just read.
    """
    about: dict[int, list[tuple[Words, Ints, bool]]] = {}
    for (law, layer), state in zip(crossing, states, strict=True):
        for variable, words in supports[law].by_layer[layer].items():
            about.setdefault(variable, []).append((words, state, law in read))
    found: Bools | None = None
    for parts in about.values():
        if len(parts) < 2 or not any(fresh for _, _, fresh in parts):
            continue
        left = parts[0][0][parts[0][1]]
        for words, state, _ in parts[1:]:
            left = left & words[state]
        possible: Bools = np.asarray(left.any(axis=1))
        found = possible if found is None else np.logical_and(found, possible)
    return found
