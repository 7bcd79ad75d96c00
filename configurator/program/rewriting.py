"""Rewrites formulas: pushes negations down, splits conjunctions and disjunctions, renumbers variables, and simplifies
by narrower domains.

Equal queries become equal formulas, so a counter can cache them.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from configurator.program.bounds import term_range
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import And, Formula, Linear, Literal, Not, Or, Product, Same, Table, Term, Truth

EVERYTHING = IntSet.between(-(2**63), 2**63)


def negation(formula: Formula) -> Formula:
    """Return the negation of a formula, with the `Not` pushed down one level."""
    match formula:
        case Truth(value):
            return Truth(not value)
        case Not(of):
            return of
        case And(parts):
            return Or(tuple(negation(each) for each in parts))
        case Or(parts):
            return And(tuple(negation(each) for each in parts))
        case Same(left, right):
            return Same(left, negation(right))
        case Linear(terms, low, high):
            below = () if low is None else (Linear(terms, None, low - 1),)
            above = () if high is None else (Linear(terms, high + 1, None),)
            outside: tuple[Formula, ...] = (*below, *above)
            return outside[0] if len(outside) == 1 else Or(outside)
        case Table(variables, rows, allowed):
            return Table(variables, rows, not allowed)
        case Literal(variable, values):
            return Literal(variable, EVERYTHING - values)
        case Product():
            return Not(formula)


def conjuncts(formula: Formula) -> Iterator[Formula]:
    """Yield the conjuncts of a formula, splitting conjunctions and negated disjunctions."""
    match formula:
        case And(parts):
            for part in parts:
                yield from conjuncts(part)
        case Not(Not(of)):
            yield from conjuncts(of)
        case Not(Or() | Same() as of):
            yield from conjuncts(negation(of))
        case _:
            yield formula


def disjuncts(formula: Formula) -> Iterator[Formula]:
    """Yield the disjuncts of a formula, splitting disjunctions and negated conjunctions."""
    match formula:
        case Or(parts):
            for part in parts:
                yield from disjuncts(part)
        case Not(Literal() | And() | Not() as of):
            yield from disjuncts(negation(of))
        case _:
            yield formula


def renumbered(formula: Formula, index: Mapping[int, int]) -> Formula:
    """Return the formula with its variables renumbered."""
    match formula:
        case Truth():
            return formula
        case Literal(variable, values):
            return Literal(index[variable], values)
        case Not(of):
            return Not(renumbered(of, index))
        case And(parts):
            return And(tuple(renumbered(each, index) for each in parts))
        case Or(parts):
            return Or(tuple(renumbered(each, index) for each in parts))
        case Same(left, right):
            return Same(renumbered(left, index), renumbered(right, index))
        case Linear(terms, low, high):
            return Linear(renumbered_terms(terms, index), low, high)
        case Table(variables, rows, allowed):
            return Table(tuple(index[variable] for variable in variables), rows, allowed)
        case Product(variable, left, right):
            return Product(index[variable], index[left], index[right])


def renumbered_terms(terms: Iterable[Term], index: Mapping[int, int]) -> tuple[Term, ...]:
    """Return the terms whose variables are in the index, renumbered by it."""
    return tuple(Term(index[term.variable], term.coefficient, term.weights) for term in terms if term.variable in index)


Domains = Mapping[int, IntSet]
"""The values each variable still has, by position; none is empty."""

TRUE = Truth(True)
FALSE = Truth(False)


def rewritten(formula: Formula, domains: Domains) -> Formula:
    """Return the formula simplified by the domains."""
    match formula:
        case Truth():
            return formula
        case Literal(variable, values):
            return literal(variable, values, domains)
        case Not(of):
            return rewritten(negation(of), domains)
        case And(parts):
            return conjunction(rewritten(part, domains) for part in parts)
        case Or(parts):
            return disjunction((rewritten(part, domains) for part in parts), domains)
        case Same(left, right):
            return _same(rewritten(left, domains), rewritten(right, domains), domains)
        case Linear():
            return _linear(formula, domains)
        case Table():
            return _table(formula, domains)
        case Product():
            return _product(formula, domains)
        case other:
            assert_never(other)


def literal(variable: int, values: IntSet, domains: Domains) -> Formula:
    """Return a literal, or a constant if the domain decides it."""
    domain = domains[variable]
    inside = values & domain
    if not inside:
        return FALSE
    return TRUE if inside == domain else Literal(variable, inside)


def conjunction(parts: Iterable[Formula]) -> Formula:
    """Return the conjunction of the rewritten parts."""
    kept: dict[Formula, None] = {}
    for part in parts:
        if part == FALSE:
            return FALSE
        if part != TRUE:
            kept.update(dict.fromkeys(part.parts if isinstance(part, And) else (part,)))
    if not kept:
        return TRUE
    return next(iter(kept)) if len(kept) == 1 else And(tuple(kept))


def disjunction(parts: Iterable[Formula], domains: Domains) -> Formula:
    """Return the disjunction of the rewritten parts; literals of one variable become one literal."""
    values: dict[int, IntSet] = {}
    others: dict[Formula, None] = {}
    for part in parts:
        if part == TRUE:
            return TRUE
        for each in part.parts if isinstance(part, Or) else (part,):
            if isinstance(each, Literal):
                values[each.variable] = values.get(each.variable, EMPTY) | each.values
            elif each != FALSE:
                others[each] = None
    said = [literal(variable, allowed, domains) for variable, allowed in sorted(values.items())]
    if TRUE in said:
        return TRUE
    kept = (*said, *others)
    if not kept:
        return FALSE
    return kept[0] if len(kept) == 1 else Or(kept)


def _same(left: Formula, right: Formula, domains: Domains) -> Formula:
    if isinstance(left, Truth):
        left, right = right, left
    if isinstance(right, Truth):
        return left if right.value else rewritten(negation(left), domains)
    return TRUE if left == right else Same(left, right)


def _linear(formula: Linear, domains: Domains) -> Formula:
    fixed, least, most = 0, 0, 0
    terms = []
    for term in formula.terms:
        low, high = term_range(term, domains[term.variable])
        if low == high:
            fixed += low
        else:
            least, most = least + low, most + high
            terms.append(_open_term(term, domains[term.variable]))
    low_side = _side(formula.low, fixed)
    high_side = _side(formula.high, fixed)
    if (low_side is not None and most < low_side) or (high_side is not None and least > high_side):
        return FALSE
    low_side = None if low_side is None or least >= low_side else low_side
    high_side = None if high_side is None or most <= high_side else high_side
    return TRUE if low_side is None and high_side is None else Linear(tuple(terms), low_side, high_side)


def _product(formula: Product, domains: Domains) -> Formula:
    """Return the product; a literal if both factors are fixed, a sum if one is."""
    fixed, other = formula.left, formula.right
    if len(domains[fixed]) > 1:
        fixed, other = other, fixed
    if len(domains[fixed]) > 1:
        return formula
    factor = domains[fixed].low
    if len(domains[other]) > 1:
        return _linear(Linear((Term(formula.variable, -1), Term(other, factor)), 0, 0), domains)
    product = factor * domains[other].low
    return literal(formula.variable, IntSet.between(product, product), domains)


def _side(side: int | None, fixed: int) -> int | None:
    return None if side is None else side - fixed


def _open_term(term: Term, domain: IntSet) -> Term:
    """Return the term without the weights of removed values."""
    if all(value in domain for value, _ in term.weights):
        return term
    return Term(term.variable, term.coefficient, tuple(pair for pair in term.weights if pair[0] in domain))


def _table(table: Table, domains: Domains) -> Formula:
    columns = [column for column, variable in enumerate(table.variables) if len(domains[variable]) > 1]
    variables = tuple(table.variables[column] for column in columns)
    rows = tuple(dict.fromkeys(_open_rows(table, columns, domains)))
    everything = tuple(domains[variable] for variable in variables)
    if not rows:
        return Truth(not table.allowed)
    if everything in rows:
        return Truth(table.allowed)
    if len(rows) > 1:
        return Table(variables, rows, table.allowed)
    only = conjunction(literal(variable, cell, domains) for variable, cell in zip(variables, rows[0], strict=True))
    return only if table.allowed else rewritten(negation(only), domains)


def _open_rows(table: Table, columns: list[int], domains: Domains) -> Iterator[tuple[IntSet, ...]]:
    """Yield the rows that are still possible, projected to the undecided columns."""
    present = [domains[variable] for variable in table.variables]
    for row in table.rows:
        cells = [cell & domain for cell, domain in zip(row, present, strict=True)]
        if all(cells):
            yield tuple(cells[column] for column in columns)
