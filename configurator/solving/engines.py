"""Which engines there are, and what each may be trusted with."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from configurator.errors import InvalidRequest
from configurator.program.nodes import Program
from configurator.solving.brute_force.solver import BruteForceSolver
from configurator.solving.port import Engine, Solver
from configurator.solving.python_constraint.solver import PythonConstraintSolver
from configurator.solving.split import SplitSolver

DEFAULT = "compiled"


class CpSat:
    """CP-SAT of OR-tools, one component of the program at a time: every question, at any size that is practical."""

    name = "cp_sat"
    oracle = False

    def load(self, program: Program, *, digest: str | None = None) -> Solver:
        from configurator.solving.cp_sat.solver import CpSatSolver

        return SplitSolver(program, CpSatSolver)


class Sat:
    """Incremental SAT: states, completions and conflicts at any size; CP-SAT proves optima."""

    name = "sat"
    oracle = False

    def load(self, program: Program, *, digest: str | None = None) -> Solver:
        from configurator.solving.sat.solver import SatSolver

        return SatSolver(program, CpSat().load)


class Compiled:
    """Compiled diagrams, exact in a pass; incremental SAT answers what does not compile, or not yet.

    With a folder, what was compiled is kept there, and what takes long is compiled while the other engine answers.
    """

    name = "compiled"
    oracle = False

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def load(self, program: Program, *, digest: str | None = None) -> Solver:
        from configurator.solving.diagram.background import in_a_thread
        from configurator.solving.diagram.limits import Limits
        from configurator.solving.diagram.loading import Loading
        from configurator.solving.diagram.saving import DiagramStore

        if self._folder is None:
            return Loading(Sat().load).solver(program)
        loading = Loading(Sat().load, DiagramStore(self._folder), Limits(), in_a_thread)
        return loading.solver(program, digest)


class PythonConstraint:
    """python-constraint2: every question about small programs; larger ones end undecided."""

    name = "python_constraint"
    oracle = True

    def load(self, program: Program, *, digest: str | None = None) -> Solver:
        return PythonConstraintSolver(program)


class BruteForce:
    """Plain enumeration: every question about small programs; larger ones end undecided."""

    name = "brute_force"
    oracle = True

    def load(self, program: Program, *, digest: str | None = None) -> Solver:
        return BruteForceSolver(program)


class Checked:
    """Another engine whose witnesses must hold, and of which CP-SAT, without descents, must confirm every "no"."""

    oracle = False

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.name = engine.name

    def load(self, program: Program, *, digest: str | None = None) -> Solver:
        from configurator.solving.checking import CheckedSolver

        return CheckedSolver(self._engine.load(program, digest=digest), self._third)

    @staticmethod
    def _third(program: Program) -> Solver:
        """Return CP-SAT over the whole program: sums that join its components would be other ones at every click."""
        from configurator.solving.cp_sat.solver import CpSatSolver

        return CpSatSolver(program, backtracks=None)


ENGINES: Mapping[str, Engine] = MappingProxyType(
    {engine.name: engine for engine in (Compiled(), Sat(), CpSat(), PythonConstraint(), BruteForce())}
)


def engine_named(name: str = DEFAULT, *, folder: Path | None = None, checked: bool = False) -> Engine:
    """Return the engine of this name; one that compiles keeps what it compiled in the folder.

    With `checked`, an answer that is wrong raises `WrongAnswer` rather than being given, and one that is not confirmed
    in time is undecided.
    """
    if name not in ENGINES:
        raise InvalidRequest(f"there is no engine {name!r}; there are {', '.join(ENGINES)}", field="engine")
    engine = Compiled(folder) if folder is not None and name == Compiled.name else ENGINES[name]
    return Checked(engine) if checked else engine
