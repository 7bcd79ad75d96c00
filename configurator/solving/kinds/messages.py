"""Messages between the buckets of an elimination, over any semiring, each made on demand and kept.

A message upwards says, for every combination of kinds of its bucket's neighbours, what the eliminated variables add;
one downwards what all others do. Messages are kept by the narrowing of the variables that they depend on, so a click
makes only those anew on which it bears.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from configurator.budget import Budget
from configurator.solving.diagram.interning import Bools, Ints
from configurator.solving.kinds.elimination_plan import Child, EliminationPlan, Grouping, laid_out
from configurator.solving.kinds.limits import KIND_MESSAGES_KEPT, NEVER, POSSIBLE_COST

Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Semiring:
    """How contributions are combined (`times`) and alternatives joined (`plus`)."""

    times: np.ufunc
    plus: np.ufunc
    zero: object
    one: object
    kind: type

    def empty(self, shape: tuple[int, ...]) -> Numbers:
        """Return an array of what is impossible."""
        return np.full(shape, self.zero, self.kind)

    def table(self, holds: Bools) -> Numbers:
        """Return a boolean array in this semiring."""
        if self.kind is np.bool_:
            return holds
        table = self.empty(holds.shape)
        table[holds] = self.one
        return table

    def bounded(self, array: Numbers) -> Numbers:
        """Return sums in which what is impossible has its one cost again."""
        return np.where(array < POSSIBLE_COST, array, NEVER) if self.plus is np.minimum else array


POSSIBLE = Semiring(np.logical_and, np.logical_or, False, True, np.bool_)
CHEAPEST = Semiring(np.add, np.minimum, NEVER, 0, np.int64)
COUNTED = Semiring(np.multiply, np.add, 0, 1, np.object_)
COUNTED_IN_64_BITS = Semiring(np.multiply, np.add, 0, 1, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Narrowing:
    """What a query says of every variable: which values are `open`, what each contributes, and a key of both.

    `contributions[v]` has an entry for every value; those that are not open contribute the semiring's zero.
    """

    open: Sequence[Bools]
    contributions: Sequence[Numbers]
    keys: Sequence[int]


class MessageCache:
    """Messages kept by bucket, direction and the keys that they depend on."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Numbers] = {}

    def get_or_make(self, key: tuple[object, ...], make: Callable[[], Numbers]) -> Numbers:
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= KIND_MESSAGES_KEPT:
                self._known.clear()
            known = self._known[key] = make()
        return known


class Tables:
    """The tables of a plan in one semiring, each converted once."""

    def __init__(self, plan: EliminationPlan, semiring: Semiring) -> None:
        self.plan = plan
        self.semiring = semiring
        self._tables: list[Numbers | None] = [None] * len(plan.buckets)
        self._open_kinds: dict[tuple[int, int, int], Ints | None] = {}

    def of(self, number: int) -> Numbers:
        table = self._tables[number]
        if table is None:
            table = self._tables[number] = self.semiring.table(self.plan.buckets[number].table)
        return table

    def open_kinds(self, number: int, at: int, narrowing: Narrowing) -> Ints | None:
        """Return the kinds of an axis of a bucket that have an open value; None for all."""
        axis = self.plan.buckets[number].axes[at]
        key = number, at, narrowing.keys[axis.variable]
        if key not in self._open_kinds:
            if len(self._open_kinds) >= KIND_MESSAGES_KEPT:
                self._open_kinds.clear()
            there = np.zeros(len(axis), np.bool_)
            there[axis.kinds[narrowing.open[axis.variable]]] = True
            self._open_kinds[key] = None if there.all() else np.flatnonzero(there)
        return self._open_kinds[key]


