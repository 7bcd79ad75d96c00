"""Lists of different lengths, one after the other in one array."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from configurator.solving.diagram.interning import Bools, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Ragged:
    """Lists of these lengths, their items one after the other."""

    lengths: Ints
    items: Ints

    @staticmethod
    def of(lists: Sequence[Sequence[int]]) -> "Ragged":
        """Return the lists."""
        items = [item for each in lists for item in each]
        return Ragged(np.array([len(each) for each in lists], np.int64), np.array(items, np.int64))

    @staticmethod
    def joined(many: Sequence["Ragged"]) -> "Ragged":
        """Return the lists of all, one after the other."""
        return Ragged(np.concatenate([each.lengths for each in many]), np.concatenate([each.items for each in many]))

    @property
    def borders(self) -> Ints:
        """Return where each list begins, with the end of the last."""
        return np.append(0, np.cumsum(self.lengths))

    def taken(self, rows: Ints) -> "Ragged":
        """Return some of the lists, in this order."""
        lengths = self.lengths[rows]
        return Ragged(lengths, sliced(self.items, self.borders[rows], lengths))


class Pool:
    """Lists by number, added to as they are made."""

    def __init__(self, count: int) -> None:
        self.there: Bools = np.zeros(count, np.bool_)
        self._starts = np.zeros(count, np.int64)
        self._lengths = np.zeros(count, np.int64)
        self._items = np.zeros(1024, np.int64)
        self._used = 0

    def put(self, numbers: Ints, lists: Ragged) -> None:
        """Keep lists under these numbers."""
        self._write(lists.items)
        self.there[numbers] = True
        self._starts[numbers] = self._used + lists.borders[:-1]
        self._lengths[numbers] = lists.lengths
        self._used += len(lists.items)

    def _write(self, items: Ints) -> None:
        """Write behind what is kept."""
        room = self._used + len(items)
        if room > len(self._items):
            self._items = np.concatenate([self._items[: self._used], np.zeros(room, np.int64)])
        self._items[self._used : room] = items

    def replaced(self, numbers: Ints, others: Ints) -> Ragged:
        """Return for each number its list, if there is one, and a list of the other number if not; below 0 of none."""
        self._write(others)
        there = self.there[numbers] & (numbers >= 0)
        starts = np.where(there, self._starts[numbers], self._used + np.arange(len(numbers)))
        lengths = np.where(there, self._lengths[numbers], others >= 0)
        return Ragged(lengths, sliced(self._items, starts, lengths))


def sliced(items: Ints, starts: Ints, lengths: Ints) -> Ints:
    """Return slices of items, one after the other."""
    ends = np.cumsum(lengths)
    found: Ints = items[np.repeat(starts - (ends - lengths), lengths) + np.arange(int(ends[-1]) if len(ends) else 0)]
    return found


def grouped(lists: Ragged, size: int) -> Ragged:
    """Return every so many lists, which follow one another, as one."""
    return Ragged(lists.lengths.reshape(-1, size).sum(axis=1), lists.items)
