"""Lexicographic completion in few passes: as many wishes as fit one integer are optimised together.

Each wish is a digit of a mixed-radix cost, earlier wishes more significant. The digits of the least cost are the levels
of the wishes, and the pass returns the remaining values of every variable.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from configurator.program.intset import IntSet
from configurator.program.nodes import Literal, Lowest, Wish
from configurator.solving.diagram.bounded_sums import BoundedCase, within_reach
from configurator.solving.diagram.interning import Bools, Ints
from configurator.solving.diagram.limits import LARGEST_WISH_WEIGHT
from configurator.solving.diagram.passes import Plan, alive, least, occurring
from configurator.solving.diagram.translation import Translation


@dataclass(frozen=True, slots=True)
class _Digit:
    """A wish as levels of its variable's values, 0 the best; `radix` is the number of levels."""

    variable: int
    levels: Ints
    radix: int


class LexicographicCompletion:
    """Restricts values wish by wish; `values` is the mask left, `narrowed` the sets left of variables with blocks.

    `occurring` are the values that occur in a solution of the case before any wish.
    """

    def __init__(
        self, plan: Plan, translation: Translation, case: BoundedCase, occurring: Bools, narrowed: dict[int, IntSet]
    ) -> None:
        self._plan = plan
        self._translation = translation
        self._case = case
        self.values = np.append(occurring, True)
        self.narrowed = narrowed
        self._waiting: list[_Digit] = []
        self._reach = 1

    @property
    def case(self) -> BoundedCase:
        """The case under the restrictions of the wishes so far."""
        return self._case

    def fulfil(self, wishes: Sequence[Wish]) -> None:
        """Restrict the values to those that fulfil the wishes best."""
        for wish in wishes:
            if wish.variable in self._translation.wide:
                self._settle()
                self._alone(wish)
            else:
                self._add(wish)
        self._settle()

    def _slice(self, variable: int) -> slice:
        return slice(self._translation.starts[variable], self._translation.starts[variable + 1])

    def _add(self, wish: Wish) -> None:
        here = self.values[self._slice(wish.variable)]
        if np.count_nonzero(here) == 1:
            return
        match wish:
            case Literal(variable, values):
                levels = (~self._translation.mask(variable, values)).astype(np.int64)
            case Lowest():
                levels = np.maximum(np.cumsum(here) - 1, 0)
        left = levels[here]
        best, worst = int(left.min()), int(left.max())
        if best == worst:
            return
        if self._case.ceiling is not None:
            here &= levels == best
            self._look()
            return
        if self._reach * (worst + 1) > LARGEST_WISH_WEIGHT:
            self._settle()
            self._add(wish)
            return
        self._waiting.append(_Digit(wish.variable, levels, worst + 1))
        self._reach *= worst + 1

    def _settle(self) -> None:
        """Optimise the collected wishes, and restrict their variables to the best levels."""
        if not self._waiting:
            return
        costs = np.zeros(self._translation.count + 1, np.int64)
        weight = 1
        for digit in reversed(self._waiting):
            costs[self._slice(digit.variable)] += digit.levels * weight
            weight *= digit.radix
        total = least(self._plan, self._case.up, costs).least
        for digit in reversed(self._waiting):
            total, level = divmod(total, digit.radix)
            self.values[self._slice(digit.variable)] &= digit.levels == level
        self._waiting, self._reach = [], 1
        self._look()

    def _look(self) -> None:
        """Propagate the remaining values by one pass."""
        allowed = self._case.within(self._plan, self.values)
        self._case = replace(self._case, allowed=allowed, up=alive(self._plan, allowed))
        if self._case.ceiling is None:
            self.values[:-1] = occurring(self._plan, self._case.up)
        else:
            self.values[:-1] = within_reach(self._plan, self._case)

    def _alone(self, wish: Wish) -> None:
        """Fulfil a wish about a variable whose values are in blocks."""
        variable, here = wish.variable, self._slice(wish.variable)
        blocks = self._translation.values[variable].blocks
        left = IntSet.union(blocks[number] for number in np.flatnonzero(self.values[here]).tolist())
        now = left & self.narrowed[variable] if variable in self.narrowed else left
        match wish:
            case Literal(_, values):
                preferred = now & values or now
            case Lowest():
                preferred = IntSet.of([now.low])
        self.narrowed[variable] = preferred
        self.values[here] &= self._translation.mask(variable, preferred)
        self._look()
