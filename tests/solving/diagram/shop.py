"""Small programs, compiled, that the tests of this room share."""

from configurator.program.nodes import Formula, Or, Program
from configurator.solving.diagram.compiling import CompiledDiagram, compiled
from configurator.solving.diagram.diagram_solver import DiagramSolver
from configurator.solving.diagram.passes import Alive, Plan, alive, allowing
from configurator.solving.diagram.translation import Translation
from configurator.solving.port import Assumptions
from configurator.solving.reference.brute_force import BruteForceSolver
from tests.solving.suite import has, small

EITHER = Or((has(0, 1), has(1, 1)))
"""Five of the nine pairs of values 0..2."""


def whole(program: Program) -> CompiledDiagram:
    """Return a program compiled as a whole."""
    found, left = compiled(program)
    assert () == left
    return found


def asked(program: Program) -> DiagramSolver:
    """Return a solver whose every answer is a pass, unless it is beyond passes."""
    return DiagramSolver(whole(program), BruteForceSolver)


def read(program: Program, given: Assumptions) -> tuple[Plan, Translation, Alive]:
    """Return the plan of a program, its wording, and what is alive under assumptions."""
    found = whole(program)
    plan, translation = Plan(found.diagram), Translation(found.part.program, found.values)
    return plan, translation, alive(plan, allowing(plan, translation.allowed(given.narrowed)))


def pair(*formulas: Formula) -> Program:
    """Return a program of two variables of three values."""
    return small(*formulas, sizes=(3, 3))
