"""Splits a program into connected components, so that a query is answered only where it applies."""

from dataclasses import dataclass

from configurator.program.nodes import Program, ProgramConstraint, variables_in


@dataclass(frozen=True, slots=True)
class ConnectedComponent:
    """A component: its variables' indices, ascending, and its constraints."""

    variables: tuple[int, ...]
    constraints: tuple[ProgramConstraint, ...]


def components(program: Program) -> tuple[ConnectedComponent, ...]:
    """Return the connected components, ordered by their first variable; every variable is in exactly one.

    Constraints without any variable (a law that can never hold) form one component without variables, which comes
    first.
    """
    leader = list(range(len(program.variables)))
    mentioned = [tuple(dict.fromkeys(variables_in(constraint.formula))) for constraint in program.constraints]
    for group in mentioned:
        for other in group[1:]:
            leader[_find(leader, other)] = _find(leader, group[0])
    members: dict[int, list[int]] = {}
    for variable in range(len(leader)):
        members.setdefault(_find(leader, variable), []).append(variable)
    laws: dict[int | None, list[ProgramConstraint]] = {}
    for constraint, group in zip(program.constraints, mentioned, strict=True):
        laws.setdefault(_find(leader, group[0]) if group else None, []).append(constraint)
    bare = (ConnectedComponent((), tuple(laws[None])),) if None in laws else ()
    return (*bare, *(ConnectedComponent(tuple(group), tuple(laws.get(root, ()))) for root, group in members.items()))


def _find(leader: list[int], variable: int) -> int:
    """Return the representative of a variable's set, with path compression (union-find)."""
    while leader[variable] != variable:
        leader[variable] = leader[leader[variable]]
        variable = leader[variable]
    return variable
