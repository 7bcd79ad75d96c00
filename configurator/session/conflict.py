"""Minimal conflicts over an abstract question "does this still fail?": QuickXplain (Junker, AAAI 2004)."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Part = TypeVar("Part")


def minimal_conflict(parts: Sequence[Part], fails: Callable[[Sequence[Part]], bool]) -> tuple[Part, ...]:
    """Return a subset of `parts` that fails while none of its proper subsets does, earlier parts rather than later.

    `fails(subset)` must be monotone (a set that fails still fails with more in it) and hold of all the parts together.
    Where `fails` is unsure it answers False; the result then still fails, but may not be minimal. About
    2k·log(n/k) + 2k questions are asked for a conflict of k among n parts.
    """
    if fails(()):
        return ()
    return _sorted_like(parts, _conflict_in((), False, tuple(parts), fails))


def _conflict_in(
    background: tuple[Part, ...], grown: bool, parts: tuple[Part, ...], fails: Callable[[Sequence[Part]], bool]
) -> tuple[Part, ...]:
    """Return the parts that must join the background to make it fail; `grown` if it just became larger."""
    if grown and fails(background):
        return ()
    if len(parts) <= 1:
        return parts
    middle = len(parts) // 2
    first, second = parts[:middle], parts[middle:]
    of_second = _conflict_in(background + first, True, second, fails)
    of_first = _conflict_in(background + of_second, bool(of_second), first, fails)
    return of_first + of_second


def _sorted_like(parts: Sequence[Part], chosen: tuple[Part, ...]) -> tuple[Part, ...]:
    return tuple(part for part in parts if part in chosen)
