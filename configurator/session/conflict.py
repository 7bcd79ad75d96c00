"""Minimal conflicts over an abstract question "does this still fail, and which part of it?".

The result is the preferred one that QuickXplain (Junker, AAAI 2004) finds, whatever parts the answers name: these only
tell how far to jump.
"""

from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Part = TypeVar("Part", bound=Hashable)
Failing = Callable[[Sequence[Part]], Collection[Part] | None]
"""Tells which parts of a subset fail by themselves: all of it if nothing less is known, None where it does not fail."""


def minimal_conflict(
    parts: Sequence[Part], failing: Failing[Part], *, known: Collection[Part] | None = None
) -> tuple[Part, ...]:
    """Return the subset of `parts` that fails while none of its proper subsets does, earlier parts rather than later.

    Of all minimal conflicts it is the one whose last part is the earliest; of those, the one whose last but one is; and
    so on. `failing` must be monotone (a set that fails still fails with more in it). All the parts together fail:
    `known` of them, or it is asked. Where it is unsure it answers None; the result then still fails, but may not be
    minimal. For a conflict of k among n parts, k questions are asked where answers name minimal conflicts, and about
    2k·log(n) where they name all that was asked.
    """
    search = _Search(parts, failing)
    if known is None:
        search.fails(len(parts))
    else:
        search.found(known)
    while end := search.end():
        held, eager = -1, True
        while end - held > 1:
            probe = end - 1 if eager else (held + end) // 2
            if search.fails(probe):
                end = search.end()
            else:
                held = probe
            eager = not eager
        if end:
            search.needed.add(end - 1)
    return tuple(parts[place] for place in sorted(search.needed))


@dataclass
class _Search(Generic[Part]):
    """What is known: the parts that are needed by their place, and places that fail together, needed or not."""

    parts: Sequence[Part]
    failing: Failing[Part]
    needed: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.places = {part: place for place, part in enumerate(self.parts)}
        self.core = set(range(len(self.parts)))

    def fails(self, end: int) -> bool:
        """Tell whether the first parts, up to the end, fail with the needed ones."""
        failing = self.failing([self.parts[place] for place in sorted({*range(end), *self.needed})])
        if failing is not None:
            self.found(failing)
        return failing is not None

    def found(self, failing: Collection[Part]) -> None:
        """Note that these parts fail together."""
        self.core = {self.places[part] for part in failing}

    def end(self) -> int:
        """Return how many of the first parts certainly fail with the needed ones."""
        return max(self.core - self.needed, default=-1) + 1
