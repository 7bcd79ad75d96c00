"""Wishes granted one after the other: a witness is kept, and a wish that it fulfils costs no search."""

from collections.abc import Callable, Sequence

from configurator.program.nodes import Literal, Lowest, Wish
from configurator.solving.diving.diver import Dive, Waters, lowest_bit
from configurator.solving.diving.laws import Domains

Ask = Callable[[Domains], Domains | None]
"""Finds a solution within domains by other means, or says that there is none; it may raise `OutOfBudget`."""


class Completion:
    """The solution that fulfils the wishes lexicographically, on the way.

    `hint` has a value of every variable to look at first; it need not be a solution. What the witness fulfils is only
    noted, and propagated once a wish comes that it does not fulfil.
    """

    def __init__(self, waters: Waters, ask: Ask, hint: Domains | None = None) -> None:
        self._waters = waters
        self._ask = ask
        self._domains = list(waters.domains)
        self._witness = hint
        self._noted: list[int] = []

    def run(self, wishes: Sequence[Wish]) -> Domains | None:
        """Return the solution, or None if there is none at all."""
        self._witness = self._find(self._domains)
        if self._witness is None:
            return None
        for wish in wishes:
            match wish:
                case Literal(place, values):
                    self._grant(place, self._waters.diver.values[place].mask(values))
                case Lowest(place):
                    while not self._grant(place, lowest_bit(place, self._domains[place])):
                        pass
        return self._witness

    def _grant(self, place: int, wanted: int) -> bool:
        """Keep to the wanted values if a solution has one of them, else to the others."""
        if self._witness is not None and self._witness[place] & wanted:
            self._note(place, wanted)
            return True
        self._settle()
        wanted &= self._domains[place]
        if not wanted:
            return False
        trial = list(self._domains)
        found = self._find(trial) if self._waters.narrow(trial, place, wanted) else None
        if found is None:
            self._waters.narrow(self._domains, place, ~wanted)
            return False
        self._witness, self._domains = found, trial
        return True

    def _note(self, place: int, wanted: int) -> None:
        if self._domains[place] & ~wanted:
            self._domains[place] &= wanted
            self._noted.append(place)

    def _settle(self) -> None:
        """Propagate what was noted; the witness is a solution with all of it."""
        if self._noted:
            self._waters.wake(self._domains, self._noted)
            self._noted = []

    def _find(self, start: Domains) -> Domains | None:
        found = self._waters.dive(start, self._known_first, mistakes=self._waters.diver.patience.thorough)
        match found:
            case Dive.DEAD:
                return None
            case Dive.LOST:
                return self._ask(start)
            case _:
                return found

    def _known_first(self, place: int, mask: int) -> int:
        known = mask & self._witness[place] if self._witness else 0
        return known or lowest_bit(place, mask)
