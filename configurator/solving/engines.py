"""The registry of engines."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from configurator.budget import UNLIMITED, Budget
from configurator.errors import InvalidRequest
from configurator.program.nodes import Program, multiplies
from configurator.solving.decomposed_solver import DecomposedSolver
from configurator.solving.port import Solver, SolvingEngine
from configurator.solving.reference.brute_force import BruteForceSolver
from configurator.solving.reference.python_constraint import PythonConstraintSolver

DEFAULT = "compiled"


class CpSatEngine:
    """CP-SAT of OR-tools per connected component: every query, at any practical size."""

    name = "cp_sat"

    def load(self, program: Program, *, digest: str | None = None, budget: Budget = UNLIMITED) -> Solver:
        from configurator.solving.cp_sat.cp_sat_solver import CpSatSolver

        return DecomposedSolver(program, CpSatSolver)


class SatEngine:
    """Incremental SAT: states, completions and conflicts at any size; CP-SAT proves optima, and multiplies."""

    name = "sat"

    def load(self, program: Program, *, digest: str | None = None, budget: Budget = UNLIMITED) -> Solver:
        from configurator.solving.sat.sat_solver import SatSolver

        if multiplies(program):
            return DecomposedSolver(program, lambda part: (CpSatEngine() if multiplies(part) else self).load(part))
        return SatSolver(program, CpSatEngine().load)


class KindsEngine:
    """Elimination over kinds of values, wherever they are few enough; incremental SAT for all other components."""

    name = "kinds"

    def load(self, program: Program, *, digest: str | None = None, budget: Budget = UNLIMITED) -> Solver:
        from configurator.solving.wide_components import by_kinds

        other = SatEngine().load
        return DecomposedSolver(program, lambda part: by_kinds(part, other, budget) or other(part))


class BoxesEngine:
    """Boxes of values, narrowed and halved, for components of few variables; incremental SAT for all others."""

    name = "boxes"

    def load(self, program: Program, *, digest: str | None = None, budget: Budget = UNLIMITED) -> Solver:
        from configurator.solving.boxes.box_solver import by_boxes

        other = SatEngine().load
        return DecomposedSolver(program, lambda part: by_boxes(part, other) or other(part))


class CompiledEngine:
    """Kinds or boxes for components of few variables with many values, compiled diagrams for the others.

    What does not compile, or not yet, is answered by incremental SAT. With a folder, compiled forms are stored there,
    and `beside` the answers of the other engine, slow ones are compiled.
    """

    name = "compiled"

    def __init__(self, folder: Path | None = None, *, beside: bool = True) -> None:
        self._folder, self._beside = folder, beside

    def load(self, program: Program, *, digest: str | None = None, budget: Budget = UNLIMITED) -> Solver:
        from configurator.solving.clusters.wide_sums import Clusters
        from configurator.solving.diagram.compile_budget import CompileLimits
        from configurator.solving.diagram.loading import Loading, in_a_thread
        from configurator.solving.diagram.saving import DiagramStore
        from configurator.solving.wide_components import WideComponents, by_boxes_or

        sat = SatEngine().load

        def other(part: Program) -> Solver:
            return by_boxes_or(part, sat)

        store = None if self._folder is None else DiagramStore(self._folder)
        loading = Loading(other, store, clusters=Clusters(sat, store).solver)
        if store is not None and self._beside:
            loading = replace(loading, patient=CompileLimits(), start=in_a_thread)
        wide = WideComponents(sat, lambda boxes: loading.deferred(boxes, budget), budget)
        return wide.apart(program, lambda rest: loading.solver(rest, digest, budget=budget))


class PythonConstraintEngine:
    """python-constraint2: every query on small programs; larger ones end undecided."""

    name = "python_constraint"

    def load(self, program: Program, *, digest: str | None = None, budget: Budget = UNLIMITED) -> Solver:
        return PythonConstraintSolver(program)


class BruteForceEngine:
    """Plain enumeration: every query on small programs; larger ones end undecided."""

    name = "brute_force"

    def load(self, program: Program, *, digest: str | None = None, budget: Budget = UNLIMITED) -> Solver:
        return BruteForceSolver(program)


class CheckedEngine:
    """Another engine whose witnesses are verified and whose infeasible answers CP-SAT, without descents, confirms."""

    def __init__(self, engine: SolvingEngine) -> None:
        self._engine = engine
        self.name = engine.name

    def load(self, program: Program, *, digest: str | None = None, budget: Budget = UNLIMITED) -> Solver:
        from configurator.solving.checked_solver import CheckedSolver

        return CheckedSolver(self._engine.load(program, digest=digest, budget=budget), self._third)

    @staticmethod
    def _third(program: Program) -> Solver:
        """Return CP-SAT over the whole program, as the bounds that join its components change with every query."""
        from configurator.solving.cp_sat.cp_sat_solver import CpSatSolver

        return CpSatSolver(program, backtracks=None)


ENGINES: Mapping[str, SolvingEngine] = MappingProxyType(
    {
        engine.name: engine
        for engine in (
            CompiledEngine(),
            KindsEngine(),
            BoxesEngine(),
            SatEngine(),
            CpSatEngine(),
            PythonConstraintEngine(),
            BruteForceEngine(),
        )
    }
)


def engine_named(
    name: str = DEFAULT, *, folder: Path | None = None, beside: bool = True, checked: bool = False
) -> SolvingEngine:
    """Return the engine of this name; a compiling one stores its compiled forms in the folder.

    Then it compiles slow ones `beside` the answers, or, without that, once it pays.

    With `checked`, a wrong answer raises `WrongAnswer`, and one that is not confirmed in time is undecided.
    """
    if name not in ENGINES:
        raise InvalidRequest(f"there is no engine {name!r}; there are {', '.join(ENGINES)}", field="engine")
    keeps = folder is not None and name == CompiledEngine.name
    engine = CompiledEngine(folder, beside=beside) if keeps else ENGINES[name]
    return CheckedEngine(engine) if checked else engine
