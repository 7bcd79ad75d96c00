"""Clauses → one equivalent, shorter condition, by factoring common literals.

Models are often converted to clauses by multiplying out `a or (b and c)`; this is the inverse, `ab ∨ ac = a(b ∨ c)`,
for "and" as for "or".
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from configurator.exchange.limits import FACTORING_DEPTH

Literals = frozenset[int]


def factored(clauses: Iterable[Literals], shown: Callable[[int], str]) -> list[str]:
    """Return conditions that hold together exactly where all clauses do; none of the clauses is empty."""
    return [_text(part, shown) for part in _all(_distinct(clauses), 0)]


@dataclass(frozen=True, slots=True)
class _FactoredClause:
    """At least one of the literals holds, or all of the heads do, or all of the rest."""

    literals: Literals
    heads: "tuple[_FactoredClause, ...]" = ()
    rest: "tuple[_FactoredClause, ...]" = ()


def _distinct(clauses: Iterable[Literals]) -> list[Literals]:
    """Return the clauses once each, in a fixed order, without those that a single literal implies."""
    results = sorted(set(clauses), key=lambda clause: (len(clause), sorted(clause)))
    single = {literal for clause in results if len(clause) == 1 for literal in clause}
    return [clause for clause in results if len(clause) == 1 or single.isdisjoint(clause)]


def _all(clauses: list[Literals], depth: int) -> tuple[_FactoredClause, ...]:
    """Return the parts of a conjunction: those with the most frequent literal first, then the others."""
    if depth >= FACTORING_DEPTH:
        return tuple(map(_FactoredClause, clauses))
    parts: list[_FactoredClause] = []
    left = dict.fromkeys(clauses)
    for alike in _by_frequency(left):
        parts.append(_shared(alike, depth))
    return tuple(_merged((*parts, *map(_FactoredClause, left))))


def _by_frequency(left: dict[Literals, None]) -> Iterator[list[Literals]]:
    """Take out, again and again, the clauses with the literal that is in most of those left, while it is in several."""
    clauses_with: dict[int, list[Literals]] = {}
    for clause in left:
        for literal in clause:
            clauses_with.setdefault(literal, []).append(clause)
    often = {literal: len(clauses) for literal, clauses in clauses_with.items()}
    queue = [_priority(literal, times) for literal, times in often.items() if times > 1]
    heapify(queue)
    while queue:
        entry = heappop(queue)
        literal = entry[2]
        if entry != _priority(literal, often[literal]):
            continue
        alike = [clause for clause in clauses_with[literal] if clause in left]
        for clause in alike:
            del left[clause]
            for other in clause:
                often[other] -= 1
        for other in {each for clause in alike for each in clause}:
            if often[other] > 1:
                heappush(queue, _priority(other, often[other]))
        yield alike


def _priority(literal: int, times: int) -> tuple[int, int, int]:
    return -times, abs(literal), literal


def _shared(clauses: list[Literals], depth: int) -> _FactoredClause:
    """Return the common literals of the clauses, or else the rest of each."""
    common = frozenset.intersection(*clauses)
    rest = _distinct(clause - common for clause in clauses)
    return _FactoredClause(common) if frozenset() in rest else _FactoredClause(common, (), _all(rest, depth + 1))


def _merged(parts: Iterable[_FactoredClause]) -> Iterator[_FactoredClause]:
    """Join `a or R` and `b or R` to `(a and b) or R`."""
    by_rest: dict[tuple[_FactoredClause, ...], list[_FactoredClause]] = {}
    for part in parts:
        by_rest.setdefault(part.rest, []).append(part)
    for rest, alike in by_rest.items():
        if rest and len(alike) > 1:
            yield _FactoredClause(frozenset(), tuple(_FactoredClause(part.literals) for part in alike), rest)
        else:
            yield from alike


def _text(part: _FactoredClause, shown: Callable[[int], str]) -> str:
    literals = sorted(part.literals, key=lambda literal: (literal < 0, abs(literal)))
    joined = (_joined(parts, shown) for parts in (part.heads, part.rest) if parts)
    return " or ".join([*(shown(literal) for literal in literals), *joined])


def _joined(parts: tuple[_FactoredClause, ...], shown: Callable[[int], str]) -> str:
    texts = [_text(part, shown) for part in parts]
    return texts[0] if len(texts) == 1 else " and ".join(f"({text})" if " or " in text else text for text in texts)
