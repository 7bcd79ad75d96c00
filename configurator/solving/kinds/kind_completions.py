"""Completions with each value of a variable, all at once.

Wishes in order are digits of one number, the first wish the leading one, so the least sum through a value spells the
completion with it: one elimination answers for all values. Values with the same completion share it. What does not fit
one number is completed in turns, each under what the one before has settled.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from configurator.budget import Budget
from configurator.program.intset import IntSet
from configurator.program.nodes import Literal, Lowest, Wish
from configurator.solving.diagram.interning import Bools, Ints
from configurator.solving.kinds.limits import POSSIBLE_COST, WISH_NUMBERS
from configurator.solving.kinds.messages import MessageCache
from configurator.solving.kinds.narrowings import Narrowed, PlannedQueries
from configurator.solving.kinds.value_lists import ValueList
from configurator.solving.port import AlikeCompletions


@dataclass(frozen=True, slots=True, eq=False)
class _Digit:
    """A wish as a digit: `figures` has that of every value of its variable, 0 the best; one of `radix`."""

    wish: Wish
    figures: Ints
    radix: int
    scale: int


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
        sums = self._planned.weighed(self._weights(digits), narrowed, messages, self._budget).through(variable)
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
        for digit in digits:
            variable, figure = digit.wish.variable, number // digit.scale % digit.radix
            settled[variable] &= self._values[variable].int_set(digit.figures == figure)
        return settled

    def _digits_of(self, wishes: Sequence[Wish], narrowed: Narrowed) -> list[_Digit]:
        """Return so many of the wishes as fit one number, at least one, as its digits."""
        figured: list[tuple[Wish, Ints, int]] = []
        reach = 1
        for wish in wishes:
            figures = self._figures(wish, narrowed[wish.variable])
            radix = int(figures.max()) + 1
            if figured and reach * radix > WISH_NUMBERS:
                break
            reach *= radix
            figured.append((wish, figures, radix))
        digits = []
        for wish, figures, radix in figured:
            reach //= radix
            digits.append(_Digit(wish, figures, radix, reach))
        return digits

    def _figures(self, wish: Wish, left: IntSet) -> Ints:
        """Return how far every value is from fulfilling a wish, 0 for the best of those that are left."""
        own = self._values[wish.variable]
        there = own.mask(left)
        if isinstance(wish, Literal):
            wanted = own.mask(wish.values)
            return np.where(there & ~wanted, int(bool((there & wanted).any())), 0)
        return np.where(there, np.cumsum(there) - 1, 0)

    def _weights(self, digits: Sequence[_Digit]) -> list[Ints]:
        """Return what every value of every variable adds to the number."""
        weights = [np.zeros(len(own), np.int64) for own in self._values]
        for digit in digits:
            weights[digit.wish.variable] += digit.figures * digit.scale
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
