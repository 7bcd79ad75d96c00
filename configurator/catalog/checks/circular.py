"""No feature or structure may decide, through `when`, whether it is itself there."""

from collections.abc import Iterator, Mapping

from configurator.catalog.addresses import IdPath
from configurator.catalog.codes import CIRCULAR_WHEN
from configurator.catalog.model import Catalog, Feature, Structure, features_in, structures_in
from configurator.catalog.references import references
from configurator.problems import Problem

Graph = Mapping[IdPath, tuple[IdPath, ...]]


def no_circular_when(catalog: Catalog) -> Iterator[Problem]:
    """Yield one problem per cycle: presence depends on the names in `when` and on the enclosing structure."""
    members: dict[IdPath, Feature | Structure] = {
        **dict(features_in(catalog.root)),
        **dict(structures_in(catalog.root)),
    }
    graph = {path: _needs(path, member) for path, member in members.items()}
    reported: set[IdPath] = set()
    for circle in _circles(graph):
        first = next(path for path in circle if members[path].when is not None)
        if first in reported:
            continue
        reported.add(first)
        start = circle.index(first)
        names = [".".join(path) for path in (*circle[start:], *circle[:start], first)]
        when = members[first].when
        yield Problem(
            CIRCULAR_WHEN,
            when.location if when else members[first].location,
            f"{names[0]}.when",
            f"{names[0]} is there only if it is itself there: " + " → ".join(names),
            "a `when` that does not lead back",
            "take one of these names out of its `when`",
        )


def _needs(path: IdPath, member: Feature | Structure) -> tuple[IdPath, ...]:
    named = references(member.when.tree) if member.when is not None else ()
    return tuple(dict.fromkeys((*named, *((path[:-1],) if len(path) > 1 else ()))))


def _circles(graph: Graph) -> Iterator[tuple[IdPath, ...]]:
    """Walk depth first without recursion, and yield each circle that closes on the path walked."""
    done: set[IdPath] = set()
    for start in graph:
        trail: list[IdPath] = []
        pending: list[tuple[IdPath, bool]] = [(start, False)]
        while pending:
            node, leaving = pending.pop()
            if leaving:
                trail.remove(node)
                done.add(node)
            elif node in trail:
                yield tuple(trail[trail.index(node) :])
            elif node not in done:
                trail.append(node)
                pending.append((node, True))
                pending.extend((each, False) for each in graph.get(node, ()))
