"""A solution of least cost by descents: each must cost less than the one before, until none can."""

from collections.abc import Sequence

from configurator.program.nodes import Term
from configurator.solving.diving.diver import Dive, Waters, lowest_bit
from configurator.solving.diving.laws import Domains, Sum
from configurator.solving.diving.values import Line, Listed, weighing


class Cheapest:
    """The cheapest solution known, and whether it is `proved` to be the least.

    The last law of the waters is the bound on the objective: it is replaced by a tighter one with every solution.
    """

    def __init__(self, waters: Waters, objective: Sequence[Term]) -> None:
        self._waters = waters
        self._terms = tuple((term.variable, weighing(waters.diver.values[term.variable], term)) for term in objective)
        self._weighs: dict[int, list[Listed | Line]] = {}
        for place, weighs in self._terms:
            self._weighs.setdefault(place, []).append(weighs)
        waters.order.sort(key=lambda place: -self._spread(place))
        self.best: Domains | None = None
        self.proved = False

    def run(self) -> None:
        """Descend until nothing cheaper is possible or a descent is lost; `OutOfBudget` leaves the best so far."""
        thorough = self._waters.diver.patience.thorough
        while True:
            found = self._waters.dive(self._waters.domains, self._cheap_first, mistakes=thorough)
            if isinstance(found, Dive):
                self.proved = found is Dive.DEAD
                return
            self.best = found
            cost = sum(weighs.reach(found[place])[0] for place, weighs in self._terms)
            self._waters.laws[-1] = Sum(self._terms, None, cost - 1)
            if not self._waters.settle(self._waters.domains, [len(self._waters.laws) - 1]):
                self.proved = True
                return

    def _spread(self, place: int) -> int:
        """Return how much the choice of a value can change the cost."""
        mask = self._waters.domains[place]
        reaches = [weighs.reach(mask) for weighs in self._weighs.get(place, ())]
        return sum(high - low for low, high in reaches)

    def _cheap_first(self, place: int, mask: int) -> int:
        for weighs in self._weighs.get(place, ()):
            least, _ = weighs.reach(mask)
            mask &= weighs.between(least, least) or mask
        known = mask & self.best[place] if self.best else 0
        return known or lowest_bit(place, mask)
