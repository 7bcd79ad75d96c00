"""Plain enumeration: one variable after the other, each formula looked at as soon as its last variable has a value."""

from collections.abc import Iterator, Sequence

from configurator.budget import BudgetMeter
from configurator.program.nodes import Formula, variables_in
from configurator.program.semantics import holds
from configurator.solving.port import Assumptions, Solution
from configurator.solving.queries import NarrowedProgram, narrowed_program
from configurator.solving.reference.enumeration import EnumeratingSolver


class BruteForceSolver(EnumeratingSolver):
    """Tries all values of all variables, the determined ones last."""

    def solutions(self, given: Assumptions, meter: BudgetMeter) -> Iterator[Solution]:
        program = narrowed_program(self._program, given)
        order = sorted(range(len(program.domains)), key=lambda index: self._program.variables[index].determined)
        checks = _checks_by_depth(program, order)
        values = [0] * len(order)

        def walk(depth: int) -> Iterator[Solution]:
            meter.step()
            if not all(holds(formula, values) for formula in checks[depth]):
                return
            if depth == len(order):
                yield tuple(values)
                return
            for value in program.domains[order[depth]]:
                values[order[depth]] = value
                yield from walk(depth + 1)

        return walk(0)


def _checks_by_depth(program: NarrowedProgram, order: Sequence[int]) -> list[list[Formula]]:
    """Return for every number of assigned variables the formulas that can be looked at for the first time."""
    depth_of = {index: depth for depth, index in enumerate(order, start=1)}
    checks: list[list[Formula]] = [[] for _ in range(len(order) + 1)]
    for formula in program.formulas:
        checks[max((depth_of[index] for index in variables_in(formula)), default=0)].append(formula)
    return checks
