"""Formulas as propagators over bit sets: each reports whether it is decided, and narrows the domains.

`status` is True or False if the domains decide the formula, else None. `enforce` narrows domains in place, appends the
changed variables, and is False if the formula cannot hold. Once all domains have one value, both are exact.
"""

from collections.abc import Sequence
from typing import Protocol, assert_never

from configurator.program.nodes import And, Formula, Linear, Literal, Not, Or, Product, Same, Table, Truth
from configurator.program.rewriting import negation
from configurator.solving.local_search.domains import BitDomains, NumberedValues, keep
from configurator.solving.local_search.table_propagators import BitsetRows, ForbiddenRowsPropagator, TablePropagator
from configurator.solving.local_search.weights import TermWeights, weights_of


class Propagator(Protocol):
    def status(self, domains: BitDomains) -> bool | None: ...

    def enforce(self, domains: BitDomains, touched: list[int]) -> bool: ...


class ConstantPropagator:
    """Always or never holds."""

    def __init__(self, value: bool) -> None:
        self._value = value

    def status(self, domains: BitDomains) -> bool | None:
        return self._value

    def enforce(self, domains: BitDomains, touched: list[int]) -> bool:
        return self._value


class MembershipPropagator:
    """The variable has one of the values."""

    def __init__(self, variable: int, mask: int) -> None:
        self.variable = variable
        self.mask = mask

    def status(self, domains: BitDomains) -> bool | None:
        here = domains[self.variable]
        inside = here & self.mask
        if not inside:
            return False
        return True if inside == here else None

    def enforce(self, domains: BitDomains, touched: list[int]) -> bool:
        return keep(self.variable, self.mask, domains, touched)


class ConjunctionPropagator:
    """All parts hold."""

    def __init__(self, parts: Sequence[Propagator]) -> None:
        self._parts = parts

    def status(self, domains: BitDomains) -> bool | None:
        status: bool | None = True
        for part in self._parts:
            settled = part.status(domains)
            if settled is False:
                return False
            if settled is None:
                status = None
        return status

    def enforce(self, domains: BitDomains, touched: list[int]) -> bool:
        return all(part.enforce(domains, touched) for part in self._parts)


class ClausePropagator:
    """One of the variables has one of the values given for it, or one of the other parts holds.

    The other parts that may have held last come first: mostly they still may.
    """

    def __init__(self, literals: Sequence[MembershipPropagator], others: Sequence[Propagator]) -> None:
        self._literals = tuple((literal.variable, literal.mask) for literal in literals)
        self._others = list(others)

    def status(self, domains: BitDomains) -> bool | None:
        status: bool | None = False
        for variable, mask in self._literals:
            here = domains[variable]
            inside = here & mask
            if inside:
                if inside == here:
                    return True
                status = None
        for part in self._others:
            settled = part.status(domains)
            if settled:
                return True
            if settled is None:
                status = None
        return status

    def enforce(self, domains: BitDomains, touched: list[int]) -> bool:
        only: tuple[int, int] | None = None
        for variable, mask in self._literals:
            here = domains[variable]
            if inside := here & mask:
                if only is not None or inside == here:
                    return True
                only = (variable, mask)
        last: Propagator | None = None
        others = self._others
        for number, part in enumerate(others):
            if part.status(domains) is not False:
                if number > 1:
                    others.insert(0, others.pop(number))
                if only is not None or last is not None:
                    return True
                last = part
        if only is not None:
            return keep(*only, domains, touched)
        return last is not None and last.enforce(domains, touched)


class EquivalencePropagator:
    """Both sides hold, or neither does; each side comes with its opposite."""

    def __init__(self, left: tuple[Propagator, Propagator], right: tuple[Propagator, Propagator]) -> None:
        self._left, self._not_left = left
        self._right, self._not_right = right

    def status(self, domains: BitDomains) -> bool | None:
        left = self._left.status(domains)
        right = None if left is None else self._right.status(domains)
        return None if right is None else left is right

    def enforce(self, domains: BitDomains, touched: list[int]) -> bool:
        left = self._left.status(domains)
        if left is not None:
            return (self._right if left else self._not_right).enforce(domains, touched)
        right = self._right.status(domains)
        if right is not None:
            return (self._left if right else self._not_left).enforce(domains, touched)
        return True


