"""The one kind of cache: bounded, keyed by everything an answer follows from, so that no entry grows old."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class LeastRecentlyUsed(Generic[K, V]):
    """A bounded cache that evicts the least recently used entries. Thread-safe.

    Only values that satisfy `keep` are cached: an undecided one may be decided next time. A large value may `weigh` as
    much as several entries; one that weighs more than the cache holds is cached alone. `hits` and `misses` count the
    values that were cached, and those that had to be made.
    """

    def __init__(
        self, most: int, *, keep: Callable[[V], bool] = lambda _: True, weigh: Callable[[V], int] = lambda _: 1
    ) -> None:
        self._most, self._keep, self._weigh = most, keep, weigh
        self._values: OrderedDict[K, V] = OrderedDict()
        self._weight = 0
        self.hits = self.misses = 0
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """Return the cached value, or None."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            self.hits += 1
            return self._values[key]

    def put(self, key: K, value: V) -> None:
        """Cache a value."""
        if not self._keep(value):
            return
        with self._lock:
            if key in self._values:
                self._weight -= self._weigh(self._values.pop(key))
            self._values[key] = value
            self._weight += self._weigh(value)
            while self._weight > self._most and len(self._values) > 1:
                self._weight -= self._weigh(self._values.popitem(last=False)[1])

    def get_or_make(self, key: K, make: Callable[[], V]) -> V:
        """Return the cached value, else compute and cache it. Exceptions of `make` propagate and are not cached."""
        known = self.get(key)
        if known is not None:
            return known
        self.misses += 1
        value = make()
        self.put(key, value)
        return value

    def values(self) -> tuple[V, ...]:
        """Return all cached values, the least recently used first."""
        with self._lock:
            return tuple(self._values.values())
