"""Sums in bounds as clauses: a decision diagram over the partial sums where it stays small, else binary adders.

A diagram lets unit propagation see all that bounds can say (Abío, Nieuwenhuis, Oliveras, Rodríguez-Carbonell, Mayer-Eichberger
2012); adders are small for any sum, and say little before most of it is settled.
"""

from collections.abc import Sequence

from configurator.program.nodes import Term
from configurator.solving.sat.adders import Adder
from configurator.solving.sat.clauses import Clauses
from configurator.solving.sat.diagrams import encode_at_most
from configurator.solving.sat.ladder import Ladder
from configurator.solving.sat.weights import Weighed, weighed


class Sums:
    """Writes bounds of sums; the total of an added sum is written once, whatever bounds it gets."""

    def __init__(self, clauses: Clauses, ladders: Sequence[Ladder]) -> None:
        self._clauses = clauses
        self._ladders = ladders
        self._adders: dict[tuple[Term, ...], Adder] = {}

    def require(self, terms: Sequence[Term], low: int | None, high: int | None, unless: Sequence[int]) -> None:
        """Demand that the sum lies in the bounds, or one of `unless` holds."""
        constant, parts = weighed(terms, self._ladders)
        most = sum(max(part.weights) for part in parts)
        if high is not None and high - constant < most:
            self._at_most(tuple(terms), parts, high - constant, unless)
        if low is not None and low > constant:
            self._at_least(tuple(terms), parts, low - constant, most, unless)

    def _at_most(self, terms: tuple[Term, ...], parts: Sequence[Weighed], high: int, unless: Sequence[int]) -> None:
        if high < 0:
            self._clauses.add(unless)
        elif not encode_at_most(self._clauses, parts, high, unless):
            self._adder(terms, parts).at_most(high, unless)

    def _at_least(
        self, terms: tuple[Term, ...], parts: Sequence[Weighed], low: int, most: int, unless: Sequence[int]
    ) -> None:
        if low > most:
            self._clauses.add(unless)
        elif not encode_at_most(self._clauses, [part.turned() for part in parts], most - low, unless):
            self._adder(terms, parts).at_least(low, unless)

    def _adder(self, terms: tuple[Term, ...], parts: Sequence[Weighed]) -> Adder:
        if terms not in self._adders:
            self._adders[terms] = Adder(self._clauses, parts)
        return self._adders[terms]
