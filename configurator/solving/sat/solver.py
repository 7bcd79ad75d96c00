"""Incremental SAT behind the port; optima are proved by CP-SAT, and counts come from the exact counter."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Literal, Lowest, Program, Term, Wish
from configurator.solving.answers import asked_variables, nothing_possible
from configurator.solving.counting import count
from configurator.solving.port import (
    FREE,
    UNLIMITED,
    Assumptions,
    Best,
    Budget,
    Counted,
    Possible,
    Satisfiable,
    Solution,
    Solver,
    Unknown,
    Unsatisfiable,
    Verdict,
)
from configurator.solving.question import domains_under
from configurator.solving.sat.cover import Cover
from configurator.solving.sat.ground import Ground


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in literals; `whole` if every model of it is one of the whole program."""

    ground: Ground
    assumptions: list[int]
    whole: bool


class SatSolver:
    """Keeps the clauses of a program in a running solver, a second one with named constraints under switches."""

    def __init__(self, program: Program, prover: Solver) -> None:
        self._program = program
        self._prover = prover
        self._grounds: dict[bool, Ground] = {}
        self._rooted = False

    @property
    def program(self) -> Program:
        return self._program

    def solve(self, given: Assumptions = FREE, *, budget: Budget = UNLIMITED) -> Verdict:
        """Search once."""
        asked = self._asked(given)
        return Unsatisfiable() if asked is None else self._verdict(asked, asked.assumptions, budget)

    def possible(
        self, given: Assumptions = FREE, *, of: Collection[int] | None = None, budget: Budget = UNLIMITED
    ) -> Possible:
        """Propagate, look through the models met, then search for what is still open."""
        asked = self._asked(given)
        domains = domains_under(self._program, given)
        if asked is None:
            return nothing_possible(len(domains))
        if asked.whole:
            self._root(budget)
        wanted = asked_variables(self._program, of)
        left, found = self._cover(asked, given, wanted, budget)
        if found is False:
            return nothing_possible(len(domains))
        seen, undecided = asked.ground.layout.sets(left.seen), asked.ground.layout.sets(left.open)
        others = (EMPTY if place in wanted else domain for place, domain in enumerate(domains))
        return Possible(seen, tuple(one | other for one, other in zip(undecided, others, strict=True)))

    def count(self, given: Assumptions = FREE, *, at_most: int | None = None, budget: Budget = UNLIMITED) -> Counted:
        """Count by the exact counter."""
        return count(self._program, given, at_most=at_most, budget=budget)

    def least(
        self, objective: Sequence[Term], given: Assumptions = FREE, *, budget: Budget = UNLIMITED
    ) -> Best | Unsatisfiable | Unknown:
        """Leave the proof of an optimum to CP-SAT."""
        return self._prover.least(objective, given, budget=budget)

    def complete(self, wishes: Sequence[Wish], given: Assumptions = FREE, *, budget: Budget = UNLIMITED) -> Verdict:
        """Keep a witness and walk the wishes: one that it fulfils costs nothing, any other one search."""
        asked = self._asked(given)
        if asked is None:
            return Unsatisfiable()
        domains = list(domains_under(self._program, given))
        verdict = self._verdict(asked, asked.assumptions, budget)
        for wish in wishes:
            if not isinstance(verdict, Satisfiable):
                return verdict
            verdict = self._granted(asked, wish, domains, verdict.witness, budget)
        return verdict

    def _asked(self, given: Assumptions) -> Asked | None:
        """Return the question in literals; None where a domain is empty."""
        if not all(domains_under(self._program, given)):
            return None
        ground = self._ground(optional=bool(given.without))
        literals = list(ground.switches(given.without))
        for place, values in given.narrowed.items():
            ladder = ground.encoding.ladders[place]
            literals += ladder.only(ladder.spans(values))
        literals += [ground.guard(bound) for bound in given.also]
        return Asked(ground, literals, whole=not given.without)

    def _ground(self, *, optional: bool) -> Ground:
        if optional not in self._grounds:
            self._grounds[optional] = Ground(self._program, optional=optional)
        return self._grounds[optional]

    def _root(self, budget: Budget) -> None:
        """Learn once which values are in no model at all."""
        if self._rooted:
            return
        ground = self._ground(optional=False)
        cover = Cover(ground, (), ~ground.blocked)
        found = cover.run(budget, remember=True)
        if found is not None:
            ground.blocked |= ~(cover.seen | cover.open)
            self._rooted = True

    def _cover(
        self, asked: Asked, given: Assumptions, wanted: Collection[int], budget: Budget
    ) -> tuple[Cover, bool | None]:
        ground, layout = asked.ground, asked.ground.layout
        implied = ground.machine.propagate(asked.assumptions)
        if implied is None:
            return Cover(ground, (), np.zeros_like(ground.blocked)), False
        allowed = layout.left_by([*asked.assumptions, *implied], ground.machine.top)
        if asked.whole:
            allowed &= ~ground.blocked
        cover = Cover(ground, asked.assumptions, allowed & layout.of(wanted))
        if asked.whole and not given.also:
            narrowed = np.array(list(given.narrowed), dtype=np.int32)
            cover.see(ground.pool.seen(ground.pool.fitting(layout.mask(given.narrowed), narrowed)))
        return cover, cover.run(budget, remember=asked.whole)

    def _verdict(self, asked: Asked, assumptions: list[int], budget: Budget) -> Verdict:
        match asked.ground.machine.solve(assumptions, budget):
            case True:
                layout = asked.ground.layout
                return Satisfiable(layout.solution(layout.positions(asked.ground.machine.model())))
            case False:
                return Unsatisfiable()
            case _:
                return Unknown()

    def _granted(self, asked: Asked, wish: Wish, domains: list[IntSet], witness: Solution, budget: Budget) -> Verdict:
        """Return a witness that fulfils the wish if one can; the assumptions keep what it settles."""
        match wish:
            case Literal(variable, values):
                return self._grant(asked, variable, domains[variable] & values, domains, witness, budget)
            case Lowest(variable):
                return self._lower(asked, variable, domains, witness, budget)

    def _grant(
        self, asked: Asked, place: int, wanted: IntSet, domains: list[IntSet], witness: Solution, budget: Budget
    ) -> Verdict:
        if not wanted or wanted == domains[place]:
            return Satisfiable(witness)
        ladder = asked.ground.encoding.ladders[place]
        literals = ladder.only(ladder.spans(wanted))
        verdict: Verdict = Satisfiable(witness)
        if witness[place] not in wanted:
            verdict = self._verdict(asked, [*asked.assumptions, *literals], budget)
        if isinstance(verdict, Unsatisfiable):
            domains[place] -= wanted
            asked.assumptions.extend(ladder.only(ladder.spans(domains[place])))
            return Satisfiable(witness)
        domains[place] = wanted
        asked.assumptions.extend(literals)
        return verdict

    def _lower(self, asked: Asked, place: int, domains: list[IntSet], witness: Solution, budget: Budget) -> Verdict:
        """Halve what lies below the witness until nothing does."""
        while True:
            below = [value for value in domains[place] if value < witness[place]]
            if not below:
                break
            verdict = self._grant(asked, place, IntSet.of(below[: (len(below) + 1) // 2]), domains, witness, budget)
            if not isinstance(verdict, Satisfiable):
                return verdict
            witness = verdict.witness
        return self._grant(asked, place, IntSet.of([witness[place]]), domains, witness, budget)
