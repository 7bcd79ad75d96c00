"""Finds clusters: variables that narrow laws tie to one another once a few hubs, such as counts of instances, are set.

What is left between clusters are sums and the like, which read one cluster after the other. The order is that of such
a reading: a hub, what only it decides, then its clusters from the last to the first, as the later instances are there
only if the earlier ones are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from configurator.program.intset import IntSet
from configurator.program.nodes import Formula, Program, variables_in
from configurator.program.rewriting import conjuncts
from configurator.solving.clusters.limits import NARROW_SCOPE
from configurator.solving.counting import connected
from configurator.solving.limits import HUB_NEIGHBOURS


@dataclass(frozen=True, slots=True)
class Clustering:
    """Clusters of variables in the order in which they are read.

    `pays`: there are hubs, and laws that reach over many variables. `apart` are the variables tied to no hub.
    """

    clusters: tuple[tuple[int, ...], ...]
    pays: bool
    apart: frozenset[int] = frozenset()


def clustering_of(program: Program, *, neighbours: int = HUB_NEIGHBOURS, scope: int = NARROW_SCOPE) -> Clustering:
    """Return the clusters around hubs of more than so many neighbours in laws of up to so many variables."""
    scopes = [frozenset(variables_in(formula)) for formula in formulas_of(program)]
    narrow = [each for each in scopes if len(each) <= scope]
    hubs = _hubs(len(program.variables), narrow, neighbours)
    clusters = _linked(len(program.variables), [each - hubs for each in narrow if each - hubs], hubs)
    summed = frozenset(variable for each in scopes if len(each) > scope for variable in each)
    hub_of = _hub_of(sorted(hubs), clusters, narrow)
    ordered = tuple(_in_order(program, sorted(hubs), clusters, hub_of, summed))
    apart = frozenset(variable for each in clusters if each[0] not in hub_of for variable in each)
    return Clustering(ordered, bool(hubs and summed), apart)


def formulas_of(program: Program) -> Iterator[Formula]:
    """Yield all laws with conjunctions split."""
    for constraint in program.constraints:
        yield from conjuncts(constraint.formula)


def _hubs(count: int, scopes: Sequence[frozenset[int]], neighbours: int) -> frozenset[int]:
    around: list[set[int]] = [set() for _ in range(count)]
    for scope in scopes:
        for variable in scope:
            around[variable] |= scope
    return frozenset(variable for variable, others in enumerate(around) if len(others) - 1 > neighbours)


def _linked(count: int, groups: Sequence[frozenset[int]], hubs: frozenset[int]) -> Sequence[tuple[int, ...]]:
    """Return the variables but the hubs, joined by groups."""
    members: dict[int, list[int]] = {}
    for variable, leader in enumerate(connected(count, groups)):
        if variable not in hubs:
            members.setdefault(leader, []).append(variable)
    return [tuple(each) for each in members.values()]


def _in_order(
    program: Program,
    hubs: Sequence[int],
    clusters: Sequence[tuple[int, ...]],
    hub_of: Mapping[int, int],
    summed: frozenset[int],
) -> Iterator[tuple[int, ...]]:
    for hub in hubs:
        yield (hub,)
        yield from sorted(
            (each for each in clusters if hub_of.get(each[0]) == hub),
            key=lambda each: (not summed.isdisjoint(each), -each[-1]),
        )
    rest = (each for each in clusters if each[0] not in hub_of)
    yield from sorted(rest, key=lambda each: max(_span(program.variables[variable].domain) for variable in each))


def _span(domain: IntSet) -> int:
    return domain.intervals[-1][1] - domain.intervals[0][0] if domain else 0


def _hub_of(
    hubs: Sequence[int], clusters: Sequence[tuple[int, ...]], scopes: Sequence[frozenset[int]]
) -> Mapping[int, int]:
    """Return the last hub that each cluster has a law with, by the cluster's first variable."""
    first = {variable: each[0] for each in clusters for variable in each}
    inside = frozenset(hubs)
    result: dict[int, int] = {}
    for scope in scopes:
        for variable in scope - inside:
            for hub in scope & inside:
                result[first[variable]] = max(hub, result.get(first[variable], hub))
    return result
