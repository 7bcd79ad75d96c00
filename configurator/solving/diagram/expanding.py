"""Down the tree: which contexts can occur at each variable, all of them at once in arrays.

A context is the state of every law that looks both at variables decided before and at variables still open. Equal
contexts have equal futures, so each is expanded once, however many ways lead to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from configurator.solving.diagram.automaton import NO, Automaton
from configurator.solving.diagram.interning import Bools, Ints, numbered
from configurator.solving.diagram.limits import Limits, TooLarge
from configurator.solving.diagram.lookahead import Supports, hopeful
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
        self.alive = [[fates != NO for fates in law.fates()] for law in laws]
        self.supports = {
            number: Supports(law, alive) for number, (law, alive) in enumerate(zip(laws, self.alive, strict=True))
        }
        self.crossing: list[list[tuple[int, int]]] = [[] for _ in tree.order]
        self.starting: list[list[int]] = [[] for _ in tree.order]
        for number, law in enumerate(laws):
            if law.scope:
                self._lay(number, law, tree)
        self.read_at = [frozenset[int]()] * len(tree.order)
        for number, law in enumerate(laws):
            for variable in law.scope:
                self.read_at[variable] |= {number}

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
    contexts: dict[int, list[Ints]] = {variable: [] for variable in tree.order if tree.parent[variable] < 0}
    counts = dict.fromkeys(contexts, 1)
    layers, rows = [], 0
    for variable in tree.order:
        states, count = contexts.pop(variable), counts.pop(variable)
        rows += count * sizes[variable]
        if rows > limits.rows:
            raise TooLarge(f"more than {limits.rows} contexts and values")
        context, value, after = _read(variable, states, count, sizes[variable], course)
        found = [_contexts(child, variable, after, len(context), course) for child in children[variable]]
        kept = np.logical_and.reduce([each.row_hopeful for each in found]) if found else np.ones(len(context), np.bool_)
        for child, each in zip(children[variable], found, strict=True):
            contexts[child], counts[child] = each.states, each.count
        leads = tuple(each.of_row[kept] for each in found)
        layers.append(Layer(variable, count, context[kept], value[kept], leads))
    return layers


@dataclass(frozen=True, slots=True)
class _Contexts:
    """The contexts at a child: the states of the laws that cross to it, and which context each row leads to."""

    states: list[Ints]
    count: int
    of_row: Ints
    row_hopeful: Bools


def _contexts(child: int, parent: int, after: Mapping[int, Ints], rows: int, course: Course) -> _Contexts:
    crossing = course.crossing[child]
    columns = [after[law] for law, _ in crossing]
    if not columns:
        return _Contexts([], 1, np.zeros(rows, np.int64), np.ones(rows, np.bool_))
    first, number = numbered(columns, [len(course.alive[law][layer]) for law, layer in crossing])
    states = [column[first] for column in columns]
    kept = hopeful(crossing, states, course.read_at[parent], course.supports)
    if kept is None or kept.all():
        return _Contexts(states, len(first), number, np.ones(rows, np.bool_))
    again = np.cumsum(kept) - 1
    return _Contexts([state[kept] for state in states], int(kept.sum()), again[number], kept[number])


def _read(
    variable: int, states: Sequence[Ints], count: int, size: int, course: Course
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
            possible &= course.alive[law][layer + 1][grids[law]]
        else:
            idle[law] = state
    context, value = np.nonzero(possible)
    after = {law: grid[context, value] for law, grid in grids.items()}
    after.update({law: state[context] for law, state in idle.items()})
    return context, value, after
