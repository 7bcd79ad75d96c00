"""What a translation makes of a case: a price book with inputs to price by it, or one call of the engine."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from configurator.pricing.lines import Priced
from tests.conformance.pricing.cases import Case

Book = Mapping[str, Any]
"""The sections of a price book as data, without its head: `charges`, `stages`, `rounding` …"""

Answer = object
"""What the engine says: an exact number, a date, a text, or a list or mapping of them."""


class NotExpressible(Exception):
    """The format has no words for this case; the text says which are missing."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Price by a book, once for each of the `phases` (parameters); `read` takes the answer from the prices."""

    book: Book
    read: Callable[[Sequence[Priced]], Answer]
    phases: Sequence[Mapping[str, Any]] = ({},)
    currency: str = "USD"


@dataclass(frozen=True, slots=True)
class Called:
    """Call one function of the engine with arguments that are data, and read its answer."""

    call: Callable[..., Any]
    arguments: Mapping[str, Any] = field(default_factory=dict)
    read: Callable[[Any], Answer] = lambda found: found


Asked = Quoted | Called
Translate = Callable[[Case], Asked]
Translations = Mapping[str, Translate]
