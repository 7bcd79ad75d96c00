"""What is worked out once for a catalog or a program, and kept while it is asked about, in a bounded number."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Kept(Generic[T]):
    """Something as a key of what is kept about it: equal to itself only, however equal others may be."""

    thing: T

    def __hash__(self) -> int:
        return id(self.thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Kept) and other.thing is self.thing
