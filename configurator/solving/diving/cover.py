"""Which values solutions have, by descents towards values not seen yet."""

from collections.abc import Collection
from operator import and_

from configurator.solving.diving.diver import Dive, Waters, lowest_bit
from configurator.solving.diving.laws import Domains
from configurator.solving.diving.pool import Pool
from configurator.solving.diving.slices import slice_through

WIDE = 24
"""With more values than this left to see, a variable is looked at in slices."""


class Cover:
    """What is known of the values of the asked variables, while it grows: those `seen`, and those still `open`."""

    def __init__(self, waters: Waters, pool: Pool, asked: Collection[int]) -> None:
        self.waters = waters
        self.seen: Domains = [0] * len(waters.domains)
        self.open: Domains = [mask if place in asked else 0 for place, mask in enumerate(waters.domains)]
        self._pool = pool
        self._patience = waters.diver.patience
        self._lost = 0
        self._last: Domains | None = None
        self._order = [place for place in waters.diver.order if place in asked]

    def run(self) -> bool:
        """Look until all is settled or too much is lost; False if there is certainly no solution at all.

        What is still open afterwards is undecided. `OutOfBudget` leaves what was found until then.
        """
        for known in self._pool.within(self.waters.domains):
            if self.waters.holds(known) and any(map(and_, known, self.open)):
                self.see(known)
        if self._last is None and not self._first():
            return False
        for place in self._order:
            self._finish(place)
            if self._lost > self._patience.lost:
                break
        self.open = list(map(and_, self.open, self.waters.domains))
        return True

    def see(self, solution: Domains) -> None:
        """Note the values of a solution."""
        self._last = solution
        for place, mask in enumerate(solution):
            self.seen[place] |= mask
            self.open[place] &= ~mask

    def _first(self) -> bool:
        found = self.waters.dive(self.waters.domains, lowest_bit, mistakes=self._patience.thorough)
        if found is Dive.DEAD:
            return False
        if found is Dive.LOST:
            self._lost = self._patience.lost + 1
        else:
            self._found(found)
        return True

    def _finish(self, place: int) -> None:
        """Settle every value of the variable, but for those whose descents are lost."""
        passed = 0
        while left := self.open[place] & self.waters.domains[place] & ~passed:
            if self._lost > self._patience.lost:
                return
            if left.bit_count() > WIDE and self._slice(place):
                continue
            bit = left & -left
            match self._towards(place, bit):
                case Dive.DEAD:
                    self.waters.narrow(self.waters.domains, place, ~bit)
                case Dive.LOST:
                    self._lost += 1
                    passed |= bit
                case found:
                    self._found(found)

    def _towards(self, place: int, bit: int) -> Domains | Dive:
        """Descend to a solution with this value, seeing much that is new, or else close to a known one."""
        beside = self.waters.beside(self._last, place, bit) if self._last else None
        if beside is not None:
            found = self.waters.dive(beside, self._new_first, mistakes=self._patience.eager)
            if not isinstance(found, Dive):
                return found
        start = list(self.waters.domains)
        if not self.waters.narrow(start, place, bit):
            return Dive.DEAD
        found = self.waters.dive(start, self._new_first, mistakes=self._patience.eager)
        return (
            self.waters.dive(start, self._known_first, mistakes=self._patience.careful) if found is Dive.LOST else found
        )

    def _new_first(self, place: int, mask: int) -> int:
        new = mask & self.open[place]
        return new & -new or self._known_first(place, mask)

    def _known_first(self, place: int, mask: int) -> int:
        known = mask & self._last[place] if self._last else 0
        return known or mask & -mask

    def _found(self, solution: Domains) -> None:
        self.see(solution)
        if not any(self.waters.asleep):
            self._pool.add(solution)

    def _slice(self, place: int) -> bool:
        """See all values that the variable can take beside the last solution; tell whether any was new."""
        if self._last is None:
            return False
        own = self.waters.diver.values[place]
        domain = own.listed(self.waters.domains[place])
        formulas = self.waters.formulas_about(place)
        slice_ = own.mask(slice_through(self.waters.diver.solution(self._last), place, domain, formulas))
        new = slice_ & self.open[place]
        self.seen[place] |= new
        self.open[place] &= ~new
        return new != 0
