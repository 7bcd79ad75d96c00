"""The lines of an order: what its items cost, grouped by what order rules can tell apart, and shares of what they add.

Lines are in the order of the items' ids, so no result depends on the order in which items are given.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from configurator.language.checked import World
from configurator.pricing import tags
from configurator.pricing.cadence import Cadence
from configurator.pricing.model import Selection, Stage
from configurator.pricing.operations import summed
from configurator.pricing.price_lines import Line, Priced


@dataclass(frozen=True)
class OrderItem:
    """A priced item of an order: so many pieces of a configuration.

    `product` tells products apart; `code` is the product code, if any. `categories` are those of the item's book.
    `measures` are for one piece, in the units of the order rules. `taxes` are those of the item's book where it taxes
    the item with its shares of the order, and `world` is what their expressions read.
    """

    id: str
    quantity: int
    priced: Priced
    product: Hashable
    code: str = ""
    categories: Mapping[str, Selection] = field(default_factory=dict)
    measures: Mapping[str, Fraction] = field(default_factory=dict)
    taxes: tuple[Stage, ...] = ()
    world: World | None = None

    @property
    def read_tags(self) -> frozenset[str]:
        """The tags by which the taxes of the item's book select lines."""
        selections = [stage.on for stage in self.taxes if stage.on is not None]
        return frozenset().union(*(each.tags | each.without for each in selections))

    @property
    def labels(self) -> frozenset[str]:
        """The tags of all lines of the item."""
        names = {"catalog": self.priced.catalog, "book": self.priced.book, "item": self.id, "product": self.code}
        return frozenset(f"{prefix}.{name}" for prefix, name in names.items() if name)


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A line of an order, or the share of one in what a rule adds: `origin` is the position of the line shared to."""

    item: str
    cadence: Cadence
    tags: frozenset[str]
    amount: Fraction
    origin: int
    path: str = ""

    @property
    def id(self) -> str:
        return self.item

    @property
    def part(self) -> str:
        return self.item


def opened(items: Iterable[OrderItem], read: frozenset[str]) -> tuple[OrderLine, ...]:
    """Return the lines of items; those that differ in none of the tags that are read are one.

    An item without a line has one of 0, so that rules may share to it.
    """
    lines: list[OrderLine] = []
    for item in sorted(items, key=lambda item: item.id):
        labels = (item.labels & read) | {tags.ALL}
        for (cadence, own), amounts in sorted(_grouped(item, read | item.read_tags).items(), key=_rank):
            line_tags = labels | own | tags.of_cadence(cadence) if tags.TAXES not in own else own
            lines.append(OrderLine(item.id, cadence, line_tags, summed(amounts), len(lines)))
    return tuple(lines)


def _rank(group: tuple[tuple[Cadence, frozenset[str]], list[Fraction]]) -> tuple[int, list[str]]:
    (cadence, own), _ = group
    return list(Cadence).index(cadence), sorted(own)


def _grouped(item: OrderItem, read: frozenset[str]) -> dict[tuple[Cadence, frozenset[str]], list[Fraction]]:
    groups: dict[tuple[Cadence, frozenset[str]], list[Fraction]] = {}
    for line in item.priced.lines:
        groups.setdefault((line.cadence, _own_tags(item, line, read)), []).append(line.exact)
    return groups or {(Cadence.ONE_TIME, frozenset()): []}


def _own_tags(item: OrderItem, line: Line, read: frozenset[str]) -> frozenset[str]:
    """Return the tags of a line of a book that are read; those of its stages would be taken for the order's."""
    if tags.TAXES in line.tags:
        return frozenset((tags.TAXES,))
    own = {of_book(tag) for tag in line.tags & read}
    own |= {name for name, selection in _named(item, read) if line.tags in selection}
    return frozenset(own)


def of_book(tag: str) -> str:
    """Return the name of a tag of a book in an order, whose own stages may have the same ids."""
    return f"book.{tag}" if tag.startswith(tags.STAGES) else tag


def _named(item: OrderItem, read: frozenset[str]) -> Iterable[tuple[str, Selection]]:
    named = ((f"category.{name}", selection) for name, selection in item.categories.items())
    return [each for each in named if each[0] in read] if item.categories else ()
