"""Definitions of determined variables, and functions that compute them from the others."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from configurator.program.formula_checks import Values, check_of, sum_of
from configurator.program.intset import IntSet
from configurator.program.limits import DERIVED_VALUES
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
from configurator.program.rewriting import conjuncts

Derive = Callable[[list[int]], bool]
"""Sets one determined variable in a list of values; False where no value fits."""

Propose = Callable[[Values], Iterable[int]]
"""Names values by which a part of a definition may come to hold."""


def definitions_and_laws(program: Program) -> tuple[dict[int, list[Formula]], list[Formula]]:
    """Return the definitions of every determined variable, and all other formulas, with conjunctions split.

    An unnamed formula defines the last determined variable that it mentions, as they are created in order.
    """
    definitions: dict[int, list[Formula]] = {
        variable: [] for variable, declared in enumerate(program.variables) if declared.determined
    }
    laws: list[Formula] = []
    for constraint in program.constraints:
        for formula in conjuncts(constraint.formula):
            made = [] if constraint.named else [each for each in variables_in(formula) if each in definitions]
            (definitions[max(made)] if made else laws).append(formula)
    return definitions, laws


def bases_of(definitions: Mapping[int, Sequence[Formula]]) -> dict[int, frozenset[int]]:
    """Return the undetermined inputs of every determined variable."""
    bases: dict[int, frozenset[int]] = {}
    for variable in sorted(definitions):
        others = {other for formula in definitions[variable] for other in variables_in(formula)} - {variable}
        bases[variable] = frozenset(base for other in others for base in bases.get(other, (other,)))
    return bases


def derivation(program: Program, variable: int, definitions: Sequence[Formula]) -> Derive:
    """Return how a determined variable is computed: the value that its definitions allow.

    A constraint may still reject that value; the result remains valid, because the definitions alone determine it.
    """
    domain = program.variables[variable].domain
    checks = tuple(check_of(formula) for formula in definitions)
    proposals = tuple(propose for formula in definitions for propose in _proposals(formula, variable))
    every = tuple(domain) if len(domain) <= DERIVED_VALUES else ()

    def derive(values: list[int]) -> bool:
        proposed = (value for propose in proposals for value in propose(values))
        for candidates in (proposed, every):
            for value in candidates:
                values[variable] = value
                if value in domain and all(check(values) for check in checks):
                    return True
        return False

    return derive


def _proposals(formula: Formula, variable: int) -> Iterator[Propose]:
    """Yield functions that propose the values which may satisfy parts of a formula."""
    match formula:
        case Linear(terms, low, high) if low is not None and low == high:
            own = [term for term in terms if term.variable == variable]
            if len(own) == 1 and not own[0].weights and own[0].coefficient:
                others = sum_of([term for term in terms if term.variable != variable])
                yield _solved(others, own[0].coefficient, low)
        case Table(variables, rows, True) if variables.count(variable) == 1:
            yield from _of_rows(variables, rows, variable)
        case Product(mentioned, one, another) if mentioned == variable:
            yield lambda values: (values[one] * values[another],)
        case Literal(mentioned, allowed) if mentioned == variable and len(allowed) <= DERIVED_VALUES:
            listed = tuple(allowed)
            yield lambda values: listed
        case Or(parts) | And(parts):
            for part in parts:
                yield from _proposals(part, variable)
        case Same(left, right):
            yield from _proposals(left, variable)
            yield from _proposals(right, variable)
        case Not(of):
            yield from _proposals(of, variable)
        case _:
            return


def _solved(others: Callable[[Values], int], coefficient: int, total: int) -> Propose:
    def propose(values: Values) -> Iterable[int]:
        value, rest = divmod(total - others(values), coefficient)
        return () if rest else (value,)

    return propose


def _of_rows(variables: tuple[int, ...], rows: Sequence[Sequence[IntSet]], variable: int) -> Iterator[Propose]:
    """Yield the look-up function of a table of single values in which the other cells determine the variable's."""
    if any(len(cell) != 1 for row in rows for cell in row):
        return
    own = variables.index(variable)
    lookup: dict[tuple[int, ...], tuple[int, ...]] = {}
    for row in rows:
        key = tuple(cell.low for at, cell in enumerate(row) if at != own)
        lookup[key] = (*lookup.get(key, ()), row[own].low)
    others = tuple(other for other in variables if other != variable)
    yield lambda values: lookup.get(tuple([values[other] for other in others]), ())
