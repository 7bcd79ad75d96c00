"""Applies the assumptions of queries to programs, and builds answers; shared by all engines."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Formula, Linear, Program, Term, variables_in
from configurator.program.semantics import weigh
from configurator.solving.port import (
    Answer,
    AnyQuery,
    Assumptions,
    Bound,
    Complete,
    CountSolutions,
    FindAlternatives,
    FindDomains,
    LeastCosts,
    Minimise,
    MinimiseThrough,
    RankSolutions,
    SampleSolutions,
    Solution,
    SolutionCount,
    Solutions,
    Solve,
    Unknown,
    ValidDomains,
)


@dataclass(frozen=True, slots=True)
class NarrowedProgram:
    """Domains by variable index, and the formulas over them."""

    domains: tuple[IntSet, ...]
    formulas: tuple[Formula, ...]


def narrowed_program(program: Program, given: Assumptions) -> NarrowedProgram:
    """Return the program under the assumptions."""
    return NarrowedProgram(domains_under(program, given), tuple(formulas_under(program, given)))


def domains_under(program: Program, given: Assumptions) -> tuple[IntSet, ...]:
    """Return every variable's domain under the assumptions."""
    return tuple(
        variable.domain & given.narrowed[position] if position in given.narrowed else variable.domain
        for position, variable in enumerate(program.variables)
    )


def formulas_under(program: Program, given: Assumptions) -> Iterator[Formula]:
    """Yield the active constraints: those not set aside, and the extra bounds."""
    for constraint in program.constraints:
        if not (constraint.named and constraint.name in given.without):
            yield constraint.formula
    yield from map(as_formula, given.also)


def formulas_about(program: Program, index: int, given: Assumptions) -> tuple[Formula, ...]:
    """Return the active constraints that mention the variable."""
    return tuple(formula for formula in formulas_under(program, given) if index in variables_in(formula))


def as_formula(bound: Bound) -> Linear:
    """Return the bound as a formula of the program."""
    return Linear(bound.terms, bound.low, bound.high)


def cost_of(objective: Sequence[Term], solution: Solution) -> int:
    """Return the sum of the terms in the solution."""
    return weigh(objective, solution)


def asked_variables(program: Program, of: Collection[int] | None) -> frozenset[int]:
    """Return the indices of the queried variables: `of`, or all that are not determined."""
    if of is not None:
        return frozenset(of)
    return frozenset(index for index, variable in enumerate(program.variables) if not variable.determined)


def nothing_possible(count: int) -> ValidDomains:
    """Return the answer for an infeasible program of `count` variables."""
    return ValidDomains((EMPTY,) * count, (EMPTY,) * count)


def only_asked(
    program: Program, of: Collection[int] | None, domains: Sequence[IntSet], valid_domains: ValidDomains
) -> ValidDomains:
    """Return the answer with all other variables undecided."""
    if not any((*valid_domains.values, *valid_domains.undecided)):
        return valid_domains
    results = asked_variables(program, of)
    return ValidDomains(
        tuple(values if index in results else EMPTY for index, values in enumerate(valid_domains.values)),
        tuple(left if index in results else domains[index] for index, left in enumerate(valid_domains.undecided)),
    )


def undecided_answer(program: Program, query: AnyQuery) -> Answer:
    """Return the answer to a query for which there is no time at all."""
    match query:
        case Solve() | Complete() | Minimise():
            return Unknown()
        case FindDomains():
            domains = domains_under(program, query.given)
            return ValidDomains((EMPTY,) * len(domains), domains)
        case FindAlternatives():
            domains = tuple(variable.domain for variable in program.variables)
            return ValidDomains((EMPTY,) * len(domains), domains)
        case CountSolutions():
            return SolutionCount(0, exact=False)
        case MinimiseThrough():
            domains = domains_under(program, query.given)
            return LeastCosts(({},) * len(domains), domains)
        case RankSolutions() | SampleSolutions():
            return Solutions((), False)
