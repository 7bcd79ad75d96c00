"""Propagation of conjoined formulas: narrows domains and rewrites formulas to a fixpoint."""

from collections.abc import Iterable, Iterator

from configurator.budget import BudgetMeter
from configurator.program.bounds import product_range, term_range
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import And, Formula, Linear, Literal, Product, Table, Term, variables_in
from configurator.program.rewriting import EVERYTHING, FALSE, TRUE, Domains, rewritten
from configurator.solving.limits import PROPAGATION_STEPS


def propagated(
    formulas: Iterable[Formula], domains: Domains, meter: BudgetMeter
) -> tuple[tuple[Formula, ...], dict[int, IntSet]] | None:
    """Return the residual formulas and domains; None if they cannot hold."""
    left = dict(domains)
    if not all(left.values()):
        return None
    waiting = list(formulas)
    settled: dict[Formula, frozenset[int]] = {}
    most_steps = meter.steps + PROPAGATION_STEPS * (len(waiting) + 10)
    while waiting:
        meter.step()
        formula = rewritten(waiting.pop(), left)
        if formula == FALSE:
            return None
        if formula == TRUE:
            continue
        if isinstance(formula, And):
            waiting.extend(formula.parts)
            continue
        narrower = dict(consequences(formula, left)) if meter.steps < most_steps or isinstance(formula, Literal) else {}
        if not all(narrower.values()):
            return None
        left.update(narrower)
        touched = [other for other, variables in settled.items() if not variables.isdisjoint(narrower)]
        for other in touched:
            del settled[other]
        waiting.extend(touched)
        if narrower and not isinstance(formula, Literal):
            waiting.append(formula)
        elif not isinstance(formula, Literal):
            settled[formula] = frozenset(variables_in(formula))
    return tuple(settled), left


def consequences(formula: Formula, domains: Domains) -> Iterator[tuple[int, IntSet]]:
    """Yield the variables that a rewritten formula narrows, with the values it leaves them."""
    match formula:
        case Literal(variable, values):
            yield variable, values
        case Linear():
            yield from _bounded(formula, domains)
        case Table(variables, rows, allowed=True):
            for column, variable in enumerate(variables):
                values = _union(row[column] for row in rows)
                if values != domains[variable]:
                    yield variable, values & domains[variable]
        case Product():
            yield from _multiplied(formula, domains)
        case _:
            return


def _multiplied(formula: Product, domains: Domains) -> Iterator[tuple[int, IntSet]]:
    """Yield the values of a product between those of its factors' ends, and of each factor likewise."""
    before = domains[formula.variable]
    product = before & IntSet.between(*product_range(domains[formula.left], domains[formula.right]))
    if product != before:
        yield formula.variable, product
    for factor, other in ((formula.left, formula.right), (formula.right, formula.left)):
        ends = quotient_range(product, domains[other]) if product else None
        if ends is not None and (values := domains[factor] & IntSet.between(*ends)) != domains[factor]:
            yield factor, values


def quotient_range(product: IntSet, factor: IntSet) -> tuple[int, int] | None:
    """Return bounds of the integers that times the factor are the product; None where the factor may be 0."""
    if factor.low <= 0 <= factor.high:
        return None
    quotients = [(end // by, -(-end // by)) for end in (product.low, product.high) for by in (factor.low, factor.high)]
    return min(up for _, up in quotients), max(down for down, _ in quotients)


def _union(sets: Iterable[IntSet]) -> IntSet:
    int_set = EMPTY
    for each in set(sets):
        int_set = int_set | each
    return int_set


def _bounded(linear: Linear, domains: Domains) -> Iterator[tuple[int, IntSet]]:
    """Yield the remaining values of each variable under the best case of the other terms."""
    ranges = [term_range(term, domains[term.variable]) for term in linear.terms]
    least, most = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    slack = None if linear.high is None else linear.high - least
    reach = None if linear.low is None else linear.low - most
    for term, (low, high) in zip(linear.terms, ranges, strict=True):
        floor = low if reach is None else max(low, reach + high)
        ceiling = high if slack is None else min(high, slack + low)
        if floor > low or ceiling < high:
            domain = domains[term.variable]
            values = weighing_between(term, domain, floor, ceiling)
            if values != domain:
                yield term.variable, values


def weighing_between(term: Term, domain: IntSet, floor: int, ceiling: int) -> IntSet:
    """Return the values of the domain for which the term adds at least `floor` and at most `ceiling`."""
    listed = IntSet.of(value for value, _ in term.weights)
    chosen = IntSet.of(value for value, weight in term.weights if floor <= weight <= ceiling)
    return (domain & chosen) | ((domain - listed) & multiples_between(term.coefficient, floor, ceiling))


def multiples_between(coefficient: int, floor: int, ceiling: int) -> IntSet:
    """Return the integers whose products with the coefficient lie within the bounds."""
    if coefficient == 0:
        return EVERYTHING if floor <= 0 <= ceiling else EMPTY
    if coefficient < 0:
        coefficient, floor, ceiling = -coefficient, -ceiling, -floor
    return IntSet.between(-(-floor // coefficient), ceiling // coefficient)
