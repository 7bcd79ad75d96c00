"""Lexicographic completion in few passes: as many wishes as fit one integer are weighed at once.

Each wish is a digit of the number, earlier wishes the higher ones. The digits of the least cost then give how well each
wish can be fulfilled, and the pass gives the remaining values of every variable.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from configurator.program.intset import IntSet
from configurator.program.nodes import Literal, Lowest, Wish
from configurator.solving.diagram.bounded_sums import BoundedCase, within_reach
from configurator.solving.diagram.interning import Bools, Ints
from configurator.solving.diagram.passes import Plan, alive, least, occurring
from configurator.solving.diagram.translation import Translation
from configurator.solving.limits import LARGEST_WISH_WEIGHT


@dataclass(frozen=True, slots=True)
class _Digit:
    """A wish as levels of its variable's values, 0 the best; `radix` is one more than the worst."""

    variable: int
    levels: Ints
    radix: int


class LexicographicCompletion:
    """Narrows values wish by wish; `values` are those left, `narrowed` the sets left of variables in blocks.

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
        """The case as the wishes have narrowed it."""
        return self._case

    def fulfil(self, wishes: Sequence[Wish]) -> None:
        """Fulfil the wishes as well as can be."""
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
        """Weigh the wishes collected so far, and narrow their variables to what fulfils them best."""
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
        """See what the values left leave of the others."""
        allowed = self._case.within(self._plan, self.values)
        self._case = replace(self._case, allowed=allowed, up=alive(self._plan, allowed))
        if self._case.ceiling is None:
            self.values[:-1] = occurring(self._plan, self._case.up)
        else:
            self.values[:-1] = within_reach(self._plan, self._case)

    def _alone(self, wish: Wish) -> None:
        """Fulfil a wish about a variable whose values stand in blocks."""
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
