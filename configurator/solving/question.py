"""What a solver is really asked once assumptions are applied: the domains left, and the formulas that must hold."""

from collections.abc import Iterator
from dataclasses import dataclass

from configurator.program.intset import IntSet
from configurator.program.nodes import Formula, Linear, Program, variables_in
from configurator.solving.port import Assumptions, Bound


@dataclass(frozen=True, slots=True)
class Question:
    """Domains by position, and the formulas over them; a solution is a value of each domain under which all hold."""

    domains: tuple[IntSet, ...]
    formulas: tuple[Formula, ...]


def question(program: Program, given: Assumptions) -> Question:
    """Return the program as it is under the assumptions."""
    return Question(domains_under(program, given), tuple(formulas_under(program, given)))


def domains_under(program: Program, given: Assumptions) -> tuple[IntSet, ...]:
    """Return every variable's domain, narrowed where the assumptions narrow it."""
    return tuple(
        variable.domain & given.narrowed[position] if position in given.narrowed else variable.domain
        for position, variable in enumerate(program.variables)
    )


def formulas_under(program: Program, given: Assumptions) -> Iterator[Formula]:
    """Yield what must hold: every constraint that is not set aside, and the extra bounds."""
    for constraint in program.constraints:
        if not (constraint.named and constraint.name in given.without):
            yield constraint.formula
    yield from map(as_formula, given.also)


def formulas_about(program: Program, place: int, given: Assumptions) -> tuple[Formula, ...]:
    """Return what must hold and mentions the variable."""
    return tuple(formula for formula in formulas_under(program, given) if place in variables_in(formula))


def as_formula(bound: Bound) -> Linear:
    """Return the bound as a formula of the program."""
    return Linear(bound.terms, bound.low, bound.high)
