"""What a variable of XCSP3 may be, and the feature it becomes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from configurator.catalog.plain_yaml import Plain
from configurator.exchange.drafting import titled
from configurator.exchange.names import Ids

MOST_VALUES: Final = 100_000
_INTERVAL: Final = re.compile(r"([+-]?[0-9]{1,15})(?:\.\.([+-]?[0-9]{1,15}))?")


@dataclass(frozen=True)
class Domain:
    """Numbers in ascending order, or symbols in the order of the file."""

    numbers: tuple[int, ...] = ()
    symbols: tuple[str, ...] = ()

    @cached_property
    def step(self) -> int:
        """The distance between all neighbours; 0 where the distances differ, 1 for a single number."""
        steps = {right - left for left, right in pairwise(self.numbers)} or {1}
        return steps.pop() if len(steps) == 1 else 0


def domain_of(text: str, refuse: Callable[[int, str], None]) -> Domain | None:
    """Read `0..5 7 9` or `red blue`; `refuse` is told where and what is wrong."""
    numbers: set[int] = set()
    symbols: dict[str, None] = {}
    for word in re.finditer(r"\S+", text):
        found = _INTERVAL.fullmatch(word[0])
        if found is None:
            symbols[word[0]] = None
            continue
        low, high = int(found[1]), int(found[2] or found[1])
        if len(numbers) + max(0, high - low) >= MOST_VALUES:
            refuse(word.start(), f"more than {MOST_VALUES:,} values")
            return None
        numbers.update(range(low, high + 1))
    if symbols and numbers:
        refuse(0, "numbers and symbols together")
        return None
    if not symbols and not numbers:
        refuse(0, "no value")
        return None
    return Domain(tuple(sorted(numbers)), tuple(symbols))


class Column:
    """A variable as a feature: what it is called in expressions and columns, and how its values are written."""

    def __init__(self, id: str, title: str, domain: Domain, *, calculated: bool) -> None:
        self.id = id
        self.title = title
        self._domain = domain
        self._as_number = calculated and bool(domain.numbers)
        self.has_values = self._as_number and not domain.step
        """Whether the feature is a choice of components whose attribute `value` is the number."""
        self.cells: dict[str, str] = self._cells()
        """From a value as XCSP3 writes it to a cell of a table."""

    @property
    def name(self) -> str:
        """What stands for the value in expressions, and at the head of a column."""
        return f"{self.id}.value" if self.has_values else self.id

    def feature(self) -> Plain:
        """Return the feature."""
        head = titled(self.id, self.title)
        if self.has_values:
            return {**head, "options": f"{self.id}_values"}
        if self._as_number:
            numbers, step = self._domain.numbers, self._domain.step
            by = {} if step == 1 else {"step": str(step)}
            return {**head, "type": "integer", "range": f"{numbers[0]}..{numbers[-1]}", **by}
        return {**head, "options": {cell: value for value, cell in self.cells.items()}}

    def group(self) -> Plain:
        """Return the components that carry the numbers, where `has_values`."""
        items = {f"{self.id}-{_plain(number)}": _item(number) for number in self._domain.numbers}
        return {"attributes": {"value": "number"}, "items": items}

    def _cells(self) -> dict[str, str]:
        if self._as_number:
            return {str(number): str(number) for number in self._domain.numbers}
        if self._domain.numbers:
            return {str(number): _plain(number) for number in self._domain.numbers}
        ids = Ids("o")
        return {symbol: ids.item(symbol) for symbol in self._domain.symbols}


def _plain(number: int) -> str:
    return str(number) if number >= 0 else f"minus_{-number}"


def _item(number: int) -> Plain:
    return {"title": str(number), "value": str(number)}
