"""Down the tree: which contexts can occur at each variable, all of them at once in arrays.

A context is the state of every law that looks both at variables decided before and at variables still open. Equal
contexts have equal futures, so each is expanded once, however many ways lead to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from configurator.solving.diagram.elimination import EliminationTree
from configurator.solving.diagram.interning import Bools, Ints, unique_states
from configurator.solving.diagram.limits import Limits, Meter
from configurator.solving.diagram.lookahead import Law, Reading, Words, hopeful

States = NDArray[np.int32]
"""A row for each context, a column for each law."""


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
    """Where each law runs through the tree.

    `crossing[v]` are the laws that come to variable v from above, each with how many of its variables it has read;
    `read_at[v]` are the laws that read v.
    """

    def __init__(self, tree: EliminationTree, laws: Sequence[Law]) -> None:
        self.laws = laws
        self.crossing: list[list[tuple[int, int]]] = [[] for _ in tree.order]
        self.read_at: list[list[tuple[int, int]]] = [[] for _ in tree.order]
        self.about: list[list[int]] = [[] for _ in tree.order]
        for number, law in enumerate(laws):
            if law.scope:
                self._lay(number, law, tree)

    def _lay(self, number: int, law: Law, tree: EliminationTree) -> None:
        for layer, variable in enumerate(law.scope):
            self.read_at[variable].append((number, layer))
            self.about[variable].append(number)
        place, layer = law.scope[-1], len(law.scope) - 1
        while place != law.scope[0]:
            self.crossing[place].append((number, layer))
            place = tree.parent[place]
            if place == law.scope[layer - 1]:
                layer -= 1

    def views(self, parent: int, child: int) -> list[list[tuple[Words, int]]]:
        """Return what to look at in the contexts of a child: the open variables about which something was just read."""
        column = {law: (place, layer) for place, (law, layer) in enumerate(self.crossing[child])}
        open_variables = dict.fromkeys(
            variable
            for law, _ in self.read_at[parent]
            if law in column
            for variable in self.laws[law].supports[column[law][1]]
        )
        found = []
        for variable in open_variables:
            here = [(law, *column[law]) for law in self.about[variable] if law in column]
            view = [
                (words, place)
                for law, place, layer in here
                if (words := self.laws[law].supports[layer].get(variable)) is not None
            ]
            if len(view) > 1:
                found.append(view)
        return found


def expanded(tree: EliminationTree, laws: Sequence[Law], sizes: Sequence[int], limits: Limits) -> list[Layer]:
    """Return the layers of all variables, parents before children. Raises TooLarge past the limits."""
    course, children, meter = Course(tree, laws), tree.children(), Meter(limits)
    contexts = {variable: np.zeros((1, 0), np.int32) for variable in tree.order if tree.parent[variable] < 0}
    layers = []
    for variable in tree.order:
        states = contexts.pop(variable)
        context, value, after = _read(variable, states, sizes[variable], course, meter)
        leads, kept = [], np.ones(len(context), np.bool_)
        for child in children[variable]:
            meter.work(len(context), len(course.crossing[child]))
            contexts[child], lead, hope = _lead(variable, child, states, context, after, course)
            leads.append(lead)
            kept &= hope
        layers.append(Layer(variable, len(states), context[kept], value[kept], tuple(lead[kept] for lead in leads)))
    return layers


def _read(
    variable: int, states: States, size: int, course: Course, meter: Meter
) -> tuple[Ints, Ints, dict[int, States]]:
    """Return the rows of a variable that no law forbids, and after them the states of the laws that read it.

    The law that allows the fewest values says which rows are looked at.
    """
    column = {law: place for place, (law, _) in enumerate(course.crossing[variable])}
    reading = [(law, course.laws[law].readings[layer]) for law, layer in course.read_at[variable]]
    before = {law: states[:, column[law]] if law in column else np.zeros(len(states), np.int32) for law, _ in reading}
    meter.work(len(states), 1 + len(reading))
    rows = {law: int(own.counts[before[law]].sum()) for law, own in reading if own.is_narrow}
    narrowest = min(rows, key=rows.__getitem__, default=None)
    count = len(states) * size if narrowest is None else rows[narrowest]
    meter.rows(count)
    meter.work(count, len(reading))
    after: dict[int, States] = {}
    if narrowest is None:
        return _all_read(before, dict(reading), len(states), size)
    context, value = dict(reading)[narrowest].rows(before[narrowest])
    for law, own in reading:
        step = own.step[before[law][context], value]
        if law != narrowest:
            alive = own.alive[step]
            if not alive.all():
                context, value, step = context[alive], value[alive], step[alive]
                after = {other: found[alive] for other, found in after.items()}
        after[law] = step
    return context, value, after


def _all_read(
    before: Mapping[int, States], reading: Mapping[int, Reading], count: int, size: int
) -> tuple[Ints, Ints, dict[int, States]]:
    """Read every value in every context."""
    possible = np.ones((count, size), np.bool_)
    grids: dict[int, States] = {}
    for law, own in reading.items():
        grids[law] = own.step[before[law]]
        possible &= own.alive[grids[law]]
    context, value = np.nonzero(possible)
    return context, value, {law: grid[context, value] for law, grid in grids.items()}


def _lead(
    parent: int, child: int, states: States, context: Ints, after: Mapping[int, States], course: Course
) -> tuple[States, Ints, Bools]:
    """Return the contexts at a child, the one that each row leads to, and which rows have a hope there."""
    column = {law: place for place, (law, _) in enumerate(course.crossing[parent])}
    crossing = [law for law, _ in course.crossing[child]]
    idle = [place for place, law in enumerate(crossing) if law not in after]
    found = np.empty((len(context), len(crossing)), np.int32)
    if idle:
        found[:, idle] = states[:, [column[crossing[place]] for place in idle]][context]
    for place, law in enumerate(crossing):
        if law in after:
            found[:, place] = after[law]
    first, number = unique_states(found)
    contexts = found[first]
    kept = hopeful(course.views(parent, child), contexts)
    if kept is None or kept.all():
        return contexts, number, np.ones(len(context), np.bool_)
    return contexts[kept], (np.cumsum(kept) - 1)[number], kept[number]
