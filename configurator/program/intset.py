"""Sets of integers as sorted disjoint intervals: the cost depends on the number of intervals, not of values."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from configurator.program.limits import SEARCHED_INTERVALS


@dataclass(frozen=True, slots=True)
class IntSet:
    """Integers in closed intervals, ascending, disjoint and not adjacent. Equal sets have equal intervals."""

    intervals: tuple[tuple[int, int], ...] = ()

    @staticmethod
    def of(values: Iterable[int]) -> "IntSet":
        """Return the set of the given integers."""
        return _joined((value, value) for value in sorted(values))

    @staticmethod
    def between(low: int, high: int) -> "IntSet":
        """Return all integers from low to high, both included; empty where high < low."""
        return IntSet(((low, high),)) if low <= high else EMPTY

    @staticmethod
    def union(sets: "Iterable[IntSet]") -> "IntSet":
        """Return all integers that any of the sets has."""
        return _joined(sorted(pair for each in sets for pair in each.intervals))

    def __iter__(self) -> Iterator[int]:
        for low, high in self.intervals:
            yield from range(low, high + 1)

    @property
    def size(self) -> int:
        """The number of integers, where `len` fails beyond 2^63 too."""
        return sum([high - low for low, high in self.intervals]) + len(self.intervals)

    def __len__(self) -> int:
        return self.size

    def __contains__(self, value: int) -> bool:
        if len(self.intervals) > SEARCHED_INTERVALS:
            at = bisect_left(self.intervals, (value + 1,)) - 1
            return at >= 0 and value <= self.intervals[at][1]
        for low, high in self.intervals:  # noqa: SIM110 — a generator takes three times as long, in millions of calls
            if low <= value <= high:
                return True
        return False

    def __bool__(self) -> bool:
        return bool(self.intervals)

    def __or__(self, other: "IntSet") -> "IntSet":
        return _joined(sorted((*self.intervals, *other.intervals)))

    def __and__(self, other: "IntSet") -> "IntSet":
        mine, theirs = self.intervals, other.intervals
        if len(mine) == 1 == len(theirs):  # Most sets are one interval, and most of those lie inside the other.
            (low, high), (least, most) = mine[0], theirs[0]
            if least <= low and high <= most:
                return self
            return IntSet.between(max(low, least), min(high, most))
        if len(theirs) == 1:
            mine, theirs = theirs, mine
        results, at, there = [], 0, 0
        if len(mine) == 1:  # One interval is looked up in many: tables do that for every cell.
            there = max(0, bisect_left(theirs, mine[0]) - 1)
        while at < len(mine) and there < len(theirs):
            low, high = max(mine[at][0], theirs[there][0]), min(mine[at][1], theirs[there][1])
            if low <= high:
                results.append((low, high))
            if mine[at][1] < theirs[there][1]:
                at += 1
            else:
                there += 1
        return IntSet(tuple(results))

    def __sub__(self, other: "IntSet") -> "IntSet":
        results, cuts, first = [], other.intervals, 0
        for low, high in self.intervals:
            while first < len(cuts) and cuts[first][1] < low:
                first += 1
            at = first
            while at < len(cuts) and cuts[at][0] <= high:
                if low < cuts[at][0]:
                    results.append((low, cuts[at][0] - 1))
                low = cuts[at][1] + 1
                at += 1
            if low <= high:
                results.append((low, high))
        return IntSet(tuple(results))

    @property
    def is_single(self) -> bool:
        """Whether it holds exactly one integer."""
        intervals = self.intervals
        return len(intervals) == 1 and intervals[0][0] == intervals[0][1]

    @property
    def low(self) -> int:
        return self.intervals[0][0]

    @property
    def high(self) -> int:
        return self.intervals[-1][1]


EMPTY = IntSet()


def _joined(intervals: Iterable[tuple[int, int]]) -> IntSet:
    """Merge intervals, sorted by their low end, wherever they overlap or touch."""
    merged: list[tuple[int, int]] = []
    for low, high in intervals:
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return IntSet(tuple(merged))
