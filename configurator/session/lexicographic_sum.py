"""The wishes of a catalog as one sum: its least value through an option is the completion that has the option.

Every wish is a digit of a number (`wish_digits`). As the wishes pin every variable that is not determined, the digits
of the least sum are the completion itself: no solution need be asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from configurator.budget import UNLIMITED, Budget
from configurator.program.compile import CompiledCatalog
from configurator.program.intset import IntSet
from configurator.program.nodes import Literal, Lowest, Program, Term
from configurator.program.wish_digits import WishDigit, digits_of
from configurator.session.limits import CATALOGS_CACHED, RANKED_VALUES
from configurator.solving.port import Assumptions, LeastCosts, MinimiseThrough, Solution, Solver


class _Digit(NamedTuple):
    """Where a variable's value is read from a sum: the values by digit."""

    variable: int
    scale: int
    values: Sequence[int]


@dataclass(frozen=True, slots=True)
class LexicographicSum:
    """The wishes as one sum, and how a solution is read from its value."""

    terms: tuple[Term, ...]
    digits: tuple[_Digit, ...]

    @staticmethod
    def of(program: Program) -> "LexicographicSum | None":
        """Return the sum of a program's wishes; None if they do not fit one number, or beyond `RANKED_VALUES`."""
        domains = {wish.variable: program.variables[wish.variable].domain for wish in program.wishes}
        if not all(0 < len(domain) <= RANKED_VALUES for domain in domains.values()):
            return None
        digits = digits_of(program.wishes, domains)
        if len(digits) < len(program.wishes):
            return None
        pinned = (each for each in digits if isinstance(each.wish, Lowest))
        read = (_Digit(each.wish.variable, each.scale, tuple(each.left)) for each in pinned)
        return LexicographicSum(tuple(map(_term, digits)), tuple(read))

    def solution(self, rank: int, like: Solution) -> Solution:
        """Return the solution of this rank; determined variables, which no configuration lists, stay as they are."""
        values = list(like)
        for variable, scale, ascending in self.digits:
            values[variable] = ascending[rank // scale % len(ascending)]
        return tuple(values)


class CompletionThrough(NamedTuple):
    """The completion with a value, None where there is none."""

    solution: Solution | None


@dataclass(frozen=True, slots=True)
class CompletionsThrough:
    """The completions through every value of every variable that is not narrowed: one question for all."""

    ranks: LexicographicSum
    least: LeastCosts

    def through(self, literal: Literal, like: Solution) -> CompletionThrough | None:
        """Return the completion with a single value; None where the solver did not answer in time."""
        variable, value = literal.variable, literal.values.low
        rank = self.least.costs[variable].get(value)
        if rank is None:
            return None if value in self.least.undecided[variable] else CompletionThrough(None)
        return CompletionThrough(self.ranks.solution(rank, like))


@lru_cache(maxsize=CATALOGS_CACHED)
def ranks_of(compiled: CompiledCatalog) -> LexicographicSum | None:
    """Return the sum of a catalog's wishes; that of the same compiled catalog is made once."""
    return LexicographicSum.of(compiled.program)


def completions_through(
    ranks: LexicographicSum | None, solver: Solver, narrowed: Mapping[int, IntSet], budget: Budget = UNLIMITED
) -> CompletionsThrough | None:
    """Return the completions through every value if that takes the solver a pass or two; None if it takes searches."""
    if ranks is None:
        return None
    query = MinimiseThrough(ranks.terms, Assumptions(narrowed))
    return CompletionsThrough(ranks, solver.ask(query, budget)) if solver.in_passes(query) else None


def _term(digit: WishDigit) -> Term:
    """Return the term that adds the scale for every lower value, or once where the wish is missed."""
    figures = enumerate(digit.left) if isinstance(digit.wish, Lowest) else ((1, value) for value in digit.missing)
    return Term(digit.wish.variable, 0, tuple((value, digit.scale * figure) for figure, value in figures))
