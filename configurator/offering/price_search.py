"""A book on a day over a catalog as a program that can be searched by price, and the search itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from configurator.budget import UNLIMITED, Budget
from configurator.configuration import Configuration
from configurator.money import ZERO
from configurator.offering.goals import RequiredConditions
from configurator.offering.limits import WIDE_DOMAIN
from configurator.pricing.cadence import Cadence, weight
from configurator.pricing.prepare import Prepared
from configurator.pricing.price import price_prepared
from configurator.pricing.price_lines import Priced
from configurator.pricing.symbolic import Objective, Relaxed, objective
from configurator.program.bounds import sum_range
from configurator.program.compile import CompiledCatalog
from configurator.program.intset import IntSet
from configurator.program.nodes import Program, Term
from configurator.session.choices import NO_CHOICES, Choices
from configurator.session.consistency import narrowed_by
from configurator.session.session import Session
from configurator.short_repr import short_repr
from configurator.solving.port import (
    Assumptions,
    Bound,
    Complete,
    Minimise,
    Optimum,
    Satisfiable,
    Solution,
    Solver,
    SolvingEngine,
    Unknown,
    Unsatisfiable,
)


def load_searchable(
    program: Program, engine: SolvingEngine, prover: SolvingEngine, *, budget: Budget = UNLIMITED
) -> Solver:
    """Load a program: if sums of money have very many values, with the prover, which does not enumerate values."""
    wide = any(variable.determined and len(variable.domain) > WIDE_DOMAIN for variable in program.variables)
    return (prover if wide else engine).load(program, budget=budget)


@short_repr
@dataclass(frozen=True)
class PriceBasis:
    """The book on a day that prices are compared by, the largest gap of a search by bounds, and the rules it is due to.

    Without a `slack` all prices are exact.
    """

    prepared: Prepared
    slack: Fraction = ZERO
    relaxed: tuple[Relaxed, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether no price is searched by bounds."""
        return self.slack == 0


@short_repr
@dataclass(frozen=True)
class SearchablePrices:
    """A book on a day over a catalog, prepared for search: its objective, and a solver over the objective's program.

    Creating one costs about as much as loading the catalog's own solver, so cache it.
    """

    prepared: Prepared
    objective: Objective
    solver: Solver

    @staticmethod
    def open(
        prepared: Prepared,
        compiled: CompiledCatalog,
        engine: SolvingEngine,
        prover: SolvingEngine,
        *,
        budget: Budget = UNLIMITED,
    ) -> "SearchablePrices":
        """Make prices searchable.

        Raises `NotLinear` where a rule has neither an exact sum nor a bound, `OutOfBudget` where the budget ends first.
        """
        result = objective(prepared, compiled, budget)
        return SearchablePrices(
            prepared, result, load_searchable(result.compiled.program, engine, prover, budget=budget)
        )

    @property
    def basis(self) -> PriceBasis:
        """What prices are compared by."""
        return PriceBasis(self.prepared, self.objective.slack, self.objective.relaxed)

    def session(self, choices: Choices = NO_CHOICES, *, budget: Budget = UNLIMITED) -> Session:
        """Open a session for the least sum of the objective's terms."""
        return Session.open(self.objective.compiled, self.solver, choices, budget=budget)

    def priced(self, configuration: Configuration) -> Priced:
        """Price a product separately."""
        return price_prepared(configuration, self.prepared)

    def at_least(self, amount: Fraction) -> Fraction:
        """Return the least price that is not below an amount: prices are often multiples of the rounding step."""
        step = self._step
        return amount if step is None else ceil(amount / step) * step

    def at_most(self, amount: Fraction) -> Fraction:
        """Return the greatest price that is not above an amount."""
        step = self._step
        return amount if step is None else floor(amount / step) * step

    @property
    def _step(self) -> Fraction | None:
        months = self.prepared.book.compare_over
        whole = all(weight(cadence, months).denominator == 1 for cadence in Cadence)
        return self.prepared.rounding.step if whole else None


Terms = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A solution; if not `proved`, a better one may yet exist.

    No solution is less in the first sum than `bound`; None where there is no sum.
    """

    solution: Solution
    proved: bool
    bound: int | None = None


def first_by(
    session: Session,
    objectives: Sequence[Terms],
    required: RequiredConditions | None = None,
    *,
    also: tuple[Bound, ...] = (),
    budget: Budget = UNLIMITED,
) -> SearchResult | None:
    """Return the completion that is least in the first sum, among equals in the second …, then what the wishes prefer.

    Only products that satisfy `required` and `also` count; None if there are none. Raises Undecided if the budget ends
    before any is found.
    """
    required = required or RequiredConditions()
    if not required.possible:
        return None
    narrowed = standing_domains(session, required)
    bounds, search_result, least = (*required.also, *also), None, None
    for terms in objectives:
        given = Assumptions(narrowed, also=bounds)
        match session.solver.ask(Minimise(terms, given), budget):
            case Optimum(witness, cost, proved) as best:
                if search_result is None:
                    least = (
                        cost if proved else least_possible_sum(session.compiled.program, terms, narrowed, best.bound)
                    )
                search_result = SearchResult(witness, proved, least)
                bounds = (*bounds, Bound(terms, high=cost))
            case Unsatisfiable():
                return None
            case Unknown():
                search_result = _unproved(search_result, budget)
        if search_result is not None and not search_result.proved:
            break
    return _preferred(session, Assumptions(narrowed, also=bounds), search_result, budget)


def standing_domains(session: Session, required: RequiredConditions | None = None) -> dict[int, IntSet]:
    """Return the possible values of variables under the choices and requirements."""
    narrowed = () if required is None else required.narrowed
    return narrowed_by((*narrowed, *session.standing_assignment.wanted.values()))


def least_possible_sum(program: Program, terms: Terms, narrowed: Mapping[int, IntSet], bound: int | None = None) -> int:
    """Return a lower bound of a sum: the least contributions of all variables, or a known bound."""
    domains = [
        variable.domain & narrowed.get(location, variable.domain) or variable.domain
        for location, variable in enumerate(program.variables)
    ]
    trivial, _ = sum_range(terms, domains)
    return trivial if bound is None else max(trivial, bound)


def _unproved(search_result: SearchResult | None, budget: Budget) -> SearchResult:
    if search_result is None:
        raise budget.undecided("any completion was found")
    return SearchResult(search_result.solution, False, search_result.bound)


def _preferred(
    session: Session, given: Assumptions, search_result: SearchResult | None, budget: Budget
) -> SearchResult | None:
    """Return the tied solution that the owner's preferences and defaults prefer."""
    match session.solver.ask(Complete(session.compiled.program.wishes, given), budget):
        case Satisfiable(solution):
            return SearchResult(
                solution,
                search_result is None or search_result.proved,
                None if search_result is None else search_result.bound,
            )
        case Unsatisfiable() if search_result is None:
            return None
        case _:
            return search_result if search_result is not None else _unproved(search_result, budget)
