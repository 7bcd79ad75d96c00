"""Down the tree: which contexts can occur at each variable, all of them at once in arrays.

A context is the state of every law that looks both at variables decided before and at variables still open. Equal
contexts have equal futures, so each is expanded once, however many ways lead to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from configurator.solving.diagram.automaton import NO, Automaton
from configurator.solving.diagram.interning import Bools, Ints, numbered
from configurator.solving.diagram.limits import Limits, TooLarge
from configurator.solving.diagram.tree import Tree


@dataclass(frozen=True, slots=True)
class Layer:
    """What can happen at a variable: row i is context `context[i]` with value number `value[i]`.

    `children[k][i]` is the context that it leads to at the k-th child of the variable.
    """

    variable: int
    contexts: int
    context: Ints
    value: Ints
    children: tuple[Ints, ...]


class Course:
    """Where each law runs through the tree."""

    def __init__(self, tree: Tree, laws: Sequence[Automaton]) -> None:
        self.laws = laws
        self.crossing: list[list[tuple[int, int]]] = [[] for _ in tree.order]
        self.starting: list[list[int]] = [[] for _ in tree.order]
        for number, law in enumerate(laws):
            if law.scope:
                self._lay(number, law, tree)

    def _lay(self, number: int, law: Automaton, tree: Tree) -> None:
        self.starting[law.scope[0]].append(number)
        place, layer = law.scope[-1], len(law.scope) - 1
        while place != law.scope[0]:
            self.crossing[place].append((number, layer))
            place = tree.parent[place]
            if place == law.scope[layer - 1]:
                layer -= 1


def expanded(tree: Tree, laws: Sequence[Automaton], sizes: Sequence[int], limits: Limits) -> list[Layer]:
    """Return the layers of all variables, parents before children. Raises TooLarge past the limits."""
    course, children = Course(tree, laws), tree.children()
    alive = [[fates != NO for fates in law.fates()] for law in laws]
    contexts: dict[int, list[Ints]] = {variable: [] for variable in tree.order if tree.parent[variable] < 0}
    counts = dict.fromkeys(contexts, 1)
    layers, rows = [], 0
    for variable in tree.order:
        states, count = contexts.pop(variable), counts.pop(variable)
        rows += count * sizes[variable]
        if rows > limits.rows:
            raise TooLarge(f"more than {limits.rows} contexts and values")
        context, value, after = _read(variable, states, count, sizes[variable], course, alive)
        leads = []
        for child in children[variable]:
            columns = [after[law] for law, _ in course.crossing[child]]
            heights = [len(alive[law][layer]) for law, layer in course.crossing[child]]
            first, number = numbered(columns, heights)
            contexts[child] = [column[first] for column in columns]
            counts[child] = len(first)
            leads.append(number if columns else np.zeros(len(context), np.int64))
        layers.append(Layer(variable, count, context, value, tuple(leads)))
    return layers


def _read(
    variable: int, states: Sequence[Ints], count: int, size: int, course: Course, alive: Sequence[Sequence[Bools]]
) -> tuple[Ints, Ints, dict[int, Ints]]:
    """Return the rows of a variable that no law forbids, and the state of every law after them."""
    possible = np.ones((count, size), np.bool_)
    grids: dict[int, Ints] = {}
    idle: dict[int, Ints] = {}
    begun = [(law, np.zeros(count, np.int64), 0) for law in course.starting[variable]]
    running = [(law, state, layer) for (law, layer), state in zip(course.crossing[variable], states, strict=True)]
    for law, state, layer in (*begun, *running):
        automaton = course.laws[law]
        if automaton.scope[layer] == variable:
            grids[law] = automaton.steps[layer][state]
            possible &= alive[law][layer + 1][grids[law]]
        else:
            idle[law] = state
    context, value = np.nonzero(possible)
    after = {law: grid[context, value] for law, grid in grids.items()}
    after.update({law: state[context] for law, state in idle.items()})
    return context, value, after
