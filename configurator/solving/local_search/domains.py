"""Numbered values of a variable, and sets of them as spans or as bits of an integer."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from configurator.program.intset import IntSet

Span = tuple[int, int]
"""Numbers of values, the first and the last, both included."""

BitDomains = list[int]
"""For every variable, the bits of the values that it still has."""


class NumberedValues:
    """A non-empty ascending sequence of values, numbered from 0. Bit `n` is value number `n`."""

    def __init__(self, domain: IntSet) -> None:
        contiguous = len(domain.intervals) == 1
        self.values: Sequence[int] = range(domain.low, domain.high + 1) if contiguous else tuple(domain)
        self.size = len(self.values)

    @property
    def every_bit(self) -> int:
        """Return the bits of all values."""
        return (1 << self.size) - 1

    def number(self, value: int) -> int:
        """Return the number of a value of the domain."""
        return bisect_left(self.values, value)

    def spans(self, values: IntSet) -> list[Span]:
        """Return the ascending, non-adjacent spans of those values that are in the domain."""
        spans: list[Span] = []
        for low, high in values.intervals:
            first, last = bisect_left(self.values, low), bisect_right(self.values, high) - 1
            if first > last:
                continue
            if spans and spans[-1][1] == first - 1:
                first = spans.pop()[0]
            spans.append((first, last))
        return spans

    def outside(self, spans: Sequence[Span]) -> list[Span]:
        """Return the complement of ascending spans."""
        gaps, start = [], 0
        for first, last in spans:
            if start < first:
                gaps.append((start, first - 1))
            start = last + 1
        if start < self.size:
            gaps.append((start, self.size - 1))
        return gaps

    def mask(self, values: IntSet) -> int:
        """Return the bits of those values that are in the domain."""
        mask = 0
        for low, high in values.intervals:
            mask |= (1 << bisect_right(self.values, high)) - (1 << bisect_left(self.values, low))
        return mask

    def listed(self, mask: int) -> IntSet:
        """Return the values of the bits."""
        return IntSet.of(self.values[number] for number in bits(mask))

    def lowest(self, mask: int) -> int:
        """Return the least value of the bits."""
        return self.values[(mask & -mask).bit_length() - 1]

    def highest(self, mask: int) -> int:
        """Return the greatest value of the bits."""
        return self.values[mask.bit_length() - 1]


def bits(mask: int) -> list[int]:
    """Return the indices of the set bits, ascending."""
    numbers = []
    while mask:
        bit = mask & -mask
        numbers.append(bit.bit_length() - 1)
        mask ^= bit
    return numbers


def lowest_bit(variable: int, mask: int) -> int:
    """Prefer the least value of a variable."""
    return mask & -mask


def spans_where(flags: Iterable[bool]) -> list[Span]:
    """Return the spans of the indices whose flag is set."""
    spans: list[Span] = []
    for number, flag in enumerate(flags):
        if flag and spans and spans[-1][1] == number - 1:
            spans[-1] = (spans[-1][0], number)
        elif flag:
            spans.append((number, number))
    return spans


def keep(variable: int, mask: int, domains: BitDomains, touched: list[int]) -> bool:
    """Restrict the variable to these values and record the change; False if none is left."""
    here = domains[variable]
    inside = here & mask
    if inside != here:
        domains[variable] = inside
        touched.append(variable)
    return inside != 0
