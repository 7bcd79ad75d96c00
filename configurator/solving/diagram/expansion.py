"""Expands the reachable contexts of the automata, layer by layer, and prunes dead ones early.

Pruning is one step of arc consistency per context, on bit sets of values. It does not change the result, only the
number of dead contexts that are expanded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from configurator.solving.diagram.automaton import NO, Automaton, Step
from configurator.solving.diagram.compile_budget import CompileLimits, CompileMeter
from configurator.solving.diagram.elimination import EliminationTree
from configurator.solving.diagram.interning import Bools, Ints, unique_states
from configurator.solving.diagram.limits import LOOKAHEAD_WORDS, NARROW_LAW

ValueBits = NDArray[np.uint64]

States = NDArray[np.integer]
"""A row for each context, a column for each law, in the narrowest numbers that hold its states; column by column."""


class PreparedStep:
    """How a constraint reads one variable: its `step`, which next states are `alive`, and the values per state."""

    def __init__(self, step: Step, alive: Bools) -> None:
        self.step = step
        self.alive = alive
        allowed = alive[step]
        self.counts = np.count_nonzero(allowed, axis=1)
        self.is_narrow = int(self.counts.sum()) * NARROW_LAW < step.size
        if self.is_narrow:
            self._values = np.nonzero(allowed)[1]
            self._starts = np.cumsum(self.counts) - self.counts

    def rows(self, states: States) -> tuple[Ints, Ints]:
        """Return all pairs of a state's position and a value that it allows."""
        counts = self.counts[states]
        context = np.repeat(np.arange(len(states)), counts)
        away = self._starts[states] - (np.cumsum(counts) - counts)
        return context, self._values[np.arange(len(context)) + away[context]]


class PreparedLaw:
    """An automaton with look-ahead information about its states.

    `alive[i]` is whether the law can still hold, for each state before the i-th variable. `supports[i]` gives for each
    of them, by unread variable, the values with support.
    """

    def __init__(self, automaton: Automaton) -> None:
        self.scope = automaton.scope
        self.steps = automaton.steps
        self.alive = tuple(fates != NO for fates in automaton.fates())
        self.supports = _supports(automaton, self.alive)
        self.readings = tuple(map(PreparedStep, automaton.steps, self.alive[1:]))

    @property
    def never(self) -> bool:
        """Whether the constraint is infeasible."""
        return not self.alive[0][0]


