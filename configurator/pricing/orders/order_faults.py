"""Everything that is wrong with an order, at once: each fault with its place in the request."""

from collections.abc import Sequence
from dataclasses import dataclass

from configurator.errors import InvalidRequest

Place = tuple[str | int, ...]
"""The way to a part of a request: keys, and positions from 0: `("items", 0, "quantity")`."""


@dataclass(frozen=True, slots=True)
class OrderFault:
    """One thing that is wrong with an order, and where."""

    place: Place
    message: str

    @property
    def pointer(self) -> str:
        """The JSON pointer to it; empty for the whole order."""
        return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in self.place)

    def __str__(self) -> str:
        return f"{self.pointer}: {self.message}" if self.place else self.message


class InvalidOrder(InvalidRequest):
    """An order that cannot be priced; `faults` holds everything that is wrong with it."""

    def __init__(self, faults: Sequence[OrderFault]) -> None:
        super().__init__("\n".join(map(str, faults)), field=faults[0].pointer)
        self.faults = tuple(faults)
