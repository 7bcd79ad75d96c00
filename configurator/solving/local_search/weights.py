"""Contributions of values to a sum: by value number for array passes, by bit for propagation."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import or_

from configurator.program.intset import IntSet
from configurator.program.nodes import Term
from configurator.solving.local_search.domains import NumberedValues, bits
from configurator.solving.local_search.limits import WEIGHED_SETS_CACHED, WEIGHTS_LISTED
from configurator.solving.propagation import multiples_between


def weights_by_variable(
    terms: Iterable[Term], values: Mapping[int, Sequence[int]] | Sequence[Sequence[int]]
) -> dict[int, list[int]]:
    """Return, for each variable of the terms, what each of its values adds; several terms of a variable are joined."""
    totals: dict[int, list[int]] = {}
    for term in terms:
        listed, own = dict(term.weights), values[term.variable]
        before = totals.get(term.variable, [0] * len(own))
        adds = (listed.get(value, term.coefficient * value) for value in own)
        totals[term.variable] = [one + other for one, other in zip(before, adds, strict=True)]
    return totals


@dataclass(frozen=True, slots=True)
class VariableWeights:
    """What each value of a variable adds, by its number: at least 0, 0 for one of them, and no more than `most`."""

    variable: int
    weights: tuple[int, ...]
    most: int

    @staticmethod
    def of(variable: int, adds: Sequence[int]) -> "VariableWeights":
        """Return the contributions above the least one."""
        least = min(adds)
        return VariableWeights(variable, tuple(add - least for add in adds), max(adds) - least)

    def turned(self) -> "VariableWeights":
        """Return what each value leaves of the most that the variable can add."""
        return VariableWeights(self.variable, tuple(self.most - weight for weight in self.weights), self.most)


def weighed(terms: Sequence[Term], variables: Sequence[NumberedValues]) -> tuple[int, list[VariableWeights]]:
    """Return the minimum of the terms, and the contributions of each variable above it, unless always 0."""
    totals = weights_by_variable(terms, {term.variable: variables[term.variable].values for term in terms})
    constant = sum(min(adds) for adds in totals.values())
    parts = (VariableWeights.of(variable, adds) for variable, adds in totals.items())
    return constant, [part for part in parts if part.most]


class ListedWeights:
    """The contributions of a few values, by bit."""

    def __init__(self, values: NumberedValues, term: Term) -> None:
        weights = dict(term.weights)
        adds = [weights.get(value, term.coefficient * value) for value in values.values]
        self._adds = adds
        at: dict[int, int] = {}
        for number, add in enumerate(adds):
            at[add] = at.get(add, 0) | 1 << number
        self._levels = sorted(at)
        self._up_to: list[int] = list(accumulate((at[level] for level in self._levels), or_))
        self._reaches: dict[int, tuple[int, int]] = {}

    def reach(self, mask: int) -> tuple[int, int]:
        """Return the least and greatest contribution of the bits."""
        ends = self._reaches.get(mask)
        if ends is None:
            adds = [self._adds[number] for number in bits(mask)]
            ends = min(adds), max(adds)
            if len(self._reaches) < WEIGHED_SETS_CACHED:
                self._reaches[mask] = ends
        return ends

    def between(self, floor: int, ceiling: int) -> int:
        """Return the bits with contributions from `floor` to `ceiling`."""
        first, last = bisect_left(self._levels, floor), bisect_right(self._levels, ceiling)
        if first >= last:
            return 0
        return self._up_to[last - 1] & ~(self._up_to[first - 1] if first else 0)


class LinearWeights:
    """The contributions of many values: a multiple of the value, with exceptions."""

    def __init__(self, values: NumberedValues, term: Term) -> None:
        self._values = values
        self._coefficient = term.coefficient
        self._exceptions = [(bit, weight) for value, weight in term.weights if (bit := values.mask(IntSet.of([value])))]
        self._plain = values.every_bit & ~sum(bit for bit, _ in self._exceptions)

    def reach(self, mask: int) -> tuple[int, int]:
        """Return the least and greatest contribution of the bits."""
        ends = [weight for bit, weight in self._exceptions if mask & bit]
        plain = mask & self._plain
        if plain:
            ends += (
                self._coefficient * self._values.lowest(plain),
                self._coefficient * self._values.highest(plain),
            )
        return min(ends), max(ends)

    def between(self, floor: int, ceiling: int) -> int:
        """Return the bits with contributions from `floor` to `ceiling`."""
        plain = self._plain & self._values.mask(multiples_between(self._coefficient, floor, ceiling))
        return plain | sum(bit for bit, weight in self._exceptions if floor <= weight <= ceiling)


TermWeights = ListedWeights | LinearWeights


def weights_of(values: NumberedValues, term: Term) -> TermWeights:
    """Return the contributions of the values to a term."""
    return ListedWeights(values, term) if values.size <= WEIGHTS_LISTED else LinearWeights(values, term)
