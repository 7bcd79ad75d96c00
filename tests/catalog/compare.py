"""Whether two catalogs say the same, wherever and in however many files they say it."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass

from configurator.catalog.model import Catalog
from configurator.source import Location

_NOT_CONTENT = frozenset({"digest", "files", "span", "shown"})


def same_content(first: Catalog, second: Catalog) -> bool:
    """Compare two catalogs apart from their places, files and digests; the order of everything counts."""
    return content_of(first) == content_of(second)


def content_of(value: object) -> object:
    """Return a value as nested tuples of what it says, without places, files and digests."""
    if isinstance(value, Location):
        return None
    if is_dataclass(value) and not isinstance(value, type):
        named = [item.name for item in fields(value) if item.name not in _NOT_CONTENT]
        return (type(value).__name__, *((name, content_of(getattr(value, name))) for name in named))
    if isinstance(value, Mapping):
        return tuple((key, content_of(inner)) for key, inner in value.items())
    if isinstance(value, tuple | list):
        return tuple(content_of(item) for item in value)
    return value
