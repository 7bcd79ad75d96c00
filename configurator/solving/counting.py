"""Exact model counting without enumeration: propagate, split into components, branch, cache.

The method is component caching (Sang, Bacchus, Beame, Kautz, Pitassi 2004) over finite domains. The cache keys are
rewritten formulas, so sums over many variables are counted as by dynamic programming.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod

from configurator.budget import Budget, BudgetMeter, OutOfBudget
from configurator.program.intset import IntSet
from configurator.program.nodes import (
    And,
    Formula,
    Linear,
    Literal,
    Not,
    Or,
    Product,
    Program,
    Same,
    Table,
    variables_in,
)
from configurator.solving.limits import COUNTING_DEPTH, COUNTS_CACHED
from configurator.solving.port import CountSolutions, SolutionCount
from configurator.solving.propagation import propagated
from configurator.solving.queries import narrowed_program


def branching_order(count: int, formulas: Sequence[Formula]) -> tuple[int, ...]:
    """Order variables by maximum-cardinality search, weighting each formula by 1 / number of variables."""
    groups = [tuple(dict.fromkeys(variables_in(formula))) for formula in formulas]
    around: list[list[tuple[int, ...]]] = [[] for _ in range(count)]
    for group in groups:
        for variable in group:
            around[variable].append(group)
    bond = [0.0] * count
    waiting = set(range(count))
    order: list[int] = []
    while waiting:
        chosen = max(waiting, key=lambda index: (bond[index], len(around[index]), -index))
        waiting.remove(chosen)
        order.append(chosen)
        for group in around[chosen]:
            for variable in group:
                bond[variable] += 1 / len(group) ** 2
    return tuple(order)


NONE = SolutionCount(0, exact=True)


def count(program: Program, query: CountSolutions, budget: Budget) -> SolutionCount:
    """Count the solutions over the variables that are not determined."""
    result = narrowed_program(program, query.given)
    determined = frozenset(index for index, variable in enumerate(program.variables) if variable.determined)
    rank = {index: position for position, index in enumerate(branching_order(len(result.domains), result.formulas))}
    counter = _Counter(rank, determined, BudgetMeter(budget), query.at_most)
    solution_count = counter.product(result.formulas, dict(enumerate(result.domains)), depth=0)
    if query.at_most is not None and solution_count.number >= query.at_most:
        return SolutionCount(query.at_most, exact=False)
    return solution_count


@dataclass(frozen=True, slots=True)
class _Component:
    """Connected open variables, and their constraints."""

    domains: dict[int, IntSet]
    formulas: list[Formula]


_Key = tuple[tuple[tuple[int, IntSet], ...], frozenset[Formula]]


@dataclass(frozen=True, slots=True)
class _Counter:
    rank: Mapping[int, int]
    determined: frozenset[int]
    meter: BudgetMeter
    limit: int | None
    remembered: dict[_Key, SolutionCount] = field(default_factory=dict)

    def product(self, formulas: Sequence[Formula], domains: Mapping[int, IntSet], *, depth: int) -> SolutionCount:
        """Count the assignments of the variables that fulfil the formulas: the product over the components."""
        try:
            left = propagated(formulas, domains, self.meter)
        except OutOfBudget:
            return SolutionCount(0, exact=False)
        if left is None:
            return NONE
        number, exact = 1, True
        for component in _components(*left):
            solution_count = self._component(component, depth)
            if solution_count == NONE:
                return NONE
            number, exact = number * solution_count.number, exact and solution_count.exact
        return SolutionCount(number, exact)

    def _component(self, component: _Component, depth: int) -> SolutionCount:
        """Count the solutions of a component that is propagated and connected."""
        if not component.formulas:
            return SolutionCount(self._free(component), exact=True)
        key = (tuple(sorted(component.domains.items())), frozenset(component.formulas))
        if key in self.remembered:
            return self.remembered[key]
        solution_count = self._sum(component, depth)
        if solution_count.exact and len(self.remembered) < COUNTS_CACHED:
            self.remembered[key] = solution_count
        return solution_count

    def _free(self, component: _Component) -> int:
        """Count the assignments of unconstrained variables; a determined one has a single value."""
        return prod(len(domain) for index, domain in component.domains.items() if index not in self.determined)

    def _sum(self, component: _Component, depth: int) -> SolutionCount:
        """Fix one variable to each of its values in turn, treating indistinguishable values as one."""
        if depth == COUNTING_DEPTH:
            return SolutionCount(0, exact=False)
        chosen = min(component.domains, key=lambda index: (index in self.determined, self.rank[index]))
        number, exact = 0, True
        for block in blocks(chosen, component.domains[chosen], component.formulas):
            fixed = {**component.domains, chosen: IntSet.of([block.low])}
            solution_count = self.product(component.formulas, fixed, depth=depth + 1)
            if chosen in self.determined and solution_count.number:
                return SolutionCount(1, exact=True)
            number, exact = number + len(block) * solution_count.number, exact and solution_count.exact
            if not exact or (self.limit is not None and number >= self.limit):
                return SolutionCount(number, exact=False)
        return SolutionCount(number, exact)


def _components(formulas: Sequence[Formula], domains: Mapping[int, IntSet]) -> Iterator[_Component]:
    """Yield the connected components of the open variables and formulas."""
    indices = [variable for variable, domain in domains.items() if len(domain) > 1]
    index = {variable: position for position, variable in enumerate(indices)}
    groups = [frozenset(variables_in(formula)) for formula in formulas]
    leaders = connected(len(indices), [[index[variable] for variable in group] for group in groups])
    components: dict[int, _Component] = {}
    for variable, leader in zip(indices, leaders, strict=True):
        components.setdefault(leader, _Component({}, [])).domains[variable] = domains[variable]
    for formula, group in zip(formulas, groups, strict=True):
        components[leaders[index[min(group)]]].formulas.append(formula)
    yield from components.values()


def connected(count: int, groups: Iterable[Iterable[int]]) -> list[int]:
    """Return, for each of `count` indices, the least index of its connected component; groups are hyperedges."""
    leader = list(range(count))

    def find(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    for group in groups:
        roots = {find(index) for index in group}
        for root in roots:
            leader[root] = min(roots)
    return [find(index) for index in range(count)]


def blocks(variable: int, domain: IntSet, formulas: Iterable[Formula]) -> list[IntSet]:
    """Return the domain partitioned into sets of values that the formulas do not distinguish."""
    int_sets = [domain]
    for cut in dict.fromkeys(cut for formula in formulas for cut in _cuts(variable, domain, formula)):
        int_sets = [part for block in int_sets for part in (block & cut, block - cut) if part]
    return int_sets


def _cuts(variable: int, domain: IntSet, formula: Formula) -> Iterator[IntSet]:
    """Yield the sets of the variable's values that a formula mentions."""
    match formula:
        case Literal(own, values) if own == variable:
            yield values
        case Not(of):
            yield from _cuts(variable, domain, of)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _cuts(variable, domain, part)
        case Same(left, right):
            yield from _cuts(variable, domain, left)
            yield from _cuts(variable, domain, right)
        case Table(variables, rows):
            yield from (row[column] for column, own in enumerate(variables) if own == variable for row in rows)
        case Linear(terms) if any(term.variable == variable for term in terms):
            yield from (IntSet.of([value]) for value in domain)
        case Product() if variable in variables_in(formula):
            yield from (IntSet.of([value]) for value in domain)
