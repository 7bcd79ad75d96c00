"""The lines of an objective: their amounts are functions of a program's variables, exact or within bounds."""

from dataclasses import dataclass, replace
from fractions import Fraction

from configurator.errors import NotExact
from configurator.pricing.cadence import Cadence
from configurator.pricing.symbolic.interval_bounds import NOWHERE, Between, Where
from configurator.program.compile import CompiledCatalog
from configurator.program.nodes import Term
from configurator.source import Location


class NotLinear(NotExact):
    """A rule of a book has neither an exact sum nor a bound; the message names the rule, its location, and the
    reason."""

    def __init__(self, rule: str, location: Location, reason: str) -> None:
        super().__init__(f"{location}: {rule}: {reason}")
        self.rule = rule
        self.location = location
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A rule searched by bounds, because it has no exact sum within the budgets; `reason` explains why."""

    rule: str
    location: Location
    reason: str


@dataclass(frozen=True, slots=True)
class MissingPrice:
    """Where something is sold that a rule has no price for."""

    rule: str
    location: Location
    where: Where


@dataclass(frozen=True, slots=True)
class Sum:
    """A number as a sum of terms: `constant + sum / scale`."""

    terms: tuple[Term, ...]
    scale: int
    constant: Fraction

    def amount(self, cost: int) -> Fraction:
        """Return the number of a sum of the terms."""
        return self.constant + Fraction(cost, self.scale)

    def cost(self, solution: tuple[int, ...]) -> int:
        """Return the sum of the terms in a solution."""
        return sum(term.weigh(solution[term.variable]) for term in self.terms)

    @property
    def negative(self) -> "Sum":
        """The number with the other sign."""
        terms = (
            Term(term.variable, -term.coefficient, tuple((held, -weight) for held, weight in term.weights))
            for term in self.terms
        )
        return Sum(tuple(terms), self.scale, -self.constant)


@dataclass(frozen=True)
class Objective:
    """The ranking number (`Totals.compare`) between two sums: no product costs less than `below` or more than `above`.

    `compiled` is the catalog with its program extended by the variables that joint prices need; solvers must be loaded
    with that program. `slack` is the largest gap between the sums; 0 means that both are exact. `relaxed` lists bounded
    rules with their reasons; if it is empty, only rounding separates the sums.
    """

    compiled: CompiledCatalog
    below: Sum
    above: Sum
    slack: Fraction
    relaxed: tuple[Relaxed, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether the sums are the number itself."""
        return self.slack == 0

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms whose least sum bounds the least price."""
        return self.below.terms


@dataclass(frozen=True)
class SymbolicLine:
    """A line of every configuration at once. Its `worth` is 0 where it is absent.

    The line is present where it is `sold` and its count `counted`, if any, is not 0. `amount` is its constant amount,
    if it has one. `path` is the slot path of its feature or instance, `part` names the item. `waived` is where a waiver
    removed the amount.
    """

    rule: str
    location: Location
    cadence: Cadence
    tags: frozenset[str]
    worth: Between
    sold: Where
    path: str = ""
    counted: Between | None = None
    amount: Fraction | None = None
    part: str = ""
    waived: Where = NOWHERE

    @property
    def id(self) -> str:
        """The rule and where it is; several lines may share it."""
        return f"{self.rule}@{self.path}" if self.path else self.rule

    def having(self, worth: Between) -> "SymbolicLine":
        """Return the line with another number; its amount is no longer a fixed one."""
        return replace(self, worth=worth, amount=None)
