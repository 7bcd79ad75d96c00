"""Programs given to python-constraint2, as Python functions only: it executes constraints that are text."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from configurator.budget import BudgetMeter, OutOfBudget
from configurator.program.nodes import Formula, variables_in
from configurator.program.semantics import holds
from configurator.solving.limits import ENUMERATED_VALUES
from configurator.solving.port import Assumptions, Solution
from configurator.solving.queries import NarrowedProgram, narrowed_program
from configurator.solving.reference.enumeration import EnumeratingSolver

if TYPE_CHECKING:
    from constraint import Problem


class PythonConstraintSolver(EnumeratingSolver):
    """Walks through the library's solutions. It knows no time limit, so every look at a constraint counts as work."""

    def solutions(self, given: Assumptions, meter: BudgetMeter) -> Iterator[Solution]:
        program = narrowed_program(self._program, given)
        if not all(program.domains) or not all(_holds_alone(formula) for formula in program.formulas):
            return
        if not program.domains:
            yield ()
            return
        for result in _problem(program, meter).getSolutionIter():
            meter.step()
            yield tuple(result[index] for index in range(len(program.domains)))


def _holds_alone(formula: Formula) -> bool:
    """Return whether a formula without variables holds; one with variables is checked later."""
    return any(True for _ in variables_in(formula)) or holds(formula, ())


def _problem(program: NarrowedProgram, meter: BudgetMeter) -> "Problem":
    from constraint import BacktrackingSolver, Problem

    if sum(map(len, program.domains)) > ENUMERATED_VALUES:
        raise OutOfBudget
    problem = Problem(BacktrackingSolver())
    for index, domain in enumerate(program.domains):
        problem.addVariable(index, list(domain))
    for formula in program.formulas:
        variables = sorted(set(variables_in(formula)))
        if variables:
            problem.addConstraint(_look(formula, variables, len(program.domains), meter), variables)
    return problem


def _look(formula: Formula, variables: list[int], size: int, meter: BudgetMeter) -> Callable[..., bool]:
    """Return the formula as a function of the values of its variables."""
    values = [0] * size

    def look(*given: int) -> bool:
        meter.step()
        for index, value in zip(variables, given, strict=True):
            values[index] = value
        return holds(formula, values)

    return look
