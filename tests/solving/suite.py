"""The engines that one suite of tests is run over, and how each is loaded."""

from functools import partial

import pytest

from configurator.program.intset import IntSet
from configurator.program.nodes import Formula, Literal, Program, ProgramConstraint, Variable
from configurator.solving.checked_solver import CheckedSolver
from configurator.solving.clusters.clustered_program import clustered
from configurator.solving.clusters.clustered_solver import ClusteredSolver
from configurator.solving.clusters.clustering import clustering_of
from configurator.solving.cp_sat.cp_sat_solver import CpSatSolver
from configurator.solving.decomposed_solver import DecomposedSolver
from configurator.solving.diagram.compile_budget import CompileLimits
from configurator.solving.diagram.compiling import compiled
from configurator.solving.diagram.loading import solver_of
from configurator.solving.engines import engine_named
from configurator.solving.local_search.descent import BacktrackLimits
from configurator.solving.port import Solver
from configurator.solving.reference.brute_force import BruteForceSolver

CP_SAT_ALONE, HASTY = "cp_sat without descents", "cp_sat with hasty descents"
CLUSTERS = "clusters, however few"
ENGINES = (
    "brute_force",
    "python_constraint",
    "compiled",
    "kinds",
    "boxes",
    "sat",
    "cp_sat",
    CP_SAT_ALONE,
    HASTY,
    CLUSTERS,
)
NO_BACKTRACKS = BacktrackLimits(eager=0, careful=0, thorough=0, abandoned=0)

every_engine = pytest.mark.parametrize("engine", ENGINES)
all_but_the_oracle = pytest.mark.parametrize("engine", ENGINES[1:])


def loaded(engine: str, program: Program) -> Solver:
    """Return a solver of the engine, every witness and every core of which is checked."""
    return CheckedSolver(_loaded(engine, program), BruteForceSolver)


def _loaded(engine: str, program: Program) -> Solver:
    if engine == CP_SAT_ALONE:
        return DecomposedSolver(program, partial(CpSatSolver, backtracks=None))
    if engine == HASTY:
        return DecomposedSolver(program, partial(CpSatSolver, backtracks=NO_BACKTRACKS))
    if engine == CLUSTERS:
        return DecomposedSolver(program, _by_clusters)
    return engine_named(engine).load(program)


def _by_clusters(program: Program) -> Solver:
    """Return a solver over clusters of what two variables' laws tie together, read in order where possible."""
    clusters = clustered(program, clustering_of(program, neighbours=2, scope=2))
    if clusters is None:
        return BruteForceSolver(program)
    made, left = compiled(clusters.program, CompileLimits(), in_order=True)
    other = engine_named("sat").load
    return ClusteredSolver(clusters, other(clusters.program) if left else solver_of(made, other), other)


def of(*values: int) -> IntSet:
    """Return the set of these values."""
    return IntSet.of(values)


def has(variable: int, *values: int) -> Literal:
    """Return that the variable has one of these values."""
    return Literal(variable, of(*values))


def small(*formulas: Formula, sizes: tuple[int, ...] = (3, 3, 3)) -> Program:
    """Return a program of variables from 0 up to their size, with the formulas as named laws `law0`, `law1` …"""
    variables = tuple(Variable(f"v{place}", IntSet.between(0, size - 1)) for place, size in enumerate(sizes))
    laws = (ProgramConstraint(f"law{number}", formula, named=True) for number, formula in enumerate(formulas))
    return Program(variables, tuple(laws))
