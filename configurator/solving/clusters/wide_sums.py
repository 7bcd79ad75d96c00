"""Chooses what is compiled by clusters: many instances around a count that only sums tie together."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from configurator.budget import UNLIMITED, Budget, OutOfBudget
from configurator.program.nodes import Program
from configurator.solving.clusters.clustered_program import ClusteredProgram, clustered
from configurator.solving.clusters.clustered_solver import ClusteredSolver
from configurator.solving.clusters.clustering import Clustering, clustering_of
from configurator.solving.clusters.limits import CLUSTER_ROWS, CLUSTER_WORK
from configurator.solving.clusters.narrowed_clusters import NarrowedClusters
from configurator.solving.diagram.compile_budget import CompileLimits
from configurator.solving.diagram.compiling import CompiledDiagram, compiled
from configurator.solving.diagram.loading import solver_of
from configurator.solving.diagram.saving import DiagramStore
from configurator.solving.limits import VALUES_AT_ONCE
from configurator.solving.port import Solver
from configurator.solving.subprograms import Subprogram

Load = Callable[[Program], Solver]

LIMITS = CompileLimits(values=VALUES_AT_ONCE, rows=CLUSTER_ROWS, work=CLUSTER_WORK)
"""The work of compiling clusters while a caller waits: up to two seconds; what they serve is hopeless otherwise."""


@dataclass(frozen=True, slots=True)
class Clusters:
    """How a program over clusters is compiled, or taken from a `store`; `other` loads what is beyond a diagram."""

    other: Load
    store: DiagramStore | None = None

    def solver(self, program: Program, budget: Budget = UNLIMITED) -> Solver | None:
        """Return a solver over clusters; None where there are none, or their diagram exceeds the limits or the budget.

        If it exceeds them for every choice, it is compiled for what is chosen of the sums.
        """
        clustering = clustering_of(program)
        clusters = self._clusters(clustering, program, budget) if clustering.pays else None
        if clusters is None:
            return None
        solver = self._over(clusters, budget)
        if solver is None and clustering.apart and not budget.spent():
            return NarrowedClusters(program, clustering.apart, partial(self._narrowed, clustering), self.other)
        return solver

    def _narrowed(self, clustering: Clustering, program: Program, budget: Budget) -> Solver | None:
        clusters = self._clusters(clustering, program, budget)
        return None if clusters is None else self._over(clusters, budget)

    @staticmethod
    def _clusters(clustering: Clustering, program: Program, budget: Budget) -> ClusteredProgram | None:
        try:
            return clustered(program, clustering, budget)
        except OutOfBudget:
            return None

    def _over(self, clusters: ClusteredProgram, budget: Budget) -> Solver | None:
        made, left = self._compiled(clusters.program, budget)
        return None if left else ClusteredSolver(clusters, solver_of(made, self.other), self.other)

    def _compiled(self, program: Program, budget: Budget) -> tuple[CompiledDiagram, tuple[Subprogram, ...]]:
        key = self.store.key(program, None) if self.store else ""
        taken = self.store.load(program, key) if self.store else None
        if taken is not None:
            return taken
        made, left = compiled(program, replace(LIMITS, budget=budget), in_order=True)
        if self.store and not left:
            self.store.save(made, key)
        return made, left
