"""Compare two JSON values and list the differences: lines by id, not by position."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from configurator.canonical_json import Json, dumps
from configurator.quoting.limits import LONGEST_SHOWN

MISSING: Final = "nothing"
_NAMES = ("id", "path")


@dataclass(frozen=True, slots=True)
class JsonDifference:
    """One difference between stored and recomputed data: both as short text, `nothing` if one is missing."""

    path: str
    stored: str
    found: str

    def __str__(self) -> str:
        return f"{self.path}: stored {self.stored}, found {self.found}"


def json_differences(stored: Json, body: Json, path: str = "") -> Iterator[JsonDifference]:
    """Yield every smallest part that differs, with its path (`lines[navigation].amount.amount`)."""
    match stored, body:
        case dict(), dict():
            yield from _in_objects(stored, body, path, "{path}.{name}" if path else "{name}")
        case list(), list():
            yield from _in_lists(stored, body, path)
        case _ if type(stored) is not type(body) or stored != body:
            yield JsonDifference(path, _shown(stored), _shown(body))


def _in_objects(
    stored: Mapping[str, Json], results: Mapping[str, Json], path: str, pattern: str
) -> Iterator[JsonDifference]:
    for name in dict.fromkeys((*stored, *results)):
        location = pattern.format(path=path, name=name)
        if name not in results:
            yield JsonDifference(location, _shown(stored[name]), MISSING)
        elif name not in stored:
            yield JsonDifference(location, MISSING, _shown(results[name]))
        else:
            yield from json_differences(stored[name], results[name], location)


def _in_lists(stored: list[Json], results: list[Json], path: str) -> Iterator[JsonDifference]:
    left, right = _named(stored), _named(results)
    if left is None or right is None:
        left, right = _numbered(stored), _numbered(results)
    yield from _in_objects(left, right, path, "{path}[{name}]")
    if set(left) == set(right) and list(left) != list(right):
        yield JsonDifference(f"{path} (order)", ", ".join(left), ", ".join(right))


def _named(items: list[Json]) -> dict[str, Json] | None:
    """Return the objects of a list by their unique names, or None if not all have one."""
    for key in _NAMES:
        by_name: dict[str, Json] = {
            str(item[key]): item for item in items if isinstance(item, dict) and isinstance(item.get(key), str)
        }
        if len(by_name) == len(items):
            return by_name
    return None


def _numbered(items: list[Json]) -> dict[str, Json]:
    return {str(position): item for position, item in enumerate(items)}


def _shown(value: Json) -> str:
    text = dumps(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
