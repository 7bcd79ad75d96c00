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
from configurator.solving.kinds.elimination_plan import Axis, Bucket, EliminationPlan, laid_out
from configurator.solving.limits import KIND_MESSAGES_KEPT, NEVER, POSSIBLE_COST

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
        return holds if self.kind is np.bool_ else np.where(holds, self.one, self.zero).astype(self.kind)

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

    def of(self, number: int) -> Numbers:
        table = self._tables[number]
        if table is None:
            table = self._tables[number] = self.semiring.table(self.plan.buckets[number].table)
        return table


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
        """Return what all other variables say to each value of a variable, its own contribution left out."""
        number = self._plan.bucket_of[variable]
        bucket = self._plan.buckets[number]
        live = [None, *(self._live(number, at) for at in range(1, len(bucket.axes)))]
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
            array = self._tables.of(number)[(slice(None), *fixed)]
            for child in bucket.children:
                index = [
                    kinds if at == 0 else int(kinds[fixed[at - 1]])
                    for at, kinds in zip(child.places, child.kinds, strict=True)
                ]
                array = self._semiring.times(array, self.up(child.bucket)[tuple(index)])
            by_value = self._semiring.times(array[own.kinds], self._narrowing.contributions[own.variable])
            chosen[own.variable] = choose(own.variable, self._semiring.bounded(by_value))
        return chosen

    def _roots_but(self, left_out: int | None) -> Numbers:
        """Return the product of the results of all separate parts but one."""
        result = np.array(self._semiring.one, self._semiring.kind)
        for number, bucket in enumerate(self._plan.buckets):
            if bucket.parent is None and number != left_out:
                product = self._semiring.bounded(np.asarray(self._semiring.times(result, self.up(number))))
                result = np.asarray(product, self._semiring.kind)
        return result

    def _made_up(self, number: int) -> Numbers:
        self._budget.check()
        bucket = self._plan.buckets[number]
        live = [self._live(number, at) for at in range(len(bucket.axes))]
        array = self._product(number, live, own=True, but=None, down=False)
        result = self._semiring.bounded(np.asarray(self._semiring.plus.reduce(array, axis=0), self._semiring.kind))
        return self._put(result, [len(axis) for axis in bucket.axes[1:]], live[1:])

    def _made_down(self, number: int) -> Numbers:
        """Return what the parent says, joined over its axes that the bucket does not know."""
        self._budget.check()
        parent = self._plan.buckets[number].parent
        if parent is None:
            return self._roots_but(number)
        bucket = self._plan.buckets[parent]
        live = [self._live(parent, at) for at in range(len(bucket.axes))]
        array = self._product(parent, live, own=True, but=number, down=True)
        child = next(each for each in bucket.children if each.bucket == number)
        others = tuple(at for at in range(array.ndim) if at not in child.places)
        if others:
            array = self._semiring.plus.reduce(array, axis=others)
        array = array.transpose(np.argsort(np.argsort(child.places)))
        sizes = [len(axis) for axis in self._plan.buckets[number].axes[1:]]
        for axis, (place, kinds) in enumerate(zip(child.places, child.kinds, strict=True)):
            now = live[place]
            array = self._joined(array, axis, kinds if now is None else kinds[now], sizes[axis])
        return self._semiring.bounded(array)

    def _joined(self, array: Numbers, axis: int, kinds: Ints, size: int) -> Numbers:
        """Return the array with the entries of an axis joined by kind."""
        if len(kinds) == size and bool((kinds == np.arange(size)).all()):
            return array
        shape = (*array.shape[:axis], size, *array.shape[axis + 1 :])
        result = self._semiring.empty(shape)
        if len(kinds):
            order = np.argsort(kinds, kind="stable")
            there, starts = np.unique(kinds[order], return_index=True)
            index = (slice(None),) * axis + (there,)
            result[index] = self._semiring.plus.reduceat(np.take(array, order, axis=axis), starts, axis=axis)
        return result

    def _put(self, array: Numbers, sizes: Sequence[int], live: Sequence[Ints | None]) -> Numbers:
        """Return an array over open kinds as one over all kinds."""
        if all(each is None for each in live):
            return array
        result = self._semiring.empty(tuple(sizes))
        result[_grid(live, sizes)] = array
        return result

    def _product(self, number: int, live: Sequence[Ints | None], *, own: bool, but: int | None, down: bool) -> Numbers:
        """Return the table of a bucket over open kinds, combined with what it is told."""
        bucket = self._plan.buckets[number]
        array = self._tables.of(number)
        if any(each is not None for each in live):
            array = array[_grid(live, array.shape)]
        for piece in self._told(number, bucket, live, own=own, but=but, down=down):
            array = self._semiring.times(array, piece)
        return array

    def _told(
        self, number: int, bucket: Bucket, live: Sequence[Ints | None], *, own: bool, but: int | None, down: bool
    ) -> Iterator[Numbers]:
        size = len(bucket.axes)
        if own:
            yield laid_out(self._own(bucket.axes[0], live[0]), (0,), size)
        for child in bucket.children:
            if child.bucket != but:
                index = [
                    kinds if live[at] is None else kinds[live[at]]
                    for at, kinds in zip(child.places, child.kinds, strict=True)
                ]
                yield laid_out(self.up(child.bucket)[np.ix_(*index)], child.places, size)
        if down:
            message = self.down(number)
            if any(each is not None for each in live[1:]):
                message = message[_grid(live[1:], message.shape)]
            yield message.reshape((1, *message.shape))

    def _own(self, axis: Axis, live: Ints | None) -> Numbers:
        """Return what the values of each kind contribute together."""
        array = self._joined(self._narrowing.contributions[axis.variable], 0, axis.kinds, len(axis))
        return array if live is None else array[live]

    def _live(self, number: int, at: int) -> Ints | None:
        """Return the kinds of an axis that have an open value; None for all."""
        axis = self._plan.buckets[number].axes[at]
        values = self._narrowing.open[axis.variable]
        there = np.zeros(len(axis), np.bool_)
        there[axis.kinds[values]] = True
        return None if there.all() else np.flatnonzero(there)


def _grid(live: Sequence[Ints | None], sizes: Sequence[int]) -> tuple[Any, ...]:
    return np.ix_(*(np.arange(size) if each is None else each for each, size in zip(live, sizes, strict=True)))
