"""The values of one variable as literals: a ladder of "at least the value number n", and steps of it where needed.

The ladder is both the order encoding of an integer and the cheapest way to say "exactly one of many": a click, a bound
and a set of values are each a literal or two.
"""

from collections.abc import Iterator, Sequence

from configurator.program.intset import IntSet
from configurator.solving.local_search.domains import NumberedValues, Span
from configurator.solving.sat.clauses import TRUE, Clauses


class Ladder(NumberedValues):
    """A variable with at least one value; its values are numbered from 0, ascending."""

    def __init__(self, clauses: Clauses, domain: IntSet) -> None:
        super().__init__(domain)
        self.rungs = [clauses.fresh() for _ in range(self.size - 1)]
        for lower, higher in zip(self.rungs, self.rungs[1:], strict=False):
            clauses.add((-higher, lower))
        self._clauses = clauses
        self.steps: dict[Span, int] = {}
        self._members: dict[tuple[Span, ...], int] = {}

    def at_least(self, number: int) -> int:
        """Return the literal that the value has this number or a greater one."""
        if number <= 0:
            return TRUE
        return -TRUE if number >= self.size else self.rungs[number - 1]

    def within(self, span: Span) -> int:
        """Return the literal that the value's number lies in the span."""
        first, last = span
        if first == 0:
            return -self.at_least(last + 1)
        if last == self.size - 1:
            return self.at_least(first)
        if span not in self.steps:
            self.steps[span] = self._clauses.all_of((self.at_least(first), -self.at_least(last + 1)))
        return self.steps[span]

    def any_of(self, spans: Sequence[Span]) -> list[int]:
        """Return literals of which one holds just where the value's number lies in one of the spans."""
        return [self.within(span) for span in spans]

    def member(self, spans: Sequence[Span]) -> int:
        """Return one literal for the same."""
        key = tuple(spans)
        if key not in self._members:
            self._members[key] = self._clauses.one_of(self.any_of(spans))
        return self._members[key]

    def barred(self, spans: Sequence[Span]) -> Iterator[list[int]]:
        """Yield clauses that together say that the value's number lies in none of the spans."""
        for first, last in spans:
            yield [literal for literal in (-self.at_least(first), self.at_least(last + 1)) if literal != -TRUE]

    def only(self, spans: Sequence[Span]) -> list[int]:
        """Return literals that together say that the value's number lies in one of the spans, one at least."""
        literals = [self.at_least(spans[0][0]), -self.at_least(spans[-1][1] + 1)]
        holes = self.outside(spans)
        literals += [-self.within(hole) for hole in holes if 0 < hole[0] and hole[1] < self.size - 1]
        return [literal for literal in literals if literal != TRUE]

    def exactly(self, number: int) -> list[int]:
        """Return literals that together say that the value has this number."""
        step = self.steps.get((number, number))
        ends = (self.at_least(number), -self.at_least(number + 1))
        return [step] if step else [literal for literal in ends if literal != TRUE]
