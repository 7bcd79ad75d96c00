"""Narrows wide domains before compilation: removes unattainable values of sums, with case splits on presence.

A total with ten thousand values over a few choices attains some hundred. The price of an optional part attains its
values when present, and the value of absence.
"""

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet

import numpy as np

from configurator.program.bounds import linears_in
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import (
    And,
    Formula,
    Linear,
    Literal,
    Not,
    Or,
    Program,
    Same,
    Table,
    leaves_in,
    variables_in,
)
from configurator.program.rewriting import conjuncts, negation
from configurator.solving.diagram.attainable_sums import sums_beside, weights
from configurator.solving.diagram.compile_budget import CompileMeter
from configurator.solving.diagram.interning import Bools, Ints
from configurator.solving.diagram.limits import (
    LISTED_VALUES,
    NARROWING_CASES,
    NARROWING_ROUNDS,
    SMALL_DOMAIN,
)


def narrowed(program: Program, meter: CompileMeter, left: Collection[int] = ()) -> list[IntSet]:
    """Return the domains, the wide ones without values that sums or tables rule out.

    The domains of the variables in `left` are unchanged. Raises CompilationTooLarge.
    """
    return _Narrowing(program, meter, frozenset(left)).run()


class _Narrowing:
    """A worklist propagation: a constraint is revisited when a domain of its variables shrinks."""

    def __init__(self, program: Program, meter: CompileMeter, left: AbstractSet[int]) -> None:
        self._left = left
        self._domains = [variable.domain for variable in program.variables]
        self._meter = meter
        self._laws = [part for each in program.constraints for part in conjuncts(each.formula)]
        self._scopes = [dict.fromkeys(variables_in(law)) for law in self._laws]
        self._about: list[list[int]] = [[] for _ in self._domains]
        for number, scope in enumerate(self._scopes):
            for variable in scope:
                self._about[variable].append(number)
        self._added = {
            term.variable for each in program.constraints for sum in linears_in(each.formula) for term in sum.terms
        }

    def run(self) -> list[IntSet]:
        """Narrow to a fixpoint or to the iteration limit."""
        waiting = list(range(len(self._laws)))
        for _ in range(NARROWING_ROUNDS):
            before = list(self._domains)
            for number in waiting:
                self._meter.work(1, 1)
                self._look(number)
            changed = [index for index, domain in enumerate(self._domains) if domain != before[index]]
            if not changed:
                break
            waiting = sorted({number for index in changed for number in self._about[index]})
        return self._domains

    def _look(self, number: int) -> None:
        law = self._laws[number]
        wide = [variable for variable in self._scopes[number] if self._is_wide(variable)]
        if not wide:
            return
        if isinstance(law, Linear):
            self._narrow_sum(law, wide)
        elif isinstance(law, Table) and law.allowed:
            for variable in self._added.intersection(wide):
                self._domains[variable] &= _column(law, variable)
        elif any(True for _ in linears_in(law)):
            for variable in wide:
                self._narrow_by_cases(law, variable)

    def _is_wide(self, variable: int) -> bool:
        return len(self._domains[variable]) > SMALL_DOMAIN and variable not in self._left

    def _narrow_sum(self, linear: Linear, wide: Sequence[int]) -> None:
        for variable, others in sums_beside(linear, wide, self._domains, self._meter).items():
            self._domains[variable] = _left(linear, variable, self._domains[variable], others)

    def _narrow_by_cases(self, law: Formula, variable: int) -> None:
        """Split on the values of another variable and keep the union of what each case leaves."""
        literals = (leaf.variable for leaf in leaves_in(law) if isinstance(leaf, Literal))
        few = {each: len(self._domains[each]) for each in literals if each != variable}
        case = min(few, key=few.__getitem__, default=variable)
        if few.get(case, NARROWING_CASES + 1) > NARROWING_CASES:
            return
        laws = [self._laws[number] for number in self._about[variable] if case in self._scopes[number]]
        left = EMPTY
        for value in self._domains[case]:
            int_set = self._domains[variable]
            for each in laws:
                int_set &= self._allowed(each, variable, case, value)
            left |= int_set
        self._domains[variable] = left

    def _allowed(self, law: Formula, variable: int, case: int, value: int) -> IntSet:
        """Return a superset of the values that a constraint allows a variable if another one has this value."""
        domain = self._domains[variable]
        match law:
            case Literal(other, values):
                own = domain & values if other == variable else domain
                return EMPTY if other == case and value not in values else own
            case And(parts):
                int_set = domain
                for part in parts:
                    int_set &= self._allowed(part, variable, case, value)
                return int_set
            case Or(parts):
                return IntSet.union(self._allowed(part, variable, case, value) for part in parts)
            case Same(left, right):
                both = Or((And((left, right)), And((negation(left), negation(right)))))
                return self._allowed(both, variable, case, value)
            case Not(Literal() | And() | Or() | Same() | Not() as of):
                return self._allowed(negation(of), variable, case, value)
            case Linear(terms) if variable in {term.variable for term in terms}:
                beside = sums_beside(law, [variable], self._domains, self._meter)
                return _left(law, variable, domain, beside[variable])
            case _:
                return domain


def _column(table: Table, variable: int) -> IntSet:
    """Return the union of a variable's cells in a table."""
    column = table.variables.index(variable)
    return IntSet.union({row[column].intervals: row[column] for row in table.rows}.values())


def _left(linear: Linear, variable: int, domain: IntSet, others: Ints | None) -> IntSet:
    """Return the values of a variable for which the other terms can meet the bounds."""
    if others is None or not len(others):
        return domain
    if len(domain) <= LISTED_VALUES:
        values = np.array(list(domain), np.int64)
        return IntSet.of(values[_reached(weights(linear, variable, values), others, linear)].tolist())
    terms = [term for term in linear.terms if term.variable == variable]
    if linear.low is not None and linear.low == linear.high and len(terms) == 1:
        (term,) = terms
        if abs(term.coefficient) == 1 and not term.weights:
            return domain & IntSet.of(((linear.low - others) * term.coefficient).tolist())
    return domain


def _reached(own: Ints, others: Ints, linear: Linear) -> Bools:
    """Return a mask of the weights for which some sum of the others meets the bounds."""
    array = np.ones(len(own), np.bool_)
    first = np.zeros(len(own), np.int64) if linear.low is None else np.searchsorted(others, linear.low - own)
    array &= first < len(others)
    if linear.high is not None:
        array &= others[np.minimum(first, len(others) - 1)] <= linear.high - own
    return array
