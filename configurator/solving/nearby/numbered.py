"""The values of one variable by number, and sets of them as spans of numbers."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from configurator.program.intset import IntSet

Span = tuple[int, int]
"""Numbers of values, the first and the last, both included."""


def spans_where(wanted: Iterable[bool]) -> list[Span]:
    """Return the numbers that are wanted."""
    found: list[Span] = []
    for number, wants in enumerate(wanted):
        if wants and found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        elif wants:
            found.append((number, number))
    return found


class Numbered:
    """Values numbered from 0, ascending; there is at least one."""

    def __init__(self, domain: IntSet) -> None:
        contiguous = len(domain.intervals) == 1
        self.values: Sequence[int] = range(domain.low, domain.high + 1) if contiguous else tuple(domain)
        self.size = len(self.values)

    def number(self, value: int) -> int:
        """Return the number of a value that the variable has."""
        return bisect_left(self.values, value)

    def spans(self, values: IntSet) -> list[Span]:
        """Return the numbers of those values that the variable has, ascending; spans do not touch."""
        found: list[Span] = []
        for low, high in values.intervals:
            first, last = bisect_left(self.values, low), bisect_right(self.values, high) - 1
            if first > last:
                continue
            if found and found[-1][1] == first - 1:
                first = found.pop()[0]
            found.append((first, last))
        return found

    def outside(self, spans: Sequence[Span]) -> list[Span]:
        """Return the numbers that none of the ascending spans has."""
        found, start = [], 0
        for first, last in spans:
            if start < first:
                found.append((start, first - 1))
            start = last + 1
        if start < self.size:
            found.append((start, self.size - 1))
        return found
