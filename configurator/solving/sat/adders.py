"""A sum as binary digits: full adders over the digits of what each variable adds, for sums too large for diagrams."""

from collections.abc import Sequence

from configurator.solving.local_search.domains import spans_where
from configurator.solving.local_search.weights import VariableWeights
from configurator.solving.sat.clauses import TRUE, Clauses
from configurator.solving.sat.ladder import Ladder


class Adder:
    """The digits of a total, the lowest first."""

    def __init__(self, clauses: Clauses, ladders: Sequence[Ladder], parts: Sequence[VariableWeights]) -> None:
        self._clauses = clauses
        length = sum(part.most for part in parts).bit_length()
        columns: list[list[int]] = [[] for _ in range(length + 1)]
        for part in parts:
            for place in range(part.most.bit_length()):
                spans = spans_where(bool(weight >> place & 1) for weight in part.weights)
                columns[place].append(ladders[part.variable].member(spans))
        self.digits = [self._digit(columns, place) for place in range(length)]

    def at_most(self, high: int, unless: Sequence[int]) -> None:
        """Demand that the total is at most `high`: no digit is 1 where `high` has 0 and all above are as great."""
        self._compare([-digit for digit in self.digits], [not bit for bit in self._bits(high)], unless)

    def at_least(self, low: int, unless: Sequence[int]) -> None:
        """Demand that the total is at least `low`."""
        self._compare(self.digits, self._bits(low), unless)

    def _bits(self, number: int) -> list[bool]:
        return [bool(number >> place & 1) for place in range(len(self.digits))]

    def _compare(self, digits: Sequence[int], wanted: Sequence[bool], unless: Sequence[int]) -> None:
        """Demand that the digits, read as literals, are not below the wanted ones."""
        for place, bit in enumerate(wanted):
            if bit:
                above = (digits[higher] for higher in range(place + 1, len(wanted)) if not wanted[higher])
                self._clauses.add((*unless, digits[place], *above))

    def _digit(self, columns: list[list[int]], place: int) -> int:
        """Add up the literals of one column until one is left; what they carry goes to the next column."""
        column = [literal for literal in columns[place] if literal != -TRUE]
        while len(column) > 1:
            taken = [column.pop(0) for _ in range(min(3, len(column)))]
            total, carry = self._full(*taken) if len(taken) == 3 else self._half(*taken)
            column.append(total)
            columns[place + 1].append(carry)
        return column[0] if column else -TRUE

    def _half(self, one: int, other: int) -> tuple[int, int]:
        total = self._clauses.fresh()
        for clause in ((-one, -other, -total), (one, other, -total), (-one, other, total), (one, -other, total)):
            self._clauses.add(clause)
        return total, self._clauses.all_of((one, other))

    def _full(self, one: int, two: int, three: int) -> tuple[int, int]:
        total, carry = self._clauses.fresh(), self._clauses.fresh()
        for a in (one, -one):
            for b in (two, -two):
                for c in (three, -three):
                    odd = (a == one) ^ (b == two) ^ (c == three)
                    self._clauses.add((-a, -b, -c, total if odd else -total))
        for a, b in ((one, two), (one, three), (two, three)):
            self._clauses.add((-a, -b, carry))
            self._clauses.add((a, b, -carry))
        return total, carry
