"""The quick answers of one program: each may be *undecided*, and then says how far it came."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Program, Term, Wish
from configurator.solving.answers import cost_of
from configurator.solving.diving.cheapest import Cheapest
from configurator.solving.diving.completion import Completion
from configurator.solving.diving.cover import Cover
from configurator.solving.diving.diver import Dive, Diver, Patience, Waters, can_dive, lowest_bit
from configurator.solving.diving.laws import Domains
from configurator.solving.diving.pool import Pool
from configurator.solving.meter import Meter, OutOfBudget
from configurator.solving.port import (
    Assumptions,
    Best,
    Bound,
    Budget,
    Possible,
    Satisfiable,
    Solution,
    Unknown,
    Unsatisfiable,
    Verdict,
)

AskFor = Callable[[Assumptions], Verdict]
"""Answers a question that descents lost."""


class Quick:
    """A program with its descents and the solutions that they met."""

    def __init__(self, program: Program, patience: Patience) -> None:
        self._diver = Diver(program, patience)
        self._pool = Pool()
        self._completed: Domains | None = None
        """The last completion: from click to click most wishes end alike."""

    @staticmethod
    def of(program: Program, patience: Patience) -> "Quick | None":
        """Return the quick answers of the program, if its domains are small enough for them."""
        return Quick(program, patience) if can_dive(program) else None

    def solve(self, given: Assumptions, budget: Budget) -> Verdict:
        """Descend once, always the same way, so that the witness does not depend on what was asked before."""
        try:
            waters = self._diver.under(given, Meter(budget))
            if waters is None:
                return Unsatisfiable()
            found = waters.dive(waters.domains, lowest_bit, mistakes=self._diver.patience.thorough)
        except OutOfBudget:
            return Unknown()
        match found:
            case Dive.DEAD:
                return Unsatisfiable()
            case Dive.LOST:
                return Unknown()
            case _:
                return Satisfiable(self._diver.solution(found))

    def possible(self, given: Assumptions, asked: Collection[int], budget: Budget) -> Possible | Unsatisfiable | None:
        """Return the values seen and those undecided; nothing if there was no time even to begin."""
        cover: Cover | None = None
        try:
            waters = self._diver.under(given, Meter(budget))
            cover = None if waters is None else Cover(waters, self._pool, asked)
            if cover is None or not cover.run():
                return Unsatisfiable()
        except OutOfBudget:
            pass
        if cover is None:
            return None
        seen = [mask if place in asked else 0 for place, mask in enumerate(cover.seen)]
        return Possible(self._listed(seen), self._listed(cover.open))

    def least(self, objective: Sequence[Term], given: Assumptions, budget: Budget) -> Best | Unsatisfiable | Unknown:
        """Return the cheapest solution that descents find, and whether they proved that it is the least."""
        bound = Bound(tuple(objective))
        cheapest: Cheapest | None = None
        try:
            waters = self._diver.under(replace(given, also=(*given.also, bound)), Meter(budget))
            if waters is None:
                return Unsatisfiable()
            cheapest = Cheapest(waters, objective)
            cheapest.run()
        except OutOfBudget:
            pass
        if cheapest is None or cheapest.best is None:
            return Unsatisfiable() if cheapest is not None and cheapest.proved else Unknown()
        witness = self._diver.solution(cheapest.best)
        return Best(witness, cost_of(objective, witness), cheapest.proved)

    def complete(self, wishes: Sequence[Wish], given: Assumptions, budget: Budget, ask: AskFor) -> Verdict:
        """Grant the wishes in order; what descents lose is asked for."""
        try:
            waters = self._diver.under(given, Meter(budget))
            if waters is None:
                return Unsatisfiable()
            found = Completion(waters, self._asking(waters, given, ask), self._completed).run(wishes)
        except OutOfBudget:
            return Unknown()
        self._completed = found or self._completed
        return Unsatisfiable() if found is None else Satisfiable(self._diver.solution(found))

    def remember(self, solution: Solution) -> None:
        """Keep a solution of the whole program that other means have found."""
        self._pool.add(self._diver.masks(solution))

    def _asking(self, waters: Waters, given: Assumptions, ask: AskFor) -> Callable[[Domains], Domains | None]:
        def asked(domains: Domains) -> Domains | None:
            narrowed = dict(enumerate(self._listed(domains)))
            match ask(Assumptions(narrowed, given.without, given.also)):
                case Satisfiable(witness):
                    return self._diver.masks(witness)
                case Unsatisfiable():
                    return None
                case Unknown():
                    raise OutOfBudget

        return asked

    def _listed(self, masks: Domains) -> tuple[IntSet, ...]:
        return tuple(own.listed(mask) if mask else EMPTY for own, mask in zip(self._diver.values, masks, strict=True))
