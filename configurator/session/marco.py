"""All minimal conflicts, and all minimal sets of parts to give up, over an abstract question "which of these fail?".

MARCO (Liffiton, Previti, Malik & Marques-Silva, Constraints 2016): a map of what is known of all subsets proposes the
next one to look at; one that fails shrinks to a conflict, one that does not grows until what is left is a correction.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from configurator.session.conflict import minimal_conflict

Numbers = frozenset[int]
Fails = Callable[[Numbers], Numbers | Literal[False] | None]
"""Tells which of some parts fail by themselves (all of them, if nothing less is known), False where they hold, None
where that is not known."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Parts, by number, that fail while no part of them does."""

    parts: Numbers


@dataclass(frozen=True, slots=True)
class Correction:
    """Parts, by number, without which all others hold, while without only some of them they do not."""

    parts: Numbers


@dataclass(frozen=True, slots=True)
class Unsure:
    """Whether some parts fail was not found out in time: there may be more than was said before."""


def everything_minimal(size: int, fails: Fails) -> Iterator[Clash | Correction | Unsure]:
    """Yield each minimal conflict and each minimal correction of parts 0 to `size - 1` once; an `Unsure` ends it.

    `fails` must be monotone. Smaller numbers are rather kept: corrections rather have
    greater ones, conflicts smaller ones.
    """
    known, everything = _Map(), frozenset(range(size))
    while (dropped := known.unexplored()) is not None:
        seed = everything - dropped
        failing = fails(seed)
        if failing is None:
            yield Unsure()
            return
        found = _grown(everything, seed, fails) if failing is False else _shrunk(seed, failing, fails)
        if found is None:
            yield Unsure()
            return
        if isinstance(found, Clash):
            known.clashes.append(found.parts)
        else:
            known.corrections.append(found.parts)
        if isinstance(found, Clash) or found.parts:
            yield found


def _shrunk(seed: Numbers, failing: Numbers, fails: Fails) -> Clash | None:
    unsure = False

    def certainly(parts: Sequence[int]) -> Numbers | None:
        nonlocal unsure
        answer = fails(frozenset(parts))
        unsure = unsure or answer is None
        return None if answer is False else answer

    found = frozenset(minimal_conflict(sorted(seed), certainly, known=failing))
    return None if unsure else Clash(found)


def _grown(everything: Numbers, seed: Numbers, fails: Fails) -> Correction | None:
    held = seed
    for part in sorted(everything - seed):
        answer = fails(held | {part})
        if answer is None:
            return None
        if answer is False:
            held |= {part}
    return Correction(everything - held)


@dataclass
class _Map:
    """What is known: every set of parts that has a clash fails, and every one that lacks a correction holds."""

    clashes: list[Numbers] = field(default_factory=list)
    corrections: list[Numbers] = field(default_factory=list)

    def unexplored(self) -> Numbers | None:
        """Return parts to drop so that of the rest it is not known whether it fails; None where all is known.

        The parts hit every clash and hold no whole correction.
        """
        return self._hitting(frozenset(), frozenset())

    def _hitting(self, dropped: Numbers, barred: Numbers) -> Numbers | None:
        if any(correction <= dropped for correction in self.corrections):
            return None
        clash = next((clash for clash in self.clashes if not clash & dropped), None)
        if clash is None:
            return dropped
        for part in sorted(clash - barred, reverse=True):
            found = self._hitting(dropped | {part}, barred)
            if found is not None:
                return found
            barred |= {part}
        return None
