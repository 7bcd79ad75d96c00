"""Bounds of sums, and the check that keeps every engine within 64 bits."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from configurator.program.intset import IntSet
from configurator.program.limits import INTEGER_LIMIT
from configurator.program.nodes import Formula, Linear, Product, Program, Term, leaves_in

N = TypeVar("N", int, Fraction)


def weight_range(slope: N, listed: Mapping[int, N], domain: IntSet) -> tuple[N, N]:
    """Return the least and greatest weight over a non-empty domain: `listed[value]` if listed, else `slope * value`."""
    unlisted = domain - IntSet.of(listed) if listed else domain
    results = [slope * unlisted.low, slope * unlisted.high] if unlisted else []
    results += [weight for value, weight in listed.items() if value in domain]
    return min(results), max(results)


def term_range(term: Term, domain: IntSet) -> tuple[int, int]:
    """Return the least and greatest contribution of a term over a non-empty domain."""
    return weight_range(term.coefficient, dict(term.weights), domain)


def sum_range(terms: Sequence[Term], domains: Sequence[IntSet]) -> tuple[int, int]:
    """Return bounds of a sum of terms, given the domain of every variable by position."""
    ranges = [term_range(term, domains[term.variable]) for term in terms]
    return sum(low for low, _ in ranges), sum(high for _, high in ranges)


def product_range(one: IntSet, other: IntSet) -> tuple[int, int]:
    """Return the least and greatest product of the members of two non-empty sets."""
    products = [mine * theirs for mine in (one.low, one.high) for theirs in (other.low, other.high)]
    return min(products), max(products)


def linears_in(formula: Formula) -> Iterator[Linear]:
    """Yield every sum inside a formula."""
    return (leaf for leaf in leaves_in(formula) if isinstance(leaf, Linear))


def too_large(program: Program) -> tuple[str, ...]:
    """Return the names of the variables and constraints whose values or sums may exceed the limit."""
    domains = [variable.domain for variable in program.variables]
    wide = [variable.name for variable in program.variables if variable.domain and not _fits(variable.domain)]
    return (
        *wide,
        *(
            constraint.name
            for constraint in program.constraints
            if any(_leaves(leaf, domains) for leaf in leaves_in(constraint.formula))
        ),
    )


def _fits(domain: IntSet) -> bool:
    return domain.low > -INTEGER_LIMIT and domain.high < INTEGER_LIMIT


def _leaves(leaf: Formula, domains: Sequence[IntSet]) -> bool:
    match leaf:
        case Linear():
            return _sum_leaves(leaf, domains)
        case Product(_, left, right):
            return max(map(abs, product_range(domains[left], domains[right]))) >= INTEGER_LIMIT
        case _:
            return False


def _sum_leaves(linear: Linear, domains: Sequence[IntSet]) -> bool:
    reach = sum(max(map(abs, term_range(term, domains[term.variable]))) for term in linear.terms)
    sides = [abs(side) for side in (linear.low, linear.high) if side is not None]
    return max([reach, *sides]) >= INTEGER_LIMIT