def _supports(law: Automaton, alive: Sequence[Bools]) -> list[dict[int, ValueBits]]:
    arrays: list[dict[int, ValueBits]] = [{} for _ in range(len(law.scope) + 1)]
    sizes = [(step.shape[1] + 63) // 64 for step in law.steps]
    if sum(step.size * sum(sizes[index:]) for index, step in enumerate(law.steps)) > LOOKAHEAD_WORDS:
        return arrays
    for index in range(len(law.steps) - 1, 0, -1):
        step, after = law.steps[index], arrays[index + 1]
        arrays[index] = {variable: np.bitwise_or.reduce(words[step], axis=1) for variable, words in after.items()}
        arrays[index][law.scope[index]] = _packed(alive[index + 1][step])
    return arrays


def _packed(mask: Bools) -> ValueBits:
    """Return the rows of a mask packed into 64-bit words."""
    padded = np.zeros((mask.shape[0], -(-mask.shape[1] // 64) * 64), np.bool_)
    padded[:, : mask.shape[1]] = mask
    array: ValueBits = np.packbits(padded, axis=1).view(np.uint64)
    return array


def hopeful(views: Sequence[Sequence[tuple[ValueBits, int]]], states: States) -> Bools | None:
    """Return which contexts leave every variable a value; None if there is nothing to check.

    A view concerns one variable: the values that the states of each constraint support, and the state column.
    """
    array: Bools | None = None
    for view in views:
        left = view[0][0][states[:, view[0][1]]]
        for words, column in view[1:]:
            left = left & words[states[:, column]]
        possible: Bools = np.asarray(left.any(axis=1))
        array = possible if array is None else np.logical_and(array, possible)
    return array


@dataclass(frozen=True, slots=True)
class Layer:
    """The rows of a variable: row i is context `context[i]` with value number `value[i]`.

    `children[k][i]` is its context at the k-th child of the variable.
    """

    variable: int
    contexts: int
    context: Ints
    value: Ints
    children: tuple[Ints, ...]


class LawPaths:
    """The paths of the constraints through the tree.

    `crossing[v]` are the constraints that reach variable v from above, each with the number of variables it has read;
    `read_at[v]` are the laws that read v.
    """

    def __init__(self, tree: EliminationTree, laws: Sequence[PreparedLaw]) -> None:
        self.laws = laws
        self.crossing: list[list[tuple[int, int]]] = [[] for _ in tree.order]
        self.read_at: list[list[tuple[int, int]]] = [[] for _ in tree.order]
        self.about: list[list[int]] = [[] for _ in tree.order]
        for number, law in enumerate(laws):
            if law.scope:
                self._lay(number, law, tree)

    def _lay(self, number: int, law: PreparedLaw, tree: EliminationTree) -> None:
        for layer, variable in enumerate(law.scope):
            self.read_at[variable].append((number, layer))
            self.about[variable].append(number)
        index, layer = law.scope[-1], len(law.scope) - 1
        while index != law.scope[0]:
            self.crossing[index].append((number, layer))
            index = tree.parent[index]
            if index == law.scope[layer - 1]:
                layer -= 1

    def views(self, parent: int, child: int) -> list[list[tuple[ValueBits, int]]]:
        """Return the views to check at a child: the open variables whose constraints just changed state."""
        column = {law: (index, layer) for index, (law, layer) in enumerate(self.crossing[child])}
        open_variables = dict.fromkeys(
            variable
            for law, _ in self.read_at[parent]
            if law in column
            for variable in self.laws[law].supports[column[law][1]]
        )
        results = []
        for variable in open_variables:
            here = [(law, *column[law]) for law in self.about[variable] if law in column]
            view = [
                (words, index)
                for law, index, layer in here
                if (words := self.laws[law].supports[layer].get(variable)) is not None
            ]
            if len(view) > 1:
                results.append(view)
        return results


def expanded(
    tree: EliminationTree, laws: Sequence[PreparedLaw], sizes: Sequence[int], limits: CompileLimits
) -> list[Layer]:
    """Return the layers of all variables, parents before children. Raises CompilationTooLarge."""
    paths, children, meter = LawPaths(tree, laws), tree.children(), CompileMeter(limits)
    nothing: States = np.zeros((1, 0), np.uint8)
    contexts = {variable: nothing for variable in tree.order if tree.parent[variable] < 0}
    layers = []
    for variable in tree.order:
        states = contexts.pop(variable)
        context, value, after = _read(variable, states, sizes[variable], paths, meter)
        leads, kept = [], np.ones(len(context), np.bool_)
        for child in children[variable]:
            meter.work(len(context), len(paths.crossing[child]))
            contexts[child], lead, hope = _lead(variable, child, states, context, after, paths, meter)
            leads.append(lead)
            kept &= hope
        layers.append(Layer(variable, len(states), context[kept], value[kept], tuple(lead[kept] for lead in leads)))
    return layers


def _read(
    variable: int, states: States, size: int, paths: LawPaths, meter: CompileMeter
) -> tuple[Ints, Ints, dict[int, States]]:
    """Return the rows of a variable that no constraint forbids, and the next states of the constraints that read it.

    The most restrictive constraint generates the candidate rows.
    """
    column = {law: index for index, (law, _) in enumerate(paths.crossing[variable])}
    reading = [(law, paths.laws[law].readings[layer]) for law, layer in paths.read_at[variable]]
    before = {law: states[:, column[law]] if law in column else np.zeros(len(states), np.uint8) for law, _ in reading}
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
                after = {other: array[alive] for other, array in after.items()}
        after[law] = step
    return context, value, after


def _all_read(
    before: Mapping[int, States], reading: Mapping[int, PreparedStep], count: int, size: int
) -> tuple[Ints, Ints, dict[int, States]]:
    """Return all pairs of context and value."""
    possible = np.ones((count, size), np.bool_)
    grids: dict[int, States] = {}
    for law, own in reading.items():
        grids[law] = own.step[before[law]]
        possible &= own.alive[grids[law]]
    context, value = np.nonzero(possible)
    return context, value, {law: grid[context, value] for law, grid in grids.items()}


def _lead(
    parent: int,
    child: int,
    states: States,
    context: Ints,
    after: Mapping[int, States],
    paths: LawPaths,
    meter: CompileMeter,
) -> tuple[States, Ints, Bools]:
    """Return the contexts at a child, the context of each row, and which rows are alive there."""
    column = {law: index for index, (law, _) in enumerate(paths.crossing[parent])}
    crossing = [law for law, _ in paths.crossing[child]]
    array = np.empty((len(context), len(crossing)), _narrowest(paths, child), order="F")
    for index, law in enumerate(crossing):
        array[:, index] = after[law] if law in after else states[:, column[law]][context]
    first, number = unique_states(array)
    contexts = array[first]
    views = paths.views(parent, child)
    meter.work(len(contexts), sum(map(len, views)))
    kept = hopeful(views, contexts)
    if kept is None or kept.all():
        return contexts, number, np.ones(len(context), np.bool_)
    return contexts[kept], (np.cumsum(kept) - 1)[number], kept[number]


def _narrowest(paths: LawPaths, variable: int) -> np.dtype[np.integer]:
    """Return the narrowest numbers that hold the states of all laws that reach a variable."""
    states = max((len(paths.laws[law].alive[layer]) for law, layer in paths.crossing[variable]), default=1)
    return np.min_scalar_type(states - 1)