class Messages:
    """The messages of one query. Every method raises OutOfBudget."""

    def __init__(self, tables: Tables, narrowing: Narrowing, cache: MessageCache, budget: Budget) -> None:
        self._plan = tables.plan
        self._tables = tables
        self._semiring = tables.semiring
        self._narrowing = narrowing
        self._cache = cache
        self._budget = budget

    def total(self) -> Any:
        """Return the result over all solutions: whether there is one, the least cost, or the number."""
        return self._roots_but(None).item()

    def up(self, number: int) -> Numbers:
        """Return the message of a bucket to its parent, by kinds of its neighbours."""
        keys = self._narrowing.keys
        key = ("up", number, *(keys[variable] for variable in self._plan.buckets[number].below))
        return self._cache.get_or_make(key, lambda: self._made_up(number))

    def down(self, number: int) -> Numbers:
        """Return what all that is not below a bucket says, by kinds of its neighbours."""
        keys = self._narrowing.keys
        key = ("down", number, *(keys[variable] for variable in self._plan.buckets[number].beside))
        return self._cache.get_or_make(key, lambda: self._made_down(number))

    def through(self, variable: int) -> Numbers:
        """Return what all other variables say to each open value of a variable, its own contribution left out."""
        key = ("through", variable, *self._narrowing.keys)
        return self._cache.get_or_make(key, lambda: self._made_through(variable))

    def _made_through(self, variable: int) -> Numbers:
        number = self._plan.bucket_of[variable]
        bucket = self._plan.buckets[number]
        live = [None, *self._live(number)[1:]]
        array = self._product(number, live, own=False, but=None, down=True)
        others = tuple(range(1, array.ndim))
        result = self._semiring.bounded(self._semiring.plus.reduce(array, axis=others) if others else array)
        return result[bucket.axes[0].kinds]

    def own(self, variable: int) -> Numbers:
        """Return what each value of a variable contributes itself."""
        return self._narrowing.contributions[variable]

    def walk(self, choose: Callable[[int, Numbers], int]) -> list[int]:
        """Return the number of the value chosen for every variable, from the last eliminated to the first.

        `choose` gets a variable and what each of its values leads to under the values chosen before.
        """
        chosen = [0] * len(self._plan.buckets)
        for number in range(len(self._plan.buckets) - 1, -1, -1):
            bucket = self._plan.buckets[number]
            own = bucket.axes[0]
            fixed = [int(axis.kinds[chosen[axis.variable]]) for axis in bucket.axes[1:]]
            rest: tuple[Any, ...] = (slice(None), *fixed)
            array = self._tables.of(number)[rest]
            for child in bucket.children:
                index = [
                    grouping.kinds if at == 0 else int(grouping.kinds[fixed[at - 1]])
                    for at, grouping in zip(child.places, child.groupings, strict=True)
                ]
                array = self._semiring.times(array, self.up(child.bucket)[tuple(index)])
            by_value = self._semiring.times(array[own.kinds], self._narrowing.contributions[own.variable])
            chosen[own.variable] = choose(own.variable, self._semiring.bounded(by_value))
        return chosen

    def _roots_but(self, left_out: int | None) -> Numbers:
        """Return the product of the results of all separate parts but one."""
        result: Numbers = np.array(self._semiring.one, self._semiring.kind)
        for number, bucket in enumerate(self._plan.buckets):
            if bucket.parent is None and number != left_out:
                product = self._semiring.bounded(np.asarray(self._semiring.times(result, self.up(number))))
                result = np.asarray(product, self._semiring.kind)
        return result

    def _made_up(self, number: int) -> Numbers:
        self._budget.check()
        live = self._live(number)
        array = self._product(number, live, own=True, but=None, down=False)
        result = self._semiring.bounded(np.asarray(self._semiring.plus.reduce(array, axis=0), self._semiring.kind))
        return self._put(result, [len(axis) for axis in self._plan.buckets[number].axes[1:]], live[1:])

    def _made_down(self, number: int) -> Numbers:
        """Return what the parent says, joined over its axes that the bucket does not know."""
        self._budget.check()
        parent = self._plan.buckets[number].parent
        if parent is None:
            return self._roots_but(number)
        live = self._live(parent)
        array = self._product(parent, live, own=True, but=number, down=True)
        child = next(each for each in self._plan.buckets[parent].children if each.bucket == number)
        others = tuple(at for at in range(array.ndim) if at not in child.places)
        if others:
            array = self._semiring.plus.reduce(array, axis=others)
        ascending = sorted(child.places)
        array = array.transpose([ascending.index(place) for place in child.places])
        for axis, (place, grouping) in enumerate(zip(child.places, child.groupings, strict=True)):
            now = live[place]
            grouping = grouping if now is None else Grouping(grouping.kinds[now], grouping.size)
            array = self._joined(array, axis, grouping)
        return self._semiring.bounded(array)

    def _joined(self, array: Numbers, axis: int, grouping: Grouping) -> Numbers:
        """Return the array with the entries of an axis joined by kind."""
        if grouping.trivial:
            return array
        if not len(grouping.kinds):
            return self._semiring.empty((*array.shape[:axis], grouping.size, *array.shape[axis + 1 :]))
        joined: Numbers = self._semiring.plus.reduceat(
            array.take(grouping.order, axis=axis), grouping.starts, axis=axis
        )
        if len(grouping.there) == grouping.size:
            return joined
        result = self._semiring.empty((*array.shape[:axis], grouping.size, *array.shape[axis + 1 :]))
        result[(slice(None),) * axis + (grouping.there,)] = joined
        return result

    def _put(self, array: Numbers, sizes: Sequence[int], live: Sequence[Ints | None]) -> Numbers:
        """Return an array over open kinds as one over all kinds."""
        if all(each is None for each in live):
            return array
        result = self._semiring.empty(tuple(sizes))
        grid = (np.arange(size) if each is None else each for each, size in zip(live, sizes, strict=True))
        result[np.ix_(*grid)] = array
        return result

    def _product(self, number: int, live: Sequence[Ints | None], *, own: bool, but: int | None, down: bool) -> Numbers:
        """Return the table of a bucket over open kinds, combined with what it is told."""
        array = _picked(self._tables.of(number), live)
        for piece in self._told(number, live, own=own, but=but, down=down):
            array = self._semiring.times(array, piece)
        return array

    def _told(
        self, number: int, live: Sequence[Ints | None], *, own: bool, but: int | None, down: bool
    ) -> Iterator[Numbers]:
        """Yield what a bucket is told by its own variable, its children but one, and its parent."""
        bucket = self._plan.buckets[number]
        size = len(bucket.axes)
        if own and self._semiring is not POSSIBLE:  # Open kinds are possible.
            axis = bucket.axes[0]
            contribution = self._joined(self._narrowing.contributions[axis.variable], 0, axis.grouping)
            yield laid_out(_picked(contribution, live[:1]), (0,), size)
        for child in bucket.children:
            if child.bucket != but:
                yield laid_out(_read(self.up(child.bucket), child, live), child.places, size)
        if down:
            message = _picked(self.down(number), live[1:])
            yield message.reshape((1, *message.shape))

    def _live(self, number: int) -> list[Ints | None]:
        """Return the kinds of every axis of a bucket that have an open value; None for all."""
        axes = range(len(self._plan.buckets[number].axes))
        return [self._tables.open_kinds(number, at, self._narrowing) for at in axes]


def _picked(array: Numbers, live: Sequence[Ints | None]) -> Numbers:
    """Return an array over open kinds only."""
    for axis, kinds in enumerate(live):
        if kinds is not None:
            array = array.take(kinds, axis=axis)
    return array


def _read(message: Numbers, child: Child, live: Sequence[Ints | None]) -> Numbers:
    """Return a message by the open kinds of the bucket that reads it."""
    for axis, (place, grouping) in enumerate(zip(child.places, child.groupings, strict=True)):
        kinds = live[place]
        if kinds is not None:
            message = message.take(grouping.kinds[kinds], axis=axis)
        elif not grouping.trivial:
            message = message.take(grouping.kinds, axis=axis)
    return message
