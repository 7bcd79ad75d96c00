"""One solution out of a diagram: at every node a branch, and so for every variable a set."""

from collections.abc import Callable, Iterator

import numpy as np

from configurator.solving.diagram.interning import Bools
from configurator.solving.diagram.passes import Alive, Costs, Location, Plan


def only_values(plan: Plan, occurring: Bools) -> Location | None:
    """Return the values that occur in solutions where that is one of each variable, and so the one solution."""
    values = np.flatnonzero(occurring[: plan.count])
    borders = plan.diagram.values
    if len(values) != len(borders) - 1 or (values < borders[:-1]).any() or (values >= borders[1:]).any():
        return None
    return values


def first_values(plan: Plan, up: Alive) -> Iterator[int]:
    """Yield the values along the first branches that are alive, of each set the lowest."""
    borders, values = plan.diagram.sets, plan.diagram.set_values
    for number in sets_along(plan, lambda first, end: first + int(up.branches[first:end].argmax())):
        first, end = int(borders[number]), int(borders[number + 1])
        yield int(values[first + int(up.entries[first:end].argmax())])


def cheapest_values(plan: Plan, costs: Costs) -> Iterator[int]:
    """Yield the values along the cheapest branches, of each set the cheapest."""
    borders, values = plan.diagram.sets, plan.diagram.set_values
    for number in sets_along(plan, lambda first, end: first + int(costs.branches[first:end].argmin())):
        first, end = int(borders[number]), int(borders[number + 1])
        yield int(values[first + int(costs.entries[first:end].argmin())])


def sets_along(plan: Plan, choose: Callable[[int, int], int]) -> Iterator[int]:
    """Yield the sets of a solution; `choose(first, end)` picks one of a node's branches."""
    diagram = plan.diagram
    waiting = [diagram.size - 1]
    while waiting:
        node = waiting.pop()
        if node == 0:
            continue
        branch = choose(int(diagram.nodes[node]), int(diagram.nodes[node + 1]))
        bundle = int(diagram.branch_bundle[branch])
        for pack in diagram.bundle_packs[diagram.bundles[bundle] : diagram.bundles[bundle + 1]].tolist():
            yield from diagram.pack_sets[diagram.packs[pack] : diagram.packs[pack + 1]].tolist()
        waiting += diagram.branch_nodes[diagram.branches[branch] : diagram.branches[branch + 1]].tolist()
