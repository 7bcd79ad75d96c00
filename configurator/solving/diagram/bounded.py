"""Further sums that must stay in bounds, told by passes: a bound that leaves only the best is a smaller diagram.

Every bound is turned into `sum ≤ high`. One that nothing can break is dropped. One that only solutions of the least sum
keep leaves just those. "At least one of these" is cut into disjoint cases. One bound of any other kind may be left for
the questions that can do with it; more are beyond a diagram.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from configurator.program.intset import IntSet
from configurator.solving.diagram.interning import Bools, Ints
from configurator.solving.diagram.passes import Alive, Allowed, Plan, alive, allowing, cheapest_only, least, through
from configurator.solving.diagram.wording import Wording
from configurator.solving.port import Assumptions, Bound

MOST_CASES = 32
"""Questions that fall into more cases are beyond a diagram."""


class Beyond(Exception):
    """The question is more than passes can answer; another engine is asked. It never leaves this room."""


@dataclass(frozen=True, slots=True, eq=False)
class Ceiling:
    """Costs of values whose sum is at most `high`."""

    costs: Ints
    high: int


@dataclass(frozen=True, slots=True)
class Case:
    """A part of what is asked: what is allowed, and at most one sum that passes must keep an eye on."""

    up: Alive
    allowed: Allowed
    ceiling: Ceiling | None = None

    def within(self, plan: Plan, values: Bools) -> Allowed:
        """Return what is allowed of these values."""
        return Allowed(self.allowed.entries & values.take(plan.sets.index), self.allowed.branches)


def cases_of(plan: Plan, wording: Wording, given: Assumptions) -> Iterator[Case]:
    """Yield the cases of a question, disjoint, each with a solution. Raises Beyond."""
    allowed = allowing(plan, wording.allowed(given.narrowed))
    ceilings = [ceiling for bound in given.also for ceiling in _ceilings(bound, wording, given.narrowed)]
    waiting = [(allowed, tuple(ceilings))]
    seen = 0
    while waiting:
        allowed, left = waiting.pop()
        seen += 1
        if seen > MOST_CASES:
            raise Beyond
        settled = _settled(plan, allowed, left)
        if settled is None:
            continue
        up, allowed, left = settled
        clause = next((each for each in left if _is_clause(each, wording)), None)
        if clause is not None:
            others = tuple(each for each in left if each is not clause)
            waiting += [(part, others) for part in _split(plan, allowed, clause, wording)]
        elif len(left) > 1:
            raise Beyond
        else:
            yield Case(up, allowed, left[0] if left else None)


def _ceilings(bound: Bound, wording: Wording, narrowed: Mapping[int, IntSet]) -> Iterator[Ceiling]:
    if not wording.wide.isdisjoint(term.variable for term in bound.terms) or not wording.fits(bound.terms):
        raise Beyond
    costs = wording.costs(bound.terms, narrowed)
    if bound.high is not None:
        yield Ceiling(costs, bound.high)
    if bound.low is not None:
        yield Ceiling(-costs, -bound.low)


def _settled(
    plan: Plan, allowed: Allowed, ceilings: Sequence[Ceiling]
) -> tuple[Alive, Allowed, tuple[Ceiling, ...]] | None:
    """Drop the ceilings that hold anyway, and go into those that only the least sum keeps; None: no solution."""
    up = alive(plan, allowed)
    if not up.possible:
        return None
    left = list(ceilings)
    changed = True
    while changed:
        changed = False
        for ceiling in tuple(left):
            found = least(plan, up, ceiling.costs)
            if found.least > ceiling.high:
                return None
            if -least(plan, up, -ceiling.costs).least <= ceiling.high:
                left.remove(ceiling)
            elif found.least == ceiling.high:
                allowed = cheapest_only(plan, allowed, found, through(plan, up, found))
                up = alive(plan, allowed)
                left.remove(ceiling)
                changed = True
    return up, allowed, tuple(left)


def _is_clause(ceiling: Ceiling, wording: Wording) -> bool:
    """Tell whether any value that helps is enough: none costs anything, and every one that is negative will do."""
    variables = {wording.block(value)[0] for value in np.flatnonzero(ceiling.costs).tolist()}
    costs = ceiling.costs
    return bool((costs <= 0).all() and (costs[costs < 0] <= ceiling.high).all() and len(variables) < MOST_CASES)


def _split(plan: Plan, allowed: Allowed, clause: Ceiling, wording: Wording) -> Iterator[Allowed]:
    """Yield disjoint parts: the first variable helps; it does not, but the second does; …"""
    helps = clause.costs < 0
    values = np.ones(len(helps), np.bool_)
    for variable in sorted({wording.block(value)[0] for value in np.flatnonzero(helps).tolist()}):
        own = slice(wording.starts[variable], wording.starts[variable + 1])
        part = values.copy()
        part[own] &= helps[own]
        yield replace(allowed, entries=allowed.entries & part.take(plan.sets.index))
        values[own] &= ~helps[own]


def within_reach(plan: Plan, case: Case) -> Bools:
    """Return which values a case's ceiling leaves."""
    if case.ceiling is None:
        raise ValueError("the case has no ceiling")
    costs = least(plan, case.up, case.ceiling.costs)
    found: Bools = through(plan, case.up, costs).values <= case.ceiling.high
    return found
