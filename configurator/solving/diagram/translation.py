"""Translates queries and answers of the port to and from a diagram's masks, costs, weights and value numbers."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from configurator.program.bounds import term_range
from configurator.program.intset import IntSet
from configurator.program.nodes import Program, Term, joined_term
from configurator.solving.diagram.interning import Bools, Ints
from configurator.solving.diagram.limits import LARGEST_COST
from configurator.solving.diagram.passes import NEVER
from configurator.solving.diagram.value_blocks import ValueBlocks
from configurator.solving.limits import PRICED_VALUES, VALUE_SETS_CACHED


class Translation:
    """The translation for one compiled program."""

    def __init__(self, program: Program, values: Sequence[ValueBlocks]) -> None:
        self.program = program
        self.values = values
        self.starts = [0, *accumulate(map(len, values))]
        self.count: int = self.starts[-1]
        self._lows = np.concatenate([np.zeros(0, np.int64), *(each.lows for each in values)])
        self._objective: Sequence[Term] | None = None
        self._costs = np.zeros(0, np.int64)
        self.wide = frozenset(index for index, each in enumerate(values) if not each.alone)

    def allowed(self, narrowed: Mapping[int, IntSet]) -> Bools:
        """Return the mask of allowed values, ending with the constant value."""
        array = np.ones(self.count + 1, np.bool_)
        for variable, values in narrowed.items():
            array[self.starts[variable] : self.starts[variable + 1]] = self.mask(variable, values)
        return array

    def block(self, number: int) -> tuple[int, IntSet]:
        """Return the variable of a value number, and the value or block that it represents."""
        variable = bisect_right(self.starts, number) - 1
        return variable, self.values[variable].blocks[number - self.starts[variable]]

    def mask(self, variable: int, values: IntSet) -> Bools:
        if variable in self.wide:
            return np.array([bool(block & values) for block in self.values[variable].blocks], np.bool_)
        return self.values[variable].mask(values)

    def weights(self, narrowed: Mapping[int, IntSet]) -> NDArray[Any]:
        """Return the number of solutions per value number: the size of its block, 1 for determined variables."""
        result = np.array([1] * (self.count + 1), np.object_)
        for variable in self.wide:
            if not self.program.variables[variable].determined:
                for number, block in enumerate(self.values[variable].blocks):
                    result[self.starts[variable] + number] = len(self._left(variable, block, narrowed))
        return result

    def _left(self, variable: int, block: IntSet, narrowed: Mapping[int, IntSet]) -> IntSet:
        return block & narrowed[variable] if variable in narrowed else block

    def priced(
        self, through: Ints, costs: Ints, objective: Sequence[Term], narrowed: Mapping[int, IntSet]
    ) -> list[Mapping[int, int]]:
        """Return, for every variable, the least cost through each value, from that through each value number."""
        numbers = np.flatnonzero(through != NEVER)
        values, least = self._lows[numbers].tolist(), through[numbers].tolist()
        borders = np.searchsorted(numbers, self.starts).tolist()
        results: list[Mapping[int, int]] = [
            dict(zip(values[first:end], least[first:end], strict=True)) for first, end in pairwise(borders)
        ]
        for variable in self.wide:
            if len(self.program.variables[variable].domain) <= PRICED_VALUES:
                results[variable] = self._priced_in_blocks(variable, through, costs, objective, narrowed)
        return results

    def _priced_in_blocks(
        self, variable: int, through: Ints, costs: Ints, objective: Sequence[Term], narrowed: Mapping[int, IntSet]
    ) -> dict[int, int]:
        start = self.starts[variable]
        total = joined_term([term for term in objective if term.variable == variable] or [Term(variable)])
        return {
            value: int(through[start + number] - costs[start + number]) + total.weigh(value)
            for number, block in enumerate(self.values[variable].blocks)
            if through[start + number] != NEVER
            for value in self._left(variable, block, narrowed)
        }

    def fits(self, objective: Sequence[Term]) -> bool:
        """Return whether every sum of the terms stays in the integer range of passes."""
        if objective is self._objective:
            return True
        reach = 0
        for term in objective:
            domain = self.program.variables[term.variable].domain
            ends = [abs(term.coefficient * end) for end in (domain.low, domain.high)] if domain else []
            reach += max([*ends, *(abs(weight) for _, weight in term.weights)], default=0)
        return reach < LARGEST_COST

    def costs(self, objective: Sequence[Term], narrowed: Mapping[int, IntSet]) -> Ints:
        """Return the least contribution of each value to the objective, 0 for the last, as a read-only array."""
        wide = self.wide.intersection(term.variable for term in objective)
        if not wide and objective is self._objective:
            return self._costs
        array = np.zeros(self.count + 1, np.int64)
        for term in objective:
            if term.variable not in wide:
                self._add(term, array)
        for variable in wide:
            total = joined_term([term for term in objective if term.variable == variable])
            for number, block in enumerate(self.values[variable].blocks):
                left = self._left(variable, block, narrowed)
                array[self.starts[variable] + number] = term_range(total, left)[0] if left else 0
        if not wide and isinstance(objective, tuple):
            self._objective, self._costs = objective, array
        return array

    def _add(self, term: Term, array: Ints) -> None:
        own = self.values[term.variable]
        added = term.coefficient * own.lows
        for value, weight in term.weights:
            if value in own.block_of:
                added[own.block_of[value]] = weight
        array[self.starts[term.variable] : self.starts[term.variable + 1]] += added

    def cheapest(self, term: Term, values: IntSet) -> int:
        """Return the lowest of the values with the least contribution."""
        ends = {end for pair in (values - IntSet.of(dict(term.weights))).intervals for end in pair}
        listed = {value for value, _ in term.weights if value in values}
        return min(ends | listed, key=lambda value: (term.weigh(value), value))


class DomainDecoder:
    """Decodes masks over all values into domains.

    Consecutive answers differ little: only the difference is decoded, and up to `VALUE_SETS_CACHED` sets are
    cached by their masks.
    """

    def __init__(self, values: Sequence[ValueBlocks]) -> None:
        sizes = [len(each) for each in values]
        self._values = values
        self._starts = [0, *np.cumsum(sizes, dtype=np.int64).tolist()]
        self._variable = np.repeat(np.arange(len(values)), sizes)
        self._before = np.zeros(self._starts[-1], np.bool_)
        self._domains = [IntSet()] * len(values)
        self._known: dict[tuple[int, bytes], IntSet] = {}

    def domains(self, array: Bools) -> list[IntSet]:
        """Return the domain of every variable, with whole blocks. The list is reused by the next call."""
        changed = self._variable[array != self._before]
        if len(changed):
            for variable in dict.fromkeys(changed.tolist()):
                self._domains[variable] = self._of(variable, array[self._starts[variable] : self._starts[variable + 1]])
            self._before = array
        return self._domains

    def _of(self, variable: int, mask: Bools) -> IntSet:
        key = (variable, mask.tobytes())
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= VALUE_SETS_CACHED:
                self._known.clear()
            blocks = self._values[variable].blocks
            known = IntSet.union(blocks[number] for number in np.flatnonzero(mask).tolist())
            self._known[key] = known
        return known
