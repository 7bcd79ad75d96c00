"""Compiles a program over clusters for what is chosen, where it does not compile for everything."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace

from configurator.budget import Budget
from configurator.program.intset import IntSet
from configurator.program.nodes import Program
from configurator.solving.clusters.limits import NARROWED_CLUSTERS_FAILED, NARROWED_CLUSTERS_KEPT
from configurator.solving.composite_queries import by_simple_queries
from configurator.solving.port import Answer, AnyQuery, Complete, FindAlternatives, Solve, Solver

Narrowed = tuple[tuple[int, IntSet], ...]


class NarrowedClusters(Solver):
    """Asks a solver that `make` compiled for the values of the `totals` in a query, or else the `other`.

    Totals are the variables of no instance: a chosen sum, say, leaves few of all that instances may add up to. A
    single solution is no reason to compile: it is found soon, and often asked for with totals that nobody chose. Where
    forms are too large for several choices one after the other, no more are tried.
    """

    def __init__(
        self,
        program: Program,
        totals: frozenset[int],
        make: Callable[[Program, Budget], Solver | None],
        other: Callable[[Program], Solver],
    ) -> None:
        self._program, self._totals, self._make = program, totals, make
        self._other = other(program)
        self._known: OrderedDict[Narrowed, Solver | None] = OrderedDict()
        self._failed = 0

    @property
    def program(self) -> Program:
        return self._program

    def in_passes(self, query: AnyQuery) -> bool:
        known = self._known.get(self._key(query))
        return known is not None and known.in_passes(query)

    def answer(self, query: AnyQuery, budget: Budget) -> Answer:
        """Answer by the form for what is chosen."""
        if isinstance(query, FindAlternatives):
            return by_simple_queries(self, query, budget)
        key = self._key(query)
        solver = self._known.get(key) if isinstance(query, Solve | Complete) else self._solver(key, budget)
        return (solver or self._other).answer(query, budget)

    def _key(self, query: AnyQuery) -> Narrowed:
        narrowed = query.given.narrowed
        return tuple(sorted((variable, narrowed[variable]) for variable in self._totals & narrowed.keys()))

    def _solver(self, key: Narrowed, budget: Budget) -> Solver | None:
        if not key:
            return None
        if key not in self._known:
            if self._failed >= NARROWED_CLUSTERS_FAILED:
                return None
            share = budget.at_most(None if (left := budget.remaining()) is None else left / 2)
            made = self._make(self._narrowed(key), share)
            if made is None and share.spent():
                return None
            self._failed = 0 if made else self._failed + 1
            self._known[key] = made
            if len(self._known) > NARROWED_CLUSTERS_KEPT:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]

    def _narrowed(self, key: Narrowed) -> Program:
        variables = list(self._program.variables)
        for variable, values in key:
            variables[variable] = replace(variables[variable], domain=variables[variable].domain & values)
        return replace(self._program, variables=tuple(variables))
