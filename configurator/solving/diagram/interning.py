"""Numbers equal keys, rows and lists alike: sorted by hash, then compared exactly."""

from collections.abc import Sequence
from math import prod

import numpy as np
from numpy.typing import NDArray

from configurator.solving.diagram.limits import DENSE_KEYS, FEW_KEYS
from configurator.solving.limits import LARGEST_KEY

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def numbered(columns: Sequence[NDArray[np.integer]], sizes: Sequence[int]) -> tuple[Ints, Ints]:
    """Return the first index of each distinct row, and the number of every row; columns are below `sizes`.

    There is at least one column, or the caller has a single row.
    """
    if not columns:
        return np.zeros(1, np.int64), np.zeros(1, np.int64)
    key = columns[0].astype(np.int64)
    reach = sizes[0]
    for column, size in zip(columns[1:], sizes[1:], strict=True):
        if reach > LARGEST_KEY // max(size, 1):
            reach, key = _renumbered(key)
        if reach > LARGEST_KEY // max(size, 1):
            raise OverflowError("more different rows than numbers")
        key = key * size + column
        reach *= size
    return _ranked(key, reach)


def _ranked(key: Ints, reach: int) -> tuple[Ints, Ints]:
    """Number keys below `reach` in ascending order, by a counting array unless it is much longer than the keys."""
    if reach > max(DENSE_KEYS * len(key), FEW_KEYS):
        _, first, number = np.unique(key, return_index=True, return_inverse=True)
        return first, number
    there = np.zeros(reach, np.bool_)
    there[key] = True
    number = (np.cumsum(there) - 1)[key]
    first = np.empty(int(np.count_nonzero(there)), np.int64)
    first[number[::-1]] = np.arange(len(key) - 1, -1, -1)
    return first, number


def _renumbered(key: Ints) -> tuple[int, Ints]:
    different, number = np.unique(key, return_inverse=True)
    return len(different), number.astype(np.int64)


def unique_rows(matrix: NDArray[np.integer]) -> tuple[Ints, Ints]:
    """Return the first index of each distinct row of a matrix, and the number of every row."""
    if matrix.shape[1] == 1 and len(matrix):
        least = int(matrix.min())
        return _ranked(matrix[:, 0].astype(np.int64) - least, int(matrix.max()) - least + 1)
    return _by_hash(matrix)


def unique_states(rows: NDArray[np.integer]) -> tuple[Ints, Ints]:
    """Return the first index of each distinct row, and the number of every row; one row if there are no columns."""
    height, width = rows.shape
    if not width or not height:
        return np.zeros(min(height, 1), np.int64), np.zeros(height, np.int64)
    reaches = (rows.max(axis=0).astype(np.int64) + 1).tolist()
    if prod(reaches) <= max(DENSE_KEYS * height, FEW_KEYS):
        return numbered(list(rows.T), reaches)
    return _by_hash(rows)


def _by_hash(rows: NDArray[np.integer]) -> tuple[Ints, Ints]:
    """Column by column: a copy of all rows may not fit the memory."""
    hashes = np.zeros(len(rows), np.uint64)
    for column, factor in zip(rows.T, _mixed(np.arange(1, rows.shape[1] + 1)), strict=True):
        hashes += column.astype(np.uint64) * factor
    _, first, number = np.unique(hashes, return_index=True, return_inverse=True)
    if not all(np.array_equal(column, column[first][number]) for column in rows.T):
        _, first, number = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    return first, number.reshape(len(rows))


def unique_lists(items: Ints, starts: Ints) -> tuple[Ints, Ints]:
    """Return the first index of each distinct list, and the number of every list.

    Lists are concatenated in `items`; each is sorted and not empty. Hashes find candidates; a comparison of every item
    confirms them.
    """
    if not len(starts):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    lengths = np.diff(np.append(starts, len(items)))
    hashes = np.add.reduceat(_mixed(items), starts) + _mixed(lengths)
    _, first, number = np.unique(hashes, return_index=True, return_inverse=True)
    if not _same(items, starts, lengths, first[number]):
        return _by_comparing(items, starts, lengths)
    return first, number


def _mixed(items: Ints) -> NDArray[np.uint64]:
    """Scatter numbers over 64 bits (the finaliser of SplitMix64)."""
    mixed = items.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _same(items: Ints, starts: Ints, lengths: Ints, twins: Ints) -> bool:
    """Return whether every list equals its representative, item by item."""
    if not np.array_equal(lengths, lengths[twins]):
        return False
    away = np.repeat(starts[twins] - starts, lengths)
    return bool(np.array_equal(items, items[np.arange(len(items)) + away]))


def _by_comparing(items: Ints, starts: Ints, lengths: Ints) -> tuple[Ints, Ints]:
    """Number lists by direct comparison: the fallback for a hash collision."""
    known: dict[tuple[int, ...], int] = {}
    first: list[int] = []
    numbers: list[int] = []
    for index, (start, length) in enumerate(zip(starts.tolist(), lengths.tolist(), strict=True)):
        results = tuple(items[start : start + length].tolist())
        if results not in known:
            known[results] = len(first)
            first.append(index)
        numbers.append(known[results])
    return np.array(first, np.int64), np.array(numbers, np.int64)
