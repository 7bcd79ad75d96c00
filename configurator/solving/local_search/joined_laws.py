"""Joins small laws about much the same variables, as what is remembered of many variables at once narrows more."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from configurator.program.nodes import And, Formula, Program, ProgramConstraint, variables_in
from configurator.program.rewriting import conjuncts
from configurator.solving.local_search.limits import REMEMBERED_VARIABLES


@dataclass(slots=True)
class _Group:
    """Laws, and the variables that they are about."""

    scope: frozenset[int]
    laws: list[Formula]

    def formula(self) -> Formula:
        return self.laws[0] if len(self.laws) == 1 else And(tuple(self.laws))


def joined_laws(program: Program) -> Program:
    """Return an equivalent program of fewer laws, each about up to `REMEMBERED_VARIABLES` variables or as it was.

    Two laws are joined if they share two variables. No constraint has a name any more.
    """
    formulas = [(frozenset(variables_in(formula)), formula) for formula in _split(program)]
    formulas.sort(key=lambda each: -len(each[0]))
    groups: list[_Group] = []
    about: dict[tuple[int, ...], _Group] = {}
    for scope, formula in formulas:
        group = _joinable(scope, about)
        if group is None:
            group = _Group(scope, [])
            groups.append(group)
        group.scope |= scope
        group.laws.append(formula)
        if len(group.scope) <= REMEMBERED_VARIABLES:
            about.update(dict.fromkeys(combinations(sorted(group.scope), 2), group))
    constraints = tuple(ProgramConstraint("", group.formula(), False) for group in groups)
    return Program(program.variables, constraints, program.wishes)


def _split(program: Program) -> Iterator[Formula]:
    for constraint in program.constraints:
        yield from conjuncts(constraint.formula)


def _joinable(scope: frozenset[int], about: dict[tuple[int, ...], _Group]) -> _Group | None:
    """Return the group that shares the most variables with a law, if they are few together."""
    if len(scope) > REMEMBERED_VARIABLES:
        return None
    pairs = combinations(sorted(scope), 2)
    groups = {id(about[pair]): about[pair] for pair in pairs if pair in about}.values()
    fitting = [group for group in groups if len(group.scope | scope) <= REMEMBERED_VARIABLES]
    return max(fitting, key=lambda group: len(group.scope & scope), default=None)
