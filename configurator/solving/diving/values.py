"""Values by number: a set of a variable's values is one Python integer, a bit for each value."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from configurator.program.intset import IntSet
from configurator.program.nodes import Term
from configurator.solving.propagation import multiples_between

MOST_WEIGHED = 64
"""Up to so many values, what each adds to a sum is listed; above, it is a straight line with exceptions."""


class Values:
    """The values of one variable in ascending order; bit `n` stands for the value number `n`."""

    def __init__(self, domain: IntSet) -> None:
        contiguous = len(domain.intervals) == 1
        self.values: Sequence[int] = range(domain.low, domain.high + 1) if contiguous else tuple(domain)
        self.everything = (1 << len(self.values)) - 1

    def mask(self, values: IntSet) -> int:
        """Return the bits of those values that the variable has."""
        found = 0
        for low, high in values.intervals:
            found |= (1 << bisect_right(self.values, high)) - (1 << bisect_left(self.values, low))
        return found

    def listed(self, mask: int) -> IntSet:
        """Return the values of the bits."""
        return IntSet.of(self.values[place] for place in bits(mask))

    def lowest(self, mask: int) -> int:
        """Return the least value of the bits."""
        return self.values[(mask & -mask).bit_length() - 1]

    def highest(self, mask: int) -> int:
        """Return the greatest value of the bits."""
        return self.values[mask.bit_length() - 1]


def bits(mask: int) -> Iterator[int]:
    """Yield the numbers of the bits, ascending."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


class Listed:
    """What each of a few values adds to a sum."""

    def __init__(self, values: Values, term: Term) -> None:
        weights = dict(term.weights)
        adds = [weights.get(value, term.coefficient * value) for value in values.values]
        self._adds = adds
        self._levels = sorted(set(adds))
        self._up_to = [sum(1 << place for place, add in enumerate(adds) if add <= level) for level in self._levels]
        self._known: dict[int, tuple[int, int]] = {}

    def reach(self, mask: int) -> tuple[int, int]:
        """Return the least and the greatest that the bits add."""
        found = self._known.get(mask)
        if found is None:
            adds = [self._adds[place] for place in bits(mask)]
            found = min(adds), max(adds)
            if len(self._known) < 4096:
                self._known[mask] = found
        return found

    def between(self, floor: int, ceiling: int) -> int:
        """Return the bits that add at least `floor` and at most `ceiling`."""
        first, last = bisect_left(self._levels, floor), bisect_right(self._levels, ceiling)
        if first >= last:
            return 0
        return self._up_to[last - 1] & ~(self._up_to[first - 1] if first else 0)


class Line:
    """What each of many values adds to a sum: a multiple of the value, but for some exceptions."""

    def __init__(self, values: Values, term: Term) -> None:
        self._values = values
        self._coefficient = term.coefficient
        self._exceptions = [(bit, weight) for value, weight in term.weights if (bit := values.mask(IntSet.of([value])))]
        self._plain = values.everything & ~sum(bit for bit, _ in self._exceptions)

    def reach(self, mask: int) -> tuple[int, int]:
        """Return the least and the greatest that the bits add."""
        ends = [weight for bit, weight in self._exceptions if mask & bit]
        plain = mask & self._plain
        if plain:
            ends += (
                self._coefficient * self._values.lowest(plain),
                self._coefficient * self._values.highest(plain),
            )
        return min(ends), max(ends)

    def between(self, floor: int, ceiling: int) -> int:
        """Return the bits that add at least `floor` and at most `ceiling`."""
        found = self._plain & self._values.mask(multiples_between(self._coefficient, floor, ceiling))
        return found | sum(bit for bit, weight in self._exceptions if floor <= weight <= ceiling)


def weighing(values: Values, term: Term) -> "Listed | Line":
    """Return what the values add to a sum by the term."""
    return Listed(values, term) if len(values.values) <= MOST_WEIGHED else Line(values, term)