class MembershipEquivalencePropagator:
    """One variable has one of some values just if another has one of some: how parts come and go with their whole."""

    def __init__(self, left: MembershipPropagator, right: MembershipPropagator) -> None:
        self._one, self._of_one = left.variable, left.mask
        self._other, self._of_other = right.variable, right.mask

    def status(self, domains: BitDomains) -> bool | None:
        one, other = domains[self._one], domains[self._other]
        inside, within = one & self._of_one, other & self._of_other
        if (inside and inside != one) or (within and within != other):
            return None
        return bool(inside) is bool(within)

    def enforce(self, domains: BitDomains, touched: list[int]) -> bool:
        one, other = domains[self._one], domains[self._other]
        inside, within = one & self._of_one, other & self._of_other
        if not inside:
            return not within or keep(self._other, ~self._of_other, domains, touched)
        if inside == one:
            return within == other or keep(self._other, self._of_other, domains, touched)
        if not within:
            return keep(self._one, ~self._of_one, domains, touched)
        return within != other or keep(self._one, self._of_one, domains, touched)


class SumPropagator:
    """`low ≤ sum ≤ high`, by the bounds of the terms."""

    def __init__(self, terms: Sequence[tuple[int, TermWeights]], low: int | None, high: int | None) -> None:
        self._terms = terms
        self._low = low
        self._high = high

    def status(self, domains: BitDomains) -> bool | None:
        least = most = 0
        for variable, weighs in self._terms:
            low, high = weighs.reach(domains[variable])
            least += low
            most += high
        if (self._low is not None and most < self._low) or (self._high is not None and least > self._high):
            return False
        inside = (self._low is None or least >= self._low) and (self._high is None or most <= self._high)
        return True if inside else None

    def enforce(self, domains: BitDomains, touched: list[int]) -> bool:
        reaches = [weighs.reach(domains[variable]) for variable, weighs in self._terms]
        least = sum(reach[0] for reach in reaches)
        most = sum(reach[1] for reach in reaches)
        above = most - least if self._high is None else self._high - least
        below = most - least if self._low is None else most - self._low
        if above < 0 or below < 0:
            return False
        slack = min(above, below)
        for (variable, weighs), (low, high) in zip(self._terms, reaches, strict=True):
            if high - low > slack:
                allowed = weighs.between(high - below, low + above)
                if not keep(variable, allowed, domains, touched):
                    return False
        return True


def propagator_of(formula: Formula, values: Sequence[NumberedValues]) -> Propagator:
    """Return the formula over bit sets."""
    match formula:
        case Truth(value):
            return ConstantPropagator(value)
        case Literal():
            return _one_of(formula, values)
        case Not(of):
            return propagator_of(negation(of), values)
        case And(parts):
            return ConjunctionPropagator([propagator_of(part, values) for part in parts])
        case Or(parts):
            return clause_of([propagator_of(part, values) for part in parts])
        case Same(Literal() as left, Literal() as right):
            return MembershipEquivalencePropagator(_one_of(left, values), _one_of(right, values))
        case Same(left, right):
            return EquivalencePropagator(_with_opposite(left, values), _with_opposite(right, values))
        case Linear(terms, low, high):
            return SumPropagator(
                tuple((term.variable, weights_of(values[term.variable], term)) for term in terms), low, high
            )
        case Table(variables, rows, allowed):
            compiled = BitsetRows(variables, rows, values)
            return TablePropagator(compiled) if allowed else ForbiddenRowsPropagator(compiled)
        case Product():
            raise TypeError("products of open numbers are not searched by descents")
        case other:
            assert_never(other)


def _with_opposite(formula: Formula, values: Sequence[NumberedValues]) -> tuple[Propagator, Propagator]:
    return propagator_of(formula, values), propagator_of(negation(formula), values)


def _one_of(literal: Literal, values: Sequence[NumberedValues]) -> MembershipPropagator:
    return MembershipPropagator(literal.variable, values[literal.variable].mask(literal.values))


def clause_of(parts: Sequence[Propagator]) -> ClausePropagator:
    """Return that some part holds, the literals of one variable joined."""
    masks: dict[int, int] = {}
    for part in parts:
        if isinstance(part, MembershipPropagator):
            masks[part.variable] = masks.get(part.variable, 0) | part.mask
    literals = [MembershipPropagator(variable, mask) for variable, mask in masks.items()]
    return ClausePropagator(literals, [part for part in parts if not isinstance(part, MembershipPropagator)])
