"""Tables as clauses by supports: a row is chosen, and each value needs a row that it stands in."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from configurator.solving.local_search.domains import Span
from configurator.solving.sat.clauses import Clauses
from configurator.solving.sat.ladder import Ladder

Cell = Sequence[Span]
Row = Sequence[Cell]


def require_rows(clauses: Clauses, ladders: Sequence[Ladder], rows: Sequence[Row], unless: Sequence[int]) -> None:
    """Demand that the values lie in one of the rows."""
    open_rows = list(dict.fromkeys(tuple(map(tuple, row)) for row in rows if all(row)))
    telling = [at for at, one in enumerate(ladders) if any(one.outside(row[at]) for row in open_rows)]
    if len(telling) == 2:
        _pair(clauses, [ladders[at] for at in telling], [[row[at] for at in telling] for row in open_rows], unless)
        return
    chosen = [clauses.fresh() for _ in open_rows]
    clauses.add((*unless, *chosen))
    for at in telling:
        _tie(clauses, ladders[at], [row[at] for row in open_rows], chosen, unless)


def _tie(clauses: Clauses, ladder: Ladder, cells: Sequence[Cell], chosen: Sequence[int], unless: Sequence[int]) -> None:
    """Tie one column to the chosen rows: a row needs its cell, and a value needs a row."""
    for cell, row in zip(cells, chosen, strict=True):
        if ladder.outside(cell):
            clauses.add((-row, *ladder.any_of(cell)))
    for spans, rows in _classes(ladder, cells):
        if len(rows) < len(chosen):
            for barred in ladder.barred(spans):
                clauses.add((*unless, *barred, *(chosen[row] for row in rows)))


def _pair(clauses: Clauses, ladders: Sequence[Ladder], rows: Sequence[Row], unless: Sequence[int]) -> None:
    """Demand of two columns, without rows to choose, that each value goes with one that it stands beside."""
    left, right = ladders
    for spans, own in _classes(left, [row[0] for row in rows]):
        beside = _joined(cell for row in own for cell in rows[row][1])
        allowed = right.any_of(beside)
        for barred in left.barred(spans):
            clauses.add((*unless, *barred, *allowed))


def _classes(ladder: Ladder, cells: Sequence[Cell]) -> list[tuple[list[Span], tuple[int, ...]]]:
    """Return the values in classes: those that stand in the same rows, with these rows."""
    starts: dict[int, list[int]] = {0: []}
    ends: dict[int, list[int]] = {}
    for row, cell in enumerate(cells):
        for first, last in cell:
            starts.setdefault(first, []).append(row)
            ends.setdefault(last + 1, []).append(row)
    cuts = sorted({*starts, *ends, ladder.size})
    found: dict[tuple[int, ...], list[Span]] = {}
    here: set[int] = set()
    for cut, following in pairwise(cuts):
        here.difference_update(ends.get(cut, ()))
        here.update(starts.get(cut, ()))
        found.setdefault(tuple(sorted(here)), []).append((cut, following - 1))
    return [(_joined(spans), rows) for rows, spans in found.items()]


def _joined(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged
