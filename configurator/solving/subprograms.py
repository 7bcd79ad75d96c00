"""Splits programs into parts that share no constraint, and translates queries and answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from configurator.program.connected_components import ConnectedComponent, components
from configurator.program.intset import IntSet
from configurator.program.nodes import (
    Literal,
    Lowest,
    Program,
    ProgramConstraint,
    Wish,
)
from configurator.program.rewriting import renumbered, renumbered_terms
from configurator.solving.port import (
    AnyQuery,
    Assumptions,
    Bound,
    Complete,
    FindAlternatives,
    FindDomains,
    Minimise,
    MinimiseThrough,
    RankSolutions,
)
from configurator.solving.queries import as_formula

Q = TypeVar("Q", bound=AnyQuery)


@dataclass(frozen=True, slots=True)
class Subprogram:
    """A part of a program as its own program; `indices` are its variables' indices in the whole.

    `index` is the inverse, from indices in the whole to those in the part.
    """

    program: Program
    indices: tuple[int, ...]
    index: Mapping[int, int]

    def named(self, indices: Iterable[int]) -> frozenset[int]:
        """Return the indices in the whole of variables of the part."""
        return frozenset(self.indices[index] for index in indices)


def subprograms_of(program: Program, joined: Iterable[Bound] = ()) -> tuple[Subprogram, ...]:
    """Return the connected components as programs; the variables of a bound in `joined` stay in one of them."""
    bonds = tuple(ProgramConstraint("", as_formula(bound), named=False) for bound in joined)
    tied = Program(program.variables, (*program.constraints, *bonds))
    subprograms = [_part(program, component, bonds) for component in components(tied)]
    return tuple(subprograms) or (Subprogram(program, (), {}),)


def _part(program: Program, component: ConnectedComponent, bonds: Sequence[ProgramConstraint]) -> Subprogram:
    index = {variable: position for position, variable in enumerate(component.variables)}
    own = [constraint for constraint in component.constraints if not any(constraint is bond for bond in bonds)]
    return Subprogram(
        Program(
            tuple(program.variables[variable] for variable in component.variables),
            tuple(ProgramConstraint(each.name, renumbered(each.formula, index), each.named) for each in own),
        ),
        component.variables,
        index,
    )


def joined_subprograms(program: Program, parts: Sequence[Subprogram]) -> Subprogram:
    """Merge several parts into one; all parts together are the program."""
    indices = tuple(sorted(variable for part in parts for variable in part.indices))
    if len(indices) == len(program.variables) and sum(len(part.program.constraints) for part in parts) == len(
        program.constraints
    ):
        return Subprogram(program, indices, {variable: variable for variable in indices})
    index = {variable: position for position, variable in enumerate(indices)}
    inside = [
        ({at: index[variable] for at, variable in enumerate(part.indices)}, part.program.constraints) for part in parts
    ]
    constraints = tuple(
        ProgramConstraint(each.name, renumbered(each.formula, way), each.named) for way, laws in inside for each in laws
    )
    return Subprogram(Program(tuple(program.variables[variable] for variable in indices), constraints), indices, index)


def moved_wishes(wishes: Iterable[Wish], index: Mapping[int, int]) -> tuple[Wish, ...]:
    """Return the wishes about variables in the index, renumbered by it."""
    return tuple(_moved_wish(wish, index) for wish in wishes if wish.variable in index)


def _moved_wish(wish: Wish, index: Mapping[int, int]) -> Wish:
    match wish:
        case Literal(variable, values):
            return Literal(index[variable], values)
        case Lowest(variable):
            return Lowest(index[variable])


def moved_assumptions(given: Assumptions, index: Mapping[int, int]) -> Assumptions:
    """Return the assumptions about variables in the index, renumbered; no bound may cross its border."""
    narrowed: dict[int, IntSet] = {
        index[position]: values for position, values in given.narrowed.items() if position in index
    }
    also = tuple(
        Bound(renumbered_terms(bound.terms, index), bound.low, bound.high)
        for bound in given.also
        if all(term.variable in index for term in bound.terms)
    )
    return Assumptions(narrowed, given.without, also)


def moved_query(query: Q, index: Mapping[int, int]) -> Q:
    """Return the query restricted to the variables in the index, renumbered by it."""
    changes: dict[str, Any] = {"given": moved_assumptions(query.given, index)}
    match query:
        case Minimise() | MinimiseThrough() | RankSolutions():
            changes["objective"] = renumbered_terms(query.objective, index)
        case Complete():
            changes["wishes"] = moved_wishes(query.wishes, index)
            changes["near"] = query.near and tuple(
                query.near[position] for position in sorted(index, key=index.__getitem__)
            )
    match query:
        case FindDomains() | FindAlternatives() | MinimiseThrough() if query.of is not None:
            changes["of"] = [index[variable] for variable in query.of if variable in index]
    return replace(query, **changes)


def variables_of(query: AnyQuery) -> Iterator[int]:
    """Yield the variables that a query names: those narrowed, summed, wished for, or asked about."""
    yield from query.given.narrowed
    yield from (term.variable for bound in query.given.also for term in bound.terms)
    match query:
        case Minimise() | MinimiseThrough() | RankSolutions():
            yield from (term.variable for term in query.objective)
        case Complete():
            yield from (wish.variable for wish in query.wishes)
    match query:
        case FindDomains() | FindAlternatives() | MinimiseThrough() if query.of is not None:
            yield from query.of
