"""A constraint as a layered deterministic automaton that reads its variables in a fixed order, minimised.

Every kind of formula becomes one, so the compiler only multiplies automata. `steps[i]`, of shape (states, values), is
the transition table of the i-th variable; state 0 is initial.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from configurator.solving.diagram.compile_budget import CompileLimits
from configurator.solving.diagram.interning import Bools, Ints, numbered, unique_rows

Step = NDArray[np.int32]

NO, YES, OPEN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Automaton:
    """`scope` are the variables in reading order; `holds` maps each final state to whether the constraint holds."""

    scope: tuple[int, ...]
    steps: tuple[Step, ...]
    holds: Bools

    def fates(self) -> tuple[NDArray[np.int8], ...]:
        """Return for each layer, initial state first, whether each state is decided: NO, YES or OPEN."""
        fates = [np.where(self.holds, YES, NO).astype(np.int8)]
        for step in reversed(self.steps):
            after = fates[-1][step]
            least, most = after.min(axis=1), after.max(axis=1)
            fates.append(np.where(least == most, least, OPEN).astype(np.int8))
        return tuple(reversed(fates))


def constant(value: bool) -> Automaton:
    """Return the automaton of a constant."""
    return Automaton((), (), np.array([value]))


def minimal(scope: Sequence[int], steps: Sequence[Step], holds: Bools) -> Automaton:
    """Merge equivalent states, last layer first; every state is reachable."""
    _, number = np.unique(holds, return_inverse=True)
    last = np.unique(holds)
    arrays: list[Step] = []
    for step in reversed(steps):
        joined = number[step]
        first, number = unique_rows(joined)
        arrays.append(joined[first].astype(np.int32))
    return Automaton(tuple(scope), tuple(reversed(arrays)), last)


def any_of(masks: Mapping[int, Bools], rank: Sequence[int]) -> Automaton:
    """Return the automaton of a clause: some variable has one of the values in its mask."""
    effective = {variable: mask for variable, mask in masks.items() if mask.any()}
    if any(mask.all() for mask in effective.values()):
        return constant(True)
    scope = sorted(effective, key=lambda variable: rank[variable])
    steps = [np.where(effective[variable], 1, np.array([[0], [1]])).astype(np.int32) for variable in scope]
    if not steps:
        return constant(False)
    steps[0] = steps[0][:1]
    return Automaton(tuple(scope), tuple(steps), np.array([False, True]))


def opposite(automaton: Automaton) -> Automaton:
    """Return the complement."""
    return minimal(automaton.scope, automaton.steps, ~automaton.holds)


@dataclass(frozen=True, slots=True)
class Junction:
    """How two automata are combined; `settles` is the fate of either that decides the result, which is then `into`."""

    holds: Callable[[Bools, Bools], Bools]
    settles: int | None = None


EITHER = Junction(np.logical_or, YES)
ALIKE = Junction(np.equal)


class _Side:
    """One operand of a product of automata."""

    def __init__(self, automaton: Automaton, settles: int | None) -> None:
        self.automaton = automaton
        self.states = np.zeros(1, np.int64)
        self.position = 0
        self._settled = [fates == settles for fates in automaton.fates()]

    def read(self, variable: int, size: int) -> tuple[Ints, int]:
        """Return the states after each value of a variable, and an upper bound of their number."""
        scope, steps = self.automaton.scope, self.automaton.steps
        if self.position < len(scope) and scope[self.position] == variable:
            after = steps[self.position][self.states].astype(np.int64)
            self.position += 1
        else:
            after = np.repeat(self.states[:, None], size, axis=1)
        return after, len(self._settled[self.position])

    def settled(self, states: Ints) -> Bools:
        array: Bools = self._settled[self.position][states]
        return array


def joined(one: Automaton, other: Automaton, how: Junction, rank: Sequence[int], *, limits: CompileLimits) -> Automaton:
    """Return the product automaton of two operands, with all decided states merged.

    Raises CompilationTooLarge if a transition table would exceed the limits.
    """
    scope = sorted({*one.scope, *other.scope}, key=lambda variable: rank[variable])
    left, right = _Side(one, how.settles), _Side(other, how.settles)
    ahead = np.zeros(1, np.bool_)
    steps: list[Step] = []
    sizes = {v: s.shape[1] for each in (one, other) for v, s in zip(each.scope, each.steps, strict=True)}
    for variable in scope:
        limits.step_of(f"a law of {len(scope)} variables", len(ahead) * sizes[variable])
        (mine, my_size), (theirs, their_size) = (
            left.read(variable, sizes[variable]),
            right.read(variable, sizes[variable]),
        )
        over = ahead[:, None] | left.settled(mine) | right.settled(theirs)
        key = np.where(over, 0, 1 + mine * their_size + theirs).ravel()
        first, number = numbered([key], [1 + my_size * their_size])
        steps.append(number.reshape(over.shape).astype(np.int32))
        left.states, right.states, ahead = mine.ravel()[first], theirs.ravel()[first], over.ravel()[first]
    holds = how.holds(one.holds[left.states], other.holds[right.states])
    return minimal(scope, steps, np.where(ahead, how.settles == YES, holds))


def total_between(
    weights: Mapping[int, Ints], low: int | None, high: int | None, rank: Sequence[int], *, limits: CompileLimits
) -> Automaton:
    """Return the automaton of a weighted sum within bounds.

    States are partial sums; those that can no longer fail or no longer succeed are merged into two absorbing states.
    """
    scope = sorted(weights, key=lambda variable: rank[variable])
    floor, ceiling = (-UNBOUNDED if low is None else low), (UNBOUNDED if high is None else high)
    least = sum(int(weights[variable].min()) for variable in scope)
    greatest = sum(int(weights[variable].max()) for variable in scope)
    sums = _settled(np.zeros(1, np.int64), least, greatest, floor, ceiling)
    steps: list[Step] = []
    for variable in scope:
        own = weights[variable]
        limits.step_of(f"a sum of {len(scope)} variables", len(sums) * len(own))
        least, greatest = least - int(own.min()), greatest - int(own.max())
        done = (np.abs(sums) == SETTLED)[:, None]
        after = np.where(done, sums[:, None], _settled(sums[:, None] + own, least, greatest, floor, ceiling))
        sums, number = np.unique(after.ravel(), return_inverse=True)
        steps.append(number.reshape(after.shape).astype(np.int32))
    return minimal(scope, steps, sums == SETTLED)


UNBOUNDED = 2**62
SETTLED = 2**63 - 1
"""Stands for a sum that will be within its bounds, its negative for one that will not."""


def _settled(sums: Ints, least: int, greatest: int, floor: int, ceiling: int) -> Ints:
    never = (sums + greatest < floor) | (sums + least > ceiling)
    surely = (sums + least >= floor) & (sums + greatest <= ceiling)
    return np.where(never, -SETTLED, np.where(surely, SETTLED, sums))


def one_of_tuples(scope: Sequence[int], tuples: Ints, sizes: Sequence[int]) -> Automaton:
    """Return the automaton of a table of tuples, with its columns in reading order."""
    prefix, layers = np.zeros(len(tuples), np.int64), [1]
    paths = []
    for column, size in enumerate(sizes):
        first, number = numbered([prefix, tuples[:, column]], [layers[-1], size])
        paths.append((prefix[first], tuples[first, column]))
        prefix = number
        layers.append(len(first))
    number, dead = np.zeros(layers[-1], np.int64), 1
    steps: list[Step] = []
    for (states, values), height, size in zip(reversed(paths), reversed(layers[:-1]), reversed(sizes), strict=True):
        step = np.full((height + 1, size), dead, np.int64)
        step[states, values] = number[: len(states)]
        first, number = unique_rows(step)
        steps.append(step[first].astype(np.int32))
        dead = int(number[-1])
    return _started(scope, list(reversed(steps)), int(number[0]))


def _started(scope: Sequence[int], steps: list[Step], start: int) -> Automaton:
    """Return the automaton with another initial state."""
    steps[0] = steps[0][start : start + 1]
    return _reachable(scope, steps, np.array([True, False]))


def _reachable(scope: Sequence[int], steps: list[Step], holds: Bools) -> Automaton:
    """Drop unreachable states."""
    arrays = []
    for index, step in enumerate(steps):
        kept, number = np.unique(step, return_inverse=True)
        arrays.append(number.reshape(step.shape).astype(np.int32))
        if index + 1 < len(steps):
            steps[index + 1] = steps[index + 1][kept]
        else:
            holds = holds[kept]
    return Automaton(tuple(scope), tuple(arrays), holds)


def some_row(scope: Sequence[int], supports: Sequence[Sequence[int]], rows: int, *, limits: CompileLimits) -> Automaton:
    """Return the automaton of a table; `supports[i][value]` is the bit set of rows that allow a value of variable i.

    States are sets of remaining rows; cells may be sets, and rows may overlap.
    """
    layer = [rows]
    steps: list[Step] = []
    for support in supports:
        limits.step_of(f"a table of {len(scope)} variables", len(layer) * len(support))
        numbers: dict[int, int] = {}
        step = np.empty((len(layer), len(support)), np.int32)
        for row, state in enumerate(layer):
            limits.look()
            step[row] = [numbers.setdefault(state & own, len(numbers)) for own in support]
        steps.append(step)
        layer = list(numbers)
    return minimal(scope, steps, np.array([state != 0 for state in layer]))
