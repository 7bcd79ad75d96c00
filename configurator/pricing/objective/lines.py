"""What an objective is made of: lines whose amounts are exact functions of a program's variables."""

from dataclasses import dataclass, replace
from fractions import Fraction

from configurator.errors import NotExact
from configurator.pricing.cadence import Cadence
from configurator.program.compile import CompiledCatalog
from configurator.program.compile.values import Number
from configurator.program.logic import FALSE
from configurator.program.nodes import Formula, Term
from configurator.source import Place


class NotLinear(NotExact):
    """A rule of a book has no exact sum within the budgets; the message says which rule, where, and why."""

    def __init__(self, rule: str, place: Place, reason: str) -> None:
        super().__init__(f"{place}: {rule}: {reason}")
        self.rule = rule
        self.place = place
        self.reason = reason


@dataclass(frozen=True)
class Objective:
    """The number that ranks (`Totals.compare`) as a sum of terms: `constant + sum / scale`.

    `compiled` is the catalog with its program extended by the variables that joint prices need; solvers must be loaded
    with that program. `slack` bounds how far rounding can move the true number from the sum; 0 means exact.
    """

    compiled: CompiledCatalog
    terms: tuple[Term, ...]
    scale: int
    constant: Fraction
    slack: Fraction

    @property
    def exact(self) -> bool:
        """Whether the sum is the number itself."""
        return self.slack == 0

    @property
    def opposite(self) -> tuple[Term, ...]:
        """The terms whose least sum is the greatest price."""
        return tuple(
            Term(term.variable, -term.coefficient, tuple((held, -weight) for held, weight in term.weights))
            for term in self.terms
        )

    def amount(self, cost: int) -> Fraction:
        """Return the number that a sum of the terms stands for."""
        return self.constant + Fraction(cost, self.scale)

    def cost(self, solution: tuple[int, ...]) -> int:
        """Return the sum of the terms in a solution."""
        return sum(term.weigh(solution[term.variable]) for term in self.terms)


@dataclass(frozen=True)
class SymbolicLine:
    """A line of every configuration at once. Where it is not there, `number` is 0.

    `sold` tells where the line is there (None: not known exactly, as a quantity may be 0); `amount` is what it costs
    there, if that is always the same. `path` is the slot path of the feature or instance it belongs to, `part` names
    what is sold there. `waived` tells where a waiver took the amount off. `slack` bounds how far rounding can move it.
    """

    rule: str
    place: Place
    cadence: Cadence
    tags: frozenset[str]
    number: Number
    path: str = ""
    sold: Formula | None = None
    amount: Fraction | None = None
    part: str = ""
    waived: Formula = FALSE
    slack: Fraction = Fraction(0)

    def having(self, number: Number, slack: Fraction = Fraction(0)) -> "SymbolicLine":
        """Return the line with another number, blurred by so much more; its amount is no longer a fixed one."""
        return replace(self, number=number, amount=None, slack=self.slack + slack)
