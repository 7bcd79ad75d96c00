"""Solutions met before, as a memory only: they save work, and no answer depends on them."""

from collections import OrderedDict
from collections.abc import Iterator

from configurator.solving.diving.laws import Domains

MOST_KEPT = 400


class Pool:
    """The solutions used last; every one is a solution of the whole program, with no constraint set aside."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, ...], None] = OrderedDict()

    def add(self, solution: Domains) -> None:
        """Remember a solution, and forget the one that was of no use for longest."""
        self._kept[tuple(solution)] = None
        self._kept.move_to_end(tuple(solution))
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)

    def within(self, domains: Domains) -> Iterator[Domains]:
        """Yield the solutions that lie in the domains, those used last first."""
        for kept in reversed(list(self._kept)):
            if all(map(int.__and__, kept, domains)):
                self._kept.move_to_end(kept)
                yield list(kept)
