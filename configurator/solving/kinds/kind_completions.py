"""Completions with each value of a variable, all at once.

The least number that wishes make through a value spells the completion with it (`wish_digits`): one elimination answers
for all values. Values with the same completion share it. What does not fit one number is completed in turns, each under
what the one before has settled.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from configurator.budget import Budget
from configurator.program.intset import IntSet
from configurator.program.nodes import Literal, Lowest, Wish
from configurator.program.wish_digits import WishDigit, digits_of
from configurator.solving.diagram.interning import Bools, Ints
from configurator.solving.kinds.limits import POSSIBLE_COST
from configurator.solving.kinds.messages import MessageCache
from configurator.solving.kinds.narrowings import Narrowed, PlannedQueries
from configurator.solving.kinds.value_lists import ValueList
from configurator.solving.port import AlikeCompletions


class _Digit(NamedTuple):
    """A digit, with the figure of every value of its variable."""

    digit: WishDigit
    figures: Ints


class KindCompletions:
    """The completions of one question; `narrowed` are the values that it leaves to variables, at least one to each.

    Every method raises OutOfBudget.
    """

    def __init__(
        self,
        planned: PlannedQueries,
        values: Sequence[ValueList],
        wishes: Sequence[Wish],
        narrowed: Narrowed,
        budget: Budget,
    ) -> None:
        self._planned, self._values, self._budget = planned, values, budget
        self._given = narrowed
        pinned = {wish.variable for wish in wishes if isinstance(wish, Lowest)}
        self._wishes = (*wishes, *(Lowest(variable) for variable in range(len(values)) if variable not in pinned))
        self._narrowed = {variable: self._without_stand_ins(variable) for variable in range(len(values))}
        self._digits = self._digits_of(self._wishes, self._narrowed)
        self._messages = MessageCache()

    def _without_stand_ins(self, variable: int) -> IntSet:
        about = [wish for wish in self._wishes if wish.variable == variable]
        left = self._planned.open_of(variable, self._given)
        return self._values[variable].int_set(self._planned.stand_ins.without(variable, about, left, self._budget))

    def through(self, variable: int) -> Iterator[AlikeCompletions]:
        """Yield the completions with each value of a variable; one with which there is none is left out."""
        own = self._values[variable].int_set(self._planned.open_of(variable, self._given))
        yield from self._completed(
            variable, {**self._narrowed, variable: own}, self._wishes, self._digits, self._messages
        )

    def _completed(
        self,
        variable: int,
        narrowed: Narrowed,
        wishes: Sequence[Wish],
        digits: Sequence[_Digit],
        messages: MessageCache,
    ) -> Iterator[AlikeCompletions]:
        """Yield the completions by wishes of which so many as there are digits are taken now."""
        own, left = self._values[variable], wishes[len(digits) :]
        weighed = self._planned.weighed(self._weights(digits), narrowed, messages, self._budget)
        sums = weighed.through(variable)
        there = np.flatnonzero((sums < POSSIBLE_COST) & self._planned.open_of(variable, narrowed))
        for number, places in _alike(sums, there):
            settled = {**self._settled(number, digits, narrowed), variable: own.int_set(_mask(places, len(own)))}
            if left:
                yield from self._completed(variable, settled, left, self._digits_of(left, settled), MessageCache())
            else:
                solution = tuple(settled[each].low for each in range(len(self._values)))
                yield AlikeCompletions(settled[variable], solution)

    def _settled(self, number: int, digits: Sequence[_Digit], narrowed: Narrowed) -> dict[int, IntSet]:
        """Return what is left of every variable where wishes have the figures that a number spells."""
        settled = dict(narrowed)
        for digit, figures in digits:
            variable = digit.wish.variable
            settled[variable] &= self._values[variable].int_set(figures == digit.read(number))
        return settled

    def _digits_of(self, wishes: Sequence[Wish], narrowed: Narrowed) -> list[_Digit]:
        return [_Digit(each, self._figures(each)) for each in digits_of(wishes, narrowed)]

    def _figures(self, digit: WishDigit) -> Ints:
        """Return the figure of every value of the variable; 0 where it is not left."""
        own = self._values[digit.wish.variable]
        if isinstance(digit.wish, Literal):
            return own.mask(digit.missing).astype(np.int64)
        there = own.mask(digit.left)
        return np.where(there, np.cumsum(there) - 1, 0)

    def _weights(self, digits: Sequence[_Digit]) -> list[Ints]:
        """Return what every value of every variable adds to the number."""
        weights = [np.zeros(len(own), np.int64) for own in self._values]
        for digit, figures in digits:
            weights[digit.wish.variable] += figures * digit.scale
        return weights


def _alike(sums: Ints, places: Ints) -> Iterator[tuple[int, Ints]]:
    """Yield every sum with the places, of those given, that have it."""
    if len(places):
        ordered = places[np.argsort(sums[places], kind="stable")]
        for group in np.split(ordered, np.flatnonzero(np.diff(sums[ordered])) + 1):
            yield int(sums[group[0]]), group


def _mask(places: Ints, size: int) -> Bools:
    mask = np.zeros(size, np.bool_)
    mask[places] = True
    return mask
