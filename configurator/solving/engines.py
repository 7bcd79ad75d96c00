"""Which engines there are, and what each may be trusted with."""

from collections.abc import Mapping
from types import MappingProxyType

from configurator.errors import InvalidRequest
from configurator.program.nodes import Program
from configurator.solving.brute_force.solver import BruteForceSolver
from configurator.solving.port import Engine, Solver
from configurator.solving.python_constraint.solver import PythonConstraintSolver
from configurator.solving.split import Asked, SplitSolver

DEFAULT = "cp_sat"


class CpSat:
    """CP-SAT of OR-tools, one component of the program at a time: every question, at any size that is practical."""

    name = "cp_sat"
    oracle = False

    def load(self, program: Program) -> Solver:
        from configurator.solving.cp_sat.solver import CpSatSolver

        return SplitSolver(program, CpSatSolver)


class Compiled:
    """Compiled diagrams, one component of the program at a time; CP-SAT answers what does not compile."""

    name = "compiled"
    oracle = False

    def load(self, program: Program) -> Solver:
        from configurator.solving.diagram.compiling import compiled
        from configurator.solving.diagram.solver import DiagramSolver

        found, left = compiled(program)
        solver = DiagramSolver(found, CpSat().load)
        if not left:
            return solver
        others = [Asked(part, CpSat().load(part.program)) for part in left]
        return SplitSolver(program, CpSat().load, parts=[Asked(found.part, solver), *others])


class Sat:
    """Incremental SAT: states, completions and conflicts at any size; CP-SAT proves optima."""

    name = "sat"
    oracle = False

    def load(self, program: Program) -> Solver:
        from configurator.solving.sat.solver import SatSolver

        return SatSolver(program, CpSat().load)


class PythonConstraint:
    """python-constraint2: every question about small programs; larger ones end undecided."""

    name = "python_constraint"
    oracle = True

    def load(self, program: Program) -> Solver:
        return PythonConstraintSolver(program)


class BruteForce:
    """Plain enumeration: every question about small programs; larger ones end undecided."""

    name = "brute_force"
    oracle = True

    def load(self, program: Program) -> Solver:
        return BruteForceSolver(program)


ENGINES: Mapping[str, Engine] = MappingProxyType(
    {engine.name: engine for engine in (Compiled(), Sat(), CpSat(), PythonConstraint(), BruteForce())}
)


def engine_named(name: str = DEFAULT) -> Engine:
    """Return the engine of this name."""
    if name not in ENGINES:
        raise InvalidRequest(f"there is no engine {name!r}; there are {', '.join(ENGINES)}", field="engine")
    return ENGINES[name]
