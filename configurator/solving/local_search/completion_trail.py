"""Completions with one more value, near a completion that is known: they share what its wishes leave of the domains.

The wishes of a completion are pinned and propagated in order, once. A further value keeps company with them up to the
wish where propagation excludes one or the other; from there on every wish gets the best value that propagation leaves.
No better value is passed over unless it is refuted, so what ends in a solution is the lexicographic completion.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import and_

from configurator.budget import Budget, BudgetMeter
from configurator.program.nodes import Literal, Program, Wish
from configurator.solving.local_search.descent import BacktrackLimits, BitsetProgram, PropagatedProgram, fits_bitsets
from configurator.solving.local_search.domains import BitDomains
from configurator.solving.local_search.limits import REFUTED_PINS, REMEMBERED_VARIABLES, TRAIL_ENTRIES, TRAIL_VALUES
from configurator.solving.port import Assumptions, Solution


class TrailedProgram:
    """A program prepared for completions that are near one another."""

    def __init__(self, program: Program) -> None:
        self._wishes = program.wishes
        self._bitsets = BitsetProgram(program, BacktrackLimits(), remembering=True)

    @staticmethod
    def of(program: Program) -> "TrailedProgram | None":
        """Return the prepared program; None beyond `TRAIL_VALUES` or `TRAIL_ENTRIES`."""
        values = sum(len(variable.domain) for variable in program.variables)
        entries = len(program.variables) * len(program.wishes)
        fits = values <= TRAIL_VALUES and entries <= TRAIL_ENTRIES and fits_bitsets(program)
        return TrailedProgram(program) if fits else None

    def trail(
        self, given: Assumptions, solution: Solution, budget: Budget, *, shared: bool = True
    ) -> "CompletionTrail | None":
        """Return the trail of a product under assumptions; None if they are infeasible. Raises OutOfBudget."""
        propagated = self._bitsets.under(given, BudgetMeter(budget))
        return None if propagated is None else CompletionTrail(propagated, self._wishes, solution, shared)


class GreedyFailed(Exception):
    """A value that propagation left was in no solution, so the way of the wishes has to be searched for."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A wish over bits: the values it prefers; 0 for the lowest one."""

    variable: int
    preferred: int

    def pin(self, bits: int) -> int:
        """Return the values that fulfil the wish as these bits do, which are one value."""
        if not self.preferred:
            return bits
        return self.preferred if bits & self.preferred else ~self.preferred


