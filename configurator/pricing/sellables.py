"""The items of a catalog, and their names in a price list.

The most specific name comes first: `frame.red` before the option's component. So a book may price a component
everywhere with one exception.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from configurator.catalog.model import (
    BillLine,
    BooleanDomain,
    Catalog,
    Component,
    Enumeration,
    NumericDomain,
    Text,
    features_in,
    structures_in,
)
from configurator.language.tree import Constant, walk


@dataclass(frozen=True, slots=True)
class Sellable:
    """An item: a value of a feature, a unit of a quantity, an instance, or a part of the bill.

    `path` is the id path of the feature or structure; `value` the option, `True`, or None for a quantity. `items` are
    the words a price may name it by, the most specific first. For a part of the bill of materials `part` is set and
    `path` is empty.
    """

    path: str
    value: str | bool | None
    items: tuple[str, ...]
    title: Text
    tags: frozenset[str] = field(default=frozenset())
    part: str = ""


def sellables(catalog: Catalog) -> tuple[Sellable, ...]:
    """Return everything a catalog can sell, in its order."""
    return (*sold_by_choice(catalog), *sold_by_bill(catalog))


def sold_by_choice(catalog: Catalog) -> Iterator[Sellable]:
    """Yield what choices sell: values of features, units of quantities, instances."""
    yield from _values(catalog)
    yield from _instances(catalog)


def _values(catalog: Catalog) -> Iterator[Sellable]:
    for steps, feature in features_in(catalog.root):
        path = ".".join(steps)
        its = f"feature.{path}"
        match feature.domain:
            case Enumeration(options):
                for option in options.values():
                    tags = frozenset((its, f"option.{path}.{option.id}", *_tags(option.component)))
                    items = (f"{path}.{option.id}", *_ids(option.component))
                    yield Sellable(path, option.id, items, option.title, tags)
            case BooleanDomain(component):
                tags = frozenset((its, *_tags(component)))
                yield Sellable(path, True, (path, *_ids(component)), feature.title, tags)
            case NumericDomain():
                yield Sellable(path, None, (path,), feature.title, frozenset((its,)))


def _instances(catalog: Catalog) -> Iterator[Sellable]:
    for steps, structure in structures_in(catalog.root):
        path = ".".join(steps)
        yield Sellable(path, None, (path,), structure.title, frozenset((f"feature.{path}",)))


def sold_by_bill(catalog: Catalog) -> Iterator[Sellable]:
    """Yield every part that the bill of materials may name: components, and texts that a line states."""
    for group in catalog.groups.values():
        for component in group.components.values():
            tags = frozenset(_tags(component))
            yield Sellable("", None, (component.id,), component.title, tags, part=component.id)
    known = {component for group in catalog.groups.values() for component in group.components}
    for text in dict.fromkeys(text for line in catalog.bill for text in _texts(line)):
        if text not in known:
            title = Text({catalog.locales[0]: text}, catalog.locales[0])
            yield Sellable("", None, (text,), title, frozenset((f"component.{text}",)), part=text)


def _texts(line: BillLine) -> Iterator[str]:
    for node in walk(line.part.tree):
        if isinstance(node, Constant) and isinstance(node.value, str):
            yield node.value


def _ids(component: Component | None) -> tuple[str, ...]:
    return () if component is None else (component.id,)


def _tags(component: Component | None) -> tuple[str, ...]:
    return () if component is None else (f"component.{component.id}", f"group.{component.group}")
