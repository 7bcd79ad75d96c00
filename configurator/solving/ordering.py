"""In which order a counter fixes variables: next the one most bound to those before it, so that parts end early."""

from collections.abc import Sequence

from configurator.program.nodes import Formula, variables_in


def branching_order(count: int, formulas: Sequence[Formula]) -> tuple[int, ...]:
    """Return the variables by maximum cardinality search; a formula binds the less the more variables it has."""
    groups = [tuple(dict.fromkeys(variables_in(formula))) for formula in formulas]
    around: list[list[tuple[int, ...]]] = [[] for _ in range(count)]
    for group in groups:
        for variable in group:
            around[variable].append(group)
    bond = [0.0] * count
    waiting = set(range(count))
    order: list[int] = []
    while waiting:
        chosen = max(waiting, key=lambda place: (bond[place], len(around[place]), -place))
        waiting.remove(chosen)
        order.append(chosen)
        for group in around[chosen]:
            for variable in group:
                bond[variable] += 1 / len(group) ** 2
    return tuple(order)