@dataclass
class CompletionTrail:
    """A product that fulfils the wishes as well as the propagated program allows, or is near one that does.

    With `shared`, the product is the completion, and the domains that its wishes leave are kept.
    """

    propagated: PropagatedProgram
    wishes: Sequence[Wish]
    solution: Solution
    shared: bool = True
    _steps: list[_Step] = field(init=False)
    _product: BitDomains = field(init=False)
    _determined: dict[int, Sequence[int]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        values = self.propagated.bitsets.values
        self._product = self.propagated.bitsets.masks(self.solution)
        self._steps = [
            _Step(wish.variable, values[wish.variable].mask(wish.values) if isinstance(wish, Literal) else 0)
            for wish in self.wishes
        ]

    def completed(self, literal: Literal, budget: Budget) -> Solution | None:
        """Return the completion with a single value; None if there is none.

        Raises GreedyFailed, or OutOfBudget.
        """
        self.propagated.meter = BudgetMeter(budget)
        variable, bitsets = literal.variable, self.propagated.bitsets
        bit = bitsets.values[variable].mask(literal.values)
        latest = bisect_left(self._left, True, key=lambda domains: not domains[variable] & bit) - 1
        kept = self._kept_with(variable, bit, latest)
        if kept is None:
            return None
        number, domains = kept
        product = list(self._product)
        product[variable] = bit
        descent = _Descent(self.propagated, self._steps, product, domains)
        if self.shared and number < len(self._steps):
            descent.refute(number, self._steps[number].pin(self._product[self._steps[number].variable]))
        return bitsets.solution(descent.run(number, lambda: self._changed_only(variable, bit)))

    def _changed_only(self, variable: int, bit: int) -> BitDomains | None:
        """Return the solution where only this value, and what small laws determine by it, differs; None if none is."""
        changed = list(self._product)
        changed[variable] = bit
        opened = self._determined_by(variable)
        for other in opened:
            changed[other] = self.propagated.domains[other]
        holds = self.propagated.propagate_from(changed, (variable, *opened))
        return changed if holds and not any(mask & (mask - 1) for mask in changed) else None

    def _determined_by(self, variable: int) -> Sequence[int]:
        if variable not in self._determined:
            laws = map(self.propagated.bitsets.scopes.__getitem__, self.propagated.watching[variable])
            near = {other for scope in laws if len(scope) <= REMEMBERED_VARIABLES for other in scope}
            variables = self.propagated.bitsets.program.variables
            self._determined[variable] = sorted(other for other in near if variables[other].determined)
        return self._determined[variable]

    def _kept_with(self, variable: int, bit: int, latest: int) -> tuple[int, BitDomains] | None:
        """Return how many wishes propagation lets the value keep, at the latest, and what is left of the domains."""
        best: tuple[int, BitDomains] | None = None
        low, high, middle = 0, latest, latest
        while low <= high:
            trial = list(self._left[middle])
            if self.propagated.narrow(trial, variable, bit):
                best, low = (middle, trial), middle + 1
            else:
                high = middle - 1
            middle = (low + high + 1) // 2
        return best

    @cached_property
    def _left(self) -> Sequence[BitDomains]:
        """What is left of the domains where so many of the wishes, the first ones, are fulfilled as by the product."""
        domains = self.propagated.domains
        left = [domains]
        for step in self._steps if self.shared else ():
            pin = step.pin(self._product[step.variable])
            if domains[step.variable] & ~pin:
                domains = list(domains)
                self.propagated.narrow(domains, step.variable, pin)
            left.append(domains)
        return left


class _Descent:
    """Grants wishes in order, near a product: what it fulfils as well as can be is only noted, and propagated late."""

    def __init__(
        self, propagated: PropagatedProgram, steps: Sequence[_Step], product: BitDomains, domains: BitDomains
    ) -> None:
        self._propagated = propagated
        self._steps = steps
        self._product = product
        self._settled = domains
        """The domains, propagated, without what is noted."""
        self._domains = list(domains)
        self._noted: list[tuple[int, int]] = []
        """Numbers of wishes, and the values that their variables keep to."""
        self._refuted = 0

    def run(self, number: int, likely: Callable[[], BitDomains | None]) -> BitDomains:
        """Grant the wishes from a number on; return the solution. Raises GreedyFailed.

        `likely` tells what it is where nothing is granted but what the product fulfils, if that is easily seen.
        """
        steps, domains, product = self._steps, self._domains, self._product
        last = len(steps)
        while number < last or self._noted:
            if number == last:
                result = likely()
                if result is not None and all(map(and_, domains, result)):
                    return result
                number = self._settle(number)
                domains = self._domains
                continue
            variable, preferred = steps[number].variable, steps[number].preferred
            here = domains[variable]
            best = here & preferred if preferred else here & -here
            if not best or best == here:
                number += 1
            elif product[variable] & best:
                domains[variable] = best
                self._noted.append((number, best))
                number += 1
            elif self._noted:
                number = self._settle(number)
                domains = self._domains
            else:
                number += self._decide(number, variable, best)
                domains = self._domains
        if any(mask & (mask - 1) for mask in domains):
            raise GreedyFailed
        return domains

    def _decide(self, number: int, variable: int, best: int) -> bool:
        """Grant a wish that the product does not fulfil as well, or refute its best values; return whether it is."""
        own = self._product[variable]
        below = self._settled[variable] & (own - 1)
        if not self._steps[number].preferred and below & (below - 1):
            trial = list(self._settled)
            if not self._propagated.narrow(trial, variable, below):
                self.refute(number, below)
                return False
        trial = list(self._settled)
        if not self._propagated.narrow(trial, variable, best):
            self.refute(number, best)
            return False
        self._settled, self._domains = trial, list(trial)
        return True

    def refute(self, number: int, values: int) -> None:
        """Take away values that a wish cannot have. Raises GreedyFailed where nothing is left."""
        variable = self._steps[number].variable
        self._refuted += 1
        trial = list(self._settled)
        if trial[variable] & values and (
            self._refuted > REFUTED_PINS or not self._propagated.narrow(trial, variable, ~values)
        ):
            raise GreedyFailed
        self._settled, self._domains = trial, list(trial)

    def _settle(self, number: int) -> int:
        """Propagate what is noted; return the number of the wish to go on with, that of the first refuted note."""
        noted, self._noted = self._noted, []
        trial = self._with(noted)
        if trial is not None:
            self._settled, self._domains = trial, list(trial)
            return number
        counts = range(len(noted) + 1)
        fine = bisect_left(counts, True, lo=1, hi=len(noted), key=lambda count: self._with(noted[:count]) is None) - 1
        self._settled = self._with(noted[:fine]) or self._settled
        number, values = noted[fine]
        self.refute(number, values)
        return number

    def _with(self, noted: Sequence[tuple[int, int]]) -> BitDomains | None:
        trial = list(self._settled)
        for number, values in noted:
            trial[self._steps[number].variable] &= values
        variables = [self._steps[number].variable for number, _ in noted]
        return trial if self._propagated.propagate_from(trial, variables) else None
