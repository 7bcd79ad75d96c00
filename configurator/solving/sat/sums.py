"""Sums in bounds as clauses: a decision diagram over the partial sums where it stays small, else binary adders.

A diagram lets unit propagation see all that bounds can say (Abío, Nieuwenhuis, Oliveras, Rodríguez-Carbonell,
Mayer-Eichberger 2012); adders are small for any sum, and say little before most of it is settled.
"""

from collections.abc import Sequence

from configurator.program.nodes import Term
from configurator.solving.local_search.weights import VariableWeights, weighed
from configurator.solving.port import Bound
from configurator.solving.sat.adders import Adder
from configurator.solving.sat.clauses import Clauses
from configurator.solving.sat.diagrams import encode_at_most
from configurator.solving.sat.ladder import Ladder

MOST_EDGES = 60_000
"""A bound whose diagram has more edges than this is written by adders."""


class Sums:
    """Writes bounds of sums; the total of an added sum is written once, whatever bounds it gets."""

    def __init__(self, clauses: Clauses, ladders: Sequence[Ladder]) -> None:
        self._clauses = clauses
        self._ladders = ladders
        self._adders: dict[tuple[Term, ...], Adder] = {}

    def require(self, terms: Sequence[Term], low: int | None, high: int | None, unless: Sequence[int]) -> None:
        """Demand that the sum lies in the bounds, or one of `unless` holds."""
        key = tuple(terms)
        constant, parts = weighed(terms, self._ladders)
        most = sum(part.most for part in parts)
        if high is not None and not self._at_most(parts, high - constant, most, unless, MOST_EDGES):
            self._adder(key, parts).at_most(high - constant, unless)
        if low is not None and not self._at_least(parts, low - constant, most, unless, MOST_EDGES):
            self._adder(key, parts).at_least(low - constant, unless)

    def require_small(self, bound: Bound, unless: Sequence[int], *, most_edges: int) -> bool:
        """Demand a bound if its diagrams have no more edges than that; tell whether they have."""
        constant, parts = weighed(bound.terms, self._ladders)
        most = sum(part.most for part in parts)
        return (bound.high is None or self._at_most(parts, bound.high - constant, most, unless, most_edges)) and (
            bound.low is None or self._at_least(parts, bound.low - constant, most, unless, most_edges)
        )

    def _at_most(
        self, parts: Sequence[VariableWeights], high: int, most: int, unless: Sequence[int], most_edges: int
    ) -> bool:
        """Demand "at most" by a diagram, if that is small enough."""
        if high < 0:
            self._clauses.add(unless)
        return not 0 <= high < most or encode_at_most(
            self._clauses, self._ladders, parts, high, unless, most_edges=most_edges
        )

    def _at_least(
        self, parts: Sequence[VariableWeights], low: int, most: int, unless: Sequence[int], most_edges: int
    ) -> bool:
        return self._at_most([part.turned() for part in parts], most - low, most, unless, most_edges)

    def _adder(self, terms: tuple[Term, ...], parts: Sequence[VariableWeights]) -> Adder:
        if terms not in self._adders:
            self._adders[terms] = Adder(self._clauses, self._ladders, parts)
        return self._adders[terms]
