"""The plan of an elimination: one bucket of relations per variable, and what each sends on.

Eliminating a variable joins all relations that mention it into a table over kinds of it and of its neighbours, and
sends to the neighbours what is left without it (bucket elimination, Dechter 1999). To a bucket, values of a variable
are of one kind if none of its relations tells them apart, so its tables stay small where domains are large.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from configurator.budget import UNLIMITED, Budget
from configurator.solving.diagram.interning import Bools, Ints
from configurator.solving.kinds.limits import KIND_CELLS, MESSAGES_JOINED
from configurator.solving.kinds.relations import KindRelation, TooManyKinds, joint_kinds
from configurator.solving.kinds.value_lists import ValueList


class Grouping:
    """Entries of an axis joined by kind: in `order`, those of the kinds `there` begin at `starts`.

    `trivial`: every entry is a kind of its own, in order.
    """

    def __init__(self, kinds: Ints, size: int) -> None:
        self.kinds = kinds
        self.size = size
        self.trivial = len(kinds) == size and bool((kinds == np.arange(size)).all())
        self.order: Ints = np.argsort(kinds, kind="stable")
        self.there, self.starts = np.unique(kinds[self.order], return_index=True)


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """An axis of a bucket: `kinds` has the kind of every value of the variable, `first` a value of every kind."""

    variable: int
    kinds: Ints
    first: Ints
    grouping: Grouping

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True, slots=True, eq=False)
class Child:
    """A bucket whose message is read here: `places` are the axes it is about; `groupings` have its kinds of each."""

    bucket: int
    places: tuple[int, ...]
    groupings: tuple[Grouping, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Bucket:
    """What is known when a variable is eliminated: `axes[0]` is its own; its message is about the others.

    `below` are the variables whose values its message depends on, its own axes included; `beside` are those that the
    rest of the program, as seen from here, depends on.
    """

    axes: tuple[Axis, ...]
    table: Bools
    children: tuple[Child, ...]
    parent: int | None
    below: tuple[int, ...]
    beside: tuple[int, ...]

    @property
    def variable(self) -> int:
        return self.axes[0].variable


@dataclass(frozen=True, slots=True, eq=False)
class EliminationPlan:
    """Buckets in the order of elimination; `unary[v]` are the values of a variable that relations about it alone allow.

    `bucket_of[v]` is the number of its bucket.
    """

    buckets: tuple[Bucket, ...]
    unary: Mapping[int, Bools]
    bucket_of: Mapping[int, int]
    possible: bool
    """Whether the formulas about no variable hold."""

    @property
    def cells(self) -> int:
        """The size of all tables together."""
        return sum(bucket.table.size for bucket in self.buckets)


@dataclass(frozen=True, slots=True, eq=False)
class _Factor:
    """A relation, or the message of a bucket, while the plan is made."""

    kinds: Mapping[int, Ints]
    relation: KindRelation | None = None
    bucket: int | None = None


def plan_of(
    relations: Sequence[KindRelation], values: Sequence[ValueList], budget: Budget = UNLIMITED
) -> EliminationPlan:
    """Return the plan that eliminates the cheapest variable next. Raises TooManyKinds and OutOfBudget."""
    unary: dict[int, Bools] = {}
    possible = True
    factors = []
    for relation in relations:
        if not relation.variables:
            possible = possible and bool(relation.holds)
        elif len(relation.variables) == 1:
            (variable,), (kinds,) = relation.variables, relation.kinds
            known = unary.get(variable)
            unary[variable] = relation.holds[kinds] if known is None else known & relation.holds[kinds]
        else:
            factors.append(_Factor(dict(zip(relation.variables, relation.kinds, strict=True)), relation))
    buckets = _Planning(values, factors, budget).buckets()
    return EliminationPlan(buckets, unary, {bucket.variable: number for number, bucket in enumerate(buckets)}, possible)


class _Planning:
    """The state of a greedy elimination."""

    def __init__(self, values: Sequence[ValueList], factors: list[_Factor], budget: Budget) -> None:
        self._values, self._budget = values, budget
        self._factors = factors
        self._known: dict[int, tuple[Axis, ...]] = {}
        self._open: list[tuple[tuple[Axis, ...], Bools, tuple[Child, ...]]] = []

    def buckets(self) -> tuple[Bucket, ...]:
        left = set(range(len(self._values)))
        cells = 0
        while left:
            sizes = {variable: prod(map(len, self._axes(variable))) for variable in left}
            chosen = min(left, key=lambda variable: (sizes[variable], variable))
            cells += sizes[chosen]
            if cells > KIND_CELLS:
                raise TooManyKinds(f"an elimination takes more than {KIND_CELLS} combinations of kinds")
            self._eliminate(chosen)
            left.remove(chosen)
        return self._linked()

    def _axes(self, variable: int) -> tuple[Axis, ...]:
        """Return the axes that the bucket of a variable would have, its own first."""
        if variable not in self._known:
            self._budget.check()
            own = [factor for factor in self._factors if variable in factor.kinds]
            others = sorted({other for factor in own for other in factor.kinds} - {variable})
            self._known[variable] = tuple(self._axis(each, own) for each in (variable, *others))
        return self._known[variable]

    def _axis(self, variable: int, factors: Sequence[_Factor]) -> Axis:
        columns = [factor.kinds[variable] for factor in factors if variable in factor.kinds]
        if not columns:
            count = len(self._values[variable])
            columns = [np.zeros(count, np.int64)]
        first, kinds = joint_kinds(columns)
        return Axis(variable, kinds, first, Grouping(kinds, len(first)))

    def _eliminate(self, variable: int) -> None:
        axes = self._axes(variable)
        own = [factor for factor in self._factors if variable in factor.kinds]
        table = np.ones(tuple(map(len, axes)), np.bool_)
        children = []
        for factor in own:
            if factor.relation is not None:
                table &= _spread(factor.relation, axes)
            elif factor.bucket is not None:
                children.append(self._child(factor.bucket, factor.kinds, axes))
        if len(children) > MESSAGES_JOINED:
            raise TooManyKinds(f"a variable joins {len(children)} others")
        self._factors = [factor for factor in self._factors if variable not in factor.kinds]
        if len(axes) > 1:
            self._factors.append(_Factor({axis.variable: axis.kinds for axis in axes[1:]}, bucket=len(self._open)))
        for axis in axes:
            self._known.pop(axis.variable, None)
        self._open.append((axes, table, tuple(children)))

    def _child(self, bucket: int, kinds: Mapping[int, Ints], axes: Sequence[Axis]) -> Child:
        """Return how a message, about its variables in ascending order, is read along the axes."""
        places = sorted(
            (at for at, axis in enumerate(axes) if axis.variable in kinds), key=lambda at: axes[at].variable
        )
        sizes = map(len, self._open[bucket][0][1:])
        groupings = (
            Grouping(kinds[axes[at].variable][axes[at].first], size) for at, size in zip(places, sizes, strict=True)
        )
        return Child(bucket, tuple(places), tuple(groupings))

    def _linked(self) -> tuple[Bucket, ...]:
        """Return the buckets with their parents, and the variables on either side of their messages."""
        parent: dict[int, int] = {}
        below: list[set[int]] = []
        for number, (axes, _, children) in enumerate(self._open):
            parent |= {child.bucket: number for child in children}
            below.append({axis.variable for axis in axes}.union(*(below[child.bucket] for child in children)))
        eliminated: list[set[int]] = []
        for axes, _, children in self._open:
            eliminated.append({axes[0].variable}.union(*(eliminated[child.bucket] for child in children)))
        everything = set(range(len(self._values)))
        return tuple(
            Bucket(
                axes,
                table,
                children,
                parent.get(number),
                tuple(sorted(below[number])),
                tuple(sorted(everything - eliminated[number])),
            )
            for number, (axes, table, children) in enumerate(self._open)
        )


def _spread(relation: KindRelation, axes: Sequence[Axis]) -> Bools:
    """Return the array of a relation over the kinds of all axes, to be broadcast."""
    places = {axis.variable: at for at, axis in enumerate(axes)}
    at = [places[variable] for variable in relation.variables]
    picked = relation.holds[np.ix_(*(own[axes[place].first] for place, own in zip(at, relation.kinds, strict=True)))]
    return laid_out(picked, at, len(axes))


def laid_out(array: Bools, places: Sequence[int], axes: int) -> Bools:
    """Return an array whose axes are those at `places` of so many as one with all axes, to be broadcast."""
    order = sorted(range(len(places)), key=places.__getitem__)
    shape = [1] * axes
    for place, length in zip(places, array.shape, strict=True):
        shape[place] = length
    return array.transpose(order).reshape(shape)
