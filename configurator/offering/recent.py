"""What was answered lately, to be answered again at once: answers follow from the question alone, so none grows old."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

MOST_EVALUATED = 64
"""So many evaluations are kept, each with all that it stands on."""
MOST_PREPARED = 32
"""So many books are kept ready for a day."""

T = TypeVar("T")


class Recent(Generic[T]):
    """The latest answers by their question; the one not asked for the longest gives way. Safe for threads."""

    def __init__(self, most: int, *, keep: Callable[[T], bool] = lambda _: True) -> None:
        """Keep at most so many, and only those of which `keep` is true: what is undecided may be decided next time."""
        self._most, self._keep = most, keep
        self._known: OrderedDict[str, T] = OrderedDict()
        self._lock = Lock()

    def known(self, question: str) -> T | None:
        """Return the answer to a question where it is kept."""
        with self._lock:
            if question not in self._known:
                return None
            self._known.move_to_end(question)
            return self._known[question]

    def of(self, question: str, answer: Callable[[], T]) -> T:
        """Return the answer to a question, worked out where it is not known. What is raised is not kept."""
        known = self.known(question)
        if known is not None:
            return known
        found = answer()
        if self._keep(found):
            with self._lock:
                self._known[question] = found
                while len(self._known) > self._most:
                    self._known.popitem(last=False)
        return found
