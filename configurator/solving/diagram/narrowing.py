"""Wide domains made small before anything else: what sums cannot come to, and values that no sum tells apart.

A total of ten thousand possible values over a few choices takes some hundred of them. A budget of a million values
matters only by which of those totals it allows.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from configurator.program.bounds import linears_in
from configurator.program.intset import IntSet
from configurator.program.nodes import And, Formula, Linear, Program, Table, Term
from configurator.solving.diagram.interning import Bools, Ints

FEW = 64
"""Domains of so few values are left as they are."""
MOST_SUMS = 20_000
"""Sums that other terms can come to, where they are listed."""
MOST_BITS = 1_000_000
"""How far sums may reach where they are listed as bits."""
MOST_LISTED = 50_000
"""Values of a variable, where they are listed."""
ROUNDS = 8


def narrowed(program: Program) -> list[IntSet]:
    """Return the domains, without values of wide ones in sums that a sum or a table which must hold rules out."""
    domains = [variable.domain for variable in program.variables]
    parts = [part for each in program.constraints for part in _parts(each.formula)]
    added = {term.variable for each in program.constraints for sum in linears_in(each.formula) for term in sum.terms}
    for table in (part for part in parts if isinstance(part, Table) and part.allowed):
        for column, variable in enumerate(table.variables):
            if variable in added and len(domains[variable]) > FEW:
                cells = {id(row[column]): row[column] for row in table.rows}
                domains[variable] &= IntSet.union(cells.values())
    sums = [part for part in parts if isinstance(part, Linear)]
    for _ in range(ROUNDS):
        before = list(domains)
        for linear in sums:
            for term in linear.terms:
                if len(domains[term.variable]) > FEW:
                    domains[term.variable] = _left(linear, term, domains)
        if before == domains:
            break
    return domains


def _parts(formula: Formula) -> Iterator[Formula]:
    """Yield what must hold, conjunctions taken apart."""
    if isinstance(formula, And):
        for part in formula.parts:
            yield from _parts(part)
    else:
        yield formula


def _left(linear: Linear, term: Term, domains: Sequence[IntSet]) -> IntSet:
    """Return the values of a term's variable that the other terms can make up for."""
    domain = domains[term.variable]
    others = sums_beside(linear, term.variable, domains)
    if others is None or not len(others):
        return domain
    if len(domain) <= MOST_LISTED:
        values = np.array(list(domain), np.int64)
        return IntSet.of(values[_reached(weights(linear, term.variable, values), others, linear)].tolist())
    if linear.low is not None and linear.low == linear.high and abs(term.coefficient) == 1 and not term.weights:
        return domain & IntSet.of(((linear.low - others) * term.coefficient).tolist())
    return domain


def _reached(own: Ints, others: Ints, linear: Linear) -> Bools:
    """Return for which weights some sum of the others is within the bounds."""
    found = np.ones(len(own), np.bool_)
    first = np.zeros(len(own), np.int64) if linear.low is None else np.searchsorted(others, linear.low - own)
    found &= first < len(others)
    if linear.high is not None:
        found &= others[np.minimum(first, len(others) - 1)] <= linear.high - own
    return found


def weights(linear: Linear, variable: int, values: Ints) -> Ints:
    """Return what each value of a variable adds to a sum."""
    found = np.zeros(len(values), np.int64)
    for term in linear.terms:
        if term.variable == variable:
            own = term.coefficient * values
            for value, weight in term.weights:
                own[values == value] = weight
            found += own
    return found


def sums_beside(linear: Linear, variable: int, domains: Sequence[IntSet]) -> Ints | None:
    """Return all that the terms of other variables can come to, ascending; None where that is too much to list."""
    others = dict.fromkeys(term.variable for term in linear.terms if term.variable != variable)
    if any(len(domains[other]) > MOST_LISTED for other in others):
        return None
    added = [np.unique(weights(linear, other, np.array(list(domains[other]), np.int64))) for other in others]
    if any(not len(own) for own in added):
        return np.zeros(0, np.int64)
    added.sort(key=len)
    reach = sum(int(own[-1] - own[0]) for own in added)
    return _as_bits(added) if reach <= MOST_BITS else _one_by_one(added)


def _as_bits(added: Sequence[Ints]) -> Ints:
    """Add sets of numbers as bits of one whole number, which shifts add to."""
    bits, base = 1, 0
    for own in added:
        base += int(own[0])
        sums = 0
        for shift in (own - own[0]).tolist():
            sums |= bits << shift
        bits = sums
    packed = np.frombuffer(bits.to_bytes((bits.bit_length() + 7) // 8, "little"), np.uint8)
    return np.flatnonzero(np.unpackbits(packed, bitorder="little")) + base


def _one_by_one(added: Sequence[Ints]) -> Ints | None:
    sums = np.zeros(1, np.int64)
    for own in added:
        if len(own) * len(sums) > 100 * MOST_SUMS:
            return None
        sums = np.unique(sums[:, None] + own)
        if len(sums) > MOST_SUMS:
            return None
    return sums


def told_apart(linear: Linear, variable: int, values: Ints, domains: Sequence[IntSet]) -> Ints:
    """Return a number for each value, equal where the sum cannot tell values apart."""
    own = weights(linear, variable, values)
    others = sums_beside(linear, variable, domains)
    if others is None:
        return np.unique(own, return_inverse=True)[1]
    low = np.zeros(len(own), np.int64) if linear.low is None else np.searchsorted(others, linear.low - own)
    high = low * 0 if linear.high is None else np.searchsorted(others, linear.high - own, side="right")
    numbers: Ints = np.unique(low * (len(others) + 1) + high, return_inverse=True)[1]
    return numbers
