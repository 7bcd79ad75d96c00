"""The queries of one plan: its tables and messages by semiring, and what assumptions say of every variable."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from itertools import count
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from configurator.budget import Budget
from configurator.program.intset import IntSet
from configurator.program.nodes import Program, Term
from configurator.solving.diagram.interning import Bools, Ints
from configurator.solving.kinds.elimination_plan import plan_of
from configurator.solving.kinds.limits import KIND_MESSAGES_KEPT, KIND_PLANS_KEPT, NEVER
from configurator.solving.kinds.messages import (
    CHEAPEST,
    COUNTED,
    COUNTED_IN_64_BITS,
    POSSIBLE,
    MessageCache,
    Messages,
    Narrowing,
    Tables,
)
from configurator.solving.kinds.relations import KindRelation
from configurator.solving.kinds.stand_ins import StandIns
from configurator.solving.kinds.value_lists import ValueList
from configurator.solving.limits import LARGEST_KEY

Narrowed = Mapping[int, IntSet]


class PlannedQueries:
    """Makes the passes of queries over one plan. Messages are kept, those of the last few objectives apart."""

    def __init__(
        self, program: Program, values: Sequence[ValueList], relations: Sequence[KindRelation], budget: Budget
    ) -> None:
        """Plan the elimination. Raises TooManyKinds and OutOfBudget."""
        self._program = program
        self._values = values
        self.plan = plan = plan_of(relations, values, budget)
        self.stand_ins = StandIns(relations, values)
        counted = COUNTED_IN_64_BITS if prod(map(len, values)) < LARGEST_KEY else COUNTED
        self._possible, self._cheapest, self._counted = (
            Tables(plan, semiring) for semiring in (POSSIBLE, CHEAPEST, counted)
        )
        self._messages, self._counts = MessageCache(), MessageCache()
        self._objectives: OrderedDict[tuple[Term, ...], tuple[list[Ints], MessageCache]] = OrderedDict()
        self._masks: dict[tuple[int, IntSet], tuple[int, Bools]] = {}
        self._next_key = count(1)
        self._free = [plan.unary.get(at, np.ones(len(each), np.bool_)) for at, each in enumerate(values)]

    def open_values(self, narrowed: Narrowed) -> list[Bools]:
        """Return the values of every variable that its narrowing, and relations about it alone, leave."""
        results = list(self._free)
        for variable, values in narrowed.items():
            results[variable] = self._key_and_mask(variable, values)[1]
        return results

    def open_of(self, variable: int, narrowed: Narrowed) -> Bools:
        """Return the same of one variable."""
        values = narrowed.get(variable)
        return self._free[variable] if values is None else self._key_and_mask(variable, values)[1]

    def free_values(self, variable: int) -> Bools:
        """Return the values of a variable that relations about it alone leave."""
        return self._free[variable]

    def possible(self, narrowed: Narrowed, budget: Budget) -> Messages:
        """Return the passes that tell what is possible."""
        values = self.open_values(narrowed)
        return Messages(self._possible, Narrowing(values, values, self._keys_of(narrowed)), self._messages, budget)

    def counted(self, narrowed: Narrowed, budget: Budget) -> Messages:
        """Return the passes that count solutions; a determined variable has one value in each."""
        values = self.open_values(narrowed)
        numbers: list[NDArray[Any]] = [each.astype(np.int64).astype(self._counted.semiring.kind) for each in values]
        return Messages(self._counted, Narrowing(values, numbers, self._keys_of(narrowed)), self._counts, budget)

    def cheapest(self, objective: Sequence[Term], narrowed: Narrowed, budget: Budget) -> Messages:
        """Return the passes that add up least costs."""
        weights, messages = self._weights(tuple(objective))
        return self.weighed(weights, narrowed, messages, budget)

    def weighed(self, weights: Sequence[Ints], narrowed: Narrowed, messages: MessageCache, budget: Budget) -> Messages:
        """Return the passes that add up weights, of all values; `messages` are those for these weights."""
        values = self.open_values(narrowed)
        costs = [np.where(mask, own, NEVER) for mask, own in zip(values, weights, strict=True)]
        return Messages(self._cheapest, Narrowing(values, costs, self._keys_of(narrowed)), messages, budget)

    def weights(self, objective: Sequence[Term]) -> list[Ints]:
        """Return what every value adds to an objective."""
        return self._weights(tuple(objective))[0]

    def _weights(self, objective: tuple[Term, ...]) -> tuple[list[Ints], MessageCache]:
        if objective not in self._objectives:
            weights = [
                values.weights([term for term in objective if term.variable == variable])
                for variable, values in enumerate(self._values)
            ]
            self._objectives[objective] = weights, MessageCache()
            if len(self._objectives) > KIND_PLANS_KEPT:
                self._objectives.popitem(last=False)
        self._objectives.move_to_end(objective)
        return self._objectives[objective]

    def _keys_of(self, narrowed: Narrowed) -> list[int]:
        """Return a number for what is left of each variable, 0 for everything."""
        keys = [0] * len(self._values)
        for variable, values in narrowed.items():
            keys[variable] = self._key_and_mask(variable, values)[0]
        return keys

    def _key_and_mask(self, variable: int, values: IntSet) -> tuple[int, Bools]:
        """Return a number for a narrowing, never used again for another, and the values that it leaves."""
        known = self._masks.get((variable, values))
        if known is None:
            if len(self._masks) >= KIND_MESSAGES_KEPT:
                self._masks.clear()
            known = next(self._next_key), self._values[variable].mask(values) & self._free[variable]
            self._masks[variable, values] = known
        return known
