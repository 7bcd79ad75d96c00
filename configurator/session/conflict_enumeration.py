"""Minimal conflict sets and correction sets over an abstract query "does this still fail, and which part of it?".

One minimal conflict is the preferred one that QuickXplain (Junker, AAAI 2004) finds, whatever parts the answers name:
the names only affect the jump size. All of them, with all minimal correction sets, are enumerated by MARCO (Liffiton,
Previti, Malik & Marques-Silva, Constraints 2016): a map of known subsets proposes the next one; a failing one shrinks
to a conflict, another grows until its complement is a correction.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

Part = TypeVar("Part", bound=Hashable)
Failing = Callable[[Sequence[Part]], Collection[Part] | None]
"""Returns which parts of a subset fail by themselves (all of it, if nothing less is known), or None where it holds."""


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
        search.note(known)
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
    return tuple(parts[rank] for rank in sorted(search.needed))


@dataclass
class _Search(Generic[Part]):
    """The known facts: the needed parts by rank, and ranks that fail together, needed or not."""

    parts: Sequence[Part]
    failing: Failing[Part]
    needed: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.ranks = {part: rank for rank, part in enumerate(self.parts)}
        self.core = set(range(len(self.parts)))

    def fails(self, end: int) -> bool:
        """Return whether the first parts, up to the end, fail with the needed ones."""
        failing = self.failing([self.parts[rank] for rank in sorted({*range(end), *self.needed})])
        if failing is not None:
            self.note(failing)
        return failing is not None

    def note(self, failing: Collection[Part]) -> None:
        """Note that these parts fail together."""
        self.core = {self.ranks[part] for part in failing}

    def end(self) -> int:
        """Return how many of the first parts certainly fail with the needed ones."""
        return max(self.core - self.needed, default=-1) + 1


Numbers = frozenset[int]
Fails = Callable[[Numbers], Numbers | Literal[False] | None]
"""Returns which of some parts fail by themselves (all of them, if nothing less is known), False where they hold, None
where that is not known."""


@dataclass(frozen=True, slots=True)
class MinimalConflict:
    """Parts, by number, that fail while no part of them does."""

    parts: Numbers


@dataclass(frozen=True, slots=True)
class MinimalCorrection:
    """Parts, by number, without which all others hold, while without only some of them they do not."""

    parts: Numbers


@dataclass(frozen=True, slots=True)
class Inconclusive:
    """Whether some parts fail was not decided in time: there may be more than was yielded."""


def enumerate_minimal(size: int, fails: Fails) -> Iterator[MinimalConflict | MinimalCorrection | Inconclusive]:
    """Yield each minimal conflict and each minimal correction of parts 0 to `size - 1` once; an `Inconclusive` ends it.

    `fails` must be monotone. Smaller numbers are rather kept: corrections rather have greater ones, conflicts smaller.
    """
    known, everything = _Map(), frozenset(range(size))
    while (dropped := known.unexplored()) is not None:
        seed = everything - dropped
        failing = fails(seed)
        if failing is None:
            yield Inconclusive()
            return
        minimal = _grown(everything, seed, fails) if failing is False else _shrunk(seed, failing, fails)
        if minimal is None:
            yield Inconclusive()
            return
        if isinstance(minimal, MinimalConflict):
            known.conflicts.append(minimal.parts)
        else:
            known.corrections.append(minimal.parts)
        if isinstance(minimal, MinimalConflict) or minimal.parts:
            yield minimal


def _shrunk(seed: Numbers, failing: Numbers, fails: Fails) -> MinimalConflict | None:
    unsure = False

    def certainly(parts: Sequence[int]) -> Numbers | None:
        nonlocal unsure
        answer = fails(frozenset(parts))
        unsure = unsure or answer is None
        return None if answer is False else answer

    conflict = frozenset(minimal_conflict(sorted(seed), certainly, known=failing))
    return None if unsure else MinimalConflict(conflict)


def _grown(everything: Numbers, seed: Numbers, fails: Fails) -> MinimalCorrection | None:
    held = seed
    for part in sorted(everything - seed):
        answer = fails(held | {part})
        if answer is None:
            return None
        if answer is False:
            held |= {part}
    return MinimalCorrection(everything - held)


@dataclass
class _Map:
    """The known facts: every superset of a conflict fails, and every set disjoint from a correction holds."""

    conflicts: list[Numbers] = field(default_factory=list)
    corrections: list[Numbers] = field(default_factory=list)

    def unexplored(self) -> Numbers | None:
        """Return parts to drop so that of the rest it is not known whether it fails; None where all is known.

        The parts hit every conflict and hold no whole correction.
        """
        return self._hitting(frozenset(), frozenset())

    def _hitting(self, dropped: Numbers, barred: Numbers) -> Numbers | None:
        if any(correction <= dropped for correction in self.corrections):
            return None
        conflict = next((conflict for conflict in self.conflicts if not conflict & dropped), None)
        if conflict is None:
            return dropped
        for part in sorted(conflict - barred, reverse=True):
            hitting = self._hitting(dropped | {part}, barred)
            if hitting is not None:
                return hitting
            barred |= {part}
        return None
