"""CP-SAT behind the port, for one connected program, with quick descents before it."""

from collections.abc import Collection, Sequence
from contextlib import suppress

from configurator.budget import Budget, OutOfBudget
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Literal, Lowest, Or, Program, Term, Wish
from configurator.solving.composite_queries import by_simple_queries
from configurator.solving.counting import count
from configurator.solving.cp_sat.integer_encoding import CpSatModel
from configurator.solving.cp_sat.running import CpSatSolution, run
from configurator.solving.limits import SLICED_VALUES
from configurator.solving.local_search.bounded_search import BoundedSearch
from configurator.solving.local_search.descent import BacktrackLimits
from configurator.solving.local_search.value_cover import slice_through
from configurator.solving.port import (
    Answer,
    AnyQuery,
    Assumptions,
    Complete,
    CountSolutions,
    FindDomains,
    Minimise,
    Minimum,
    Optimum,
    Satisfiable,
    Solution,
    Solve,
    Solver,
    Unknown,
    Unsatisfiable,
    ValidDomains,
    Verdict,
)
from configurator.solving.queries import (
    as_formula,
    asked_variables,
    cost_of,
    domains_under,
    formulas_about,
    nothing_possible,
    undecided_answer,
)

DEFAULT_BACKTRACKS = BacktrackLimits()


class CpSatSolver(Solver):
    """Keeps the built model; a query is a copy with narrower domains.

    Descents answer easy queries within their patience, and CP-SAT the rest; without patience, CP-SAT answers
    everything.
    """

    def __init__(self, program: Program, *, backtracks: BacktrackLimits | None = DEFAULT_BACKTRACKS) -> None:
        self._program = program
        self._models: dict[bool, CpSatModel] = {}
        self._descents = None if backtracks is None else BoundedSearch.of(program, backtracks)

    @property
    def program(self) -> Program:
        return self._program

    def answer(self, query: AnyQuery, budget: Budget) -> Answer:
        """Descend, and run CP-SAT where that is not enough; count without either."""
        try:
            return self._answered(query, budget)
        except OutOfBudget:
            return undecided_answer(self._program, query)

    def _answered(self, query: AnyQuery, budget: Budget) -> Answer:
        match query:
            case Solve(given):
                return self._solve(given, budget)
            case FindDomains(given, of=of):
                return self._domains(given, of, budget)
            case CountSolutions():
                return count(self._program, query, budget)
            case Minimise(objective, given):
                return self._minimum(objective, given, budget)
            case Complete():
                return self._complete(query, budget)
            case _:
                return by_simple_queries(self, query, budget)

    def _solve(self, given: Assumptions, budget: Budget) -> Verdict:
        """Descend; if that is lost, run."""
        verdict = self._descents.solve(given, budget) if self._descents else Unknown()
        return self._run(given, budget) if isinstance(verdict, Unknown) else verdict

    def _domains(self, given: Assumptions, of: Collection[int] | None, budget: Budget) -> ValidDomains:
        """See values by descents, then by runs that each must have one not seen before, until there is no other."""
        domains = domains_under(self._program, given)
        results = asked_variables(self._program, of)
        result: ValidDomains | Unsatisfiable | None = (
            self._descents.possible(given, results, budget) if self._descents else None
        )
        if result is None:
            unseen = tuple(domain if index in results else EMPTY for index, domain in enumerate(domains))
            result = ValidDomains((EMPTY,) * len(domains), unseen)
        if (
            isinstance(result, ValidDomains)
            and (any(result.undecided) or not any(result.values))
            and not budget.spent()
        ):
            with suppress(OutOfBudget):
                result = self._run_for_others(result, given, budget)
        if isinstance(result, Unsatisfiable):
            return nothing_possible(len(domains))
        others = (EMPTY if index in results else domain for index, domain in enumerate(domains))
        return ValidDomains(
            result.values, tuple(left | more for left, more in zip(result.undecided, others, strict=True))
        )

    def _minimum(self, objective: Sequence[Term], given: Assumptions, budget: Budget) -> Minimum:
        """Descend to ever lower costs; where that is lost, run with the objective from the best so far."""
        best = self._descents.least(objective, given, budget) if self._descents else Unknown()
        if budget.spent() or isinstance(best, Unsatisfiable) or (isinstance(best, Optimum) and best.proved):
            return best
        try:
            model = self._model_under(given, budget)
        except OutOfBudget:
            return best
        if model is None:
            return Unsatisfiable()
        model.minimise(objective)
        if isinstance(best, Optimum):
            for index, value in enumerate(best.witness):
                model.prefer(index, value)
        result = run(model.model, budget, optimise=True)
        if not isinstance(result, CpSatSolution):
            return best if isinstance(best, Optimum) else result
        witness = model.witness(result.values)
        cost = cost_of(objective, witness)
        if isinstance(best, Optimum) and best.cost <= cost:
            return Optimum(best.witness, best.cost, result.optimal, result.bound)
        return Optimum(witness, cost, result.optimal, result.bound)

    def _complete(self, query: Complete, budget: Budget) -> Verdict:
        """Keep a witness and walk the wishes: one that it fulfils costs nothing, any other one search."""
        if self._descents:
            return self._descents.complete(query, budget, lambda lost: self._run(lost, budget))
        wishes, given = query.wishes, query.given
        model = self._model_under(given, budget)
        if model is None:
            return Unsatisfiable()
        domains = list(domains_under(self._program, given))
        verdict = _verdict(model, budget)
        for wish in wishes:
            if not isinstance(verdict, Satisfiable):
                return verdict
            verdict, domains[wish.variable] = _granted(model, wish, domains[wish.variable], verdict.witness, budget)
            model.narrow(wish.variable, domains[wish.variable])
        return verdict

    def _run(self, given: Assumptions, budget: Budget) -> Verdict:
        if budget.spent():
            return Unknown()
        model = self._model_under(given, budget)
        return Unsatisfiable() if model is None else _verdict(model, budget)

    def _run_for_others(
        self, valid_domains: ValidDomains, given: Assumptions, budget: Budget
    ) -> ValidDomains | Unsatisfiable:
        """Return the answer after all values still undecided were looked for, as far as the budget goes.

        Raises OutOfBudget where it ends before there is a model.
        """
        model = self._model_under(given, budget)
        if model is None:
            return Unsatisfiable()
        seen, unseen = list(valid_domains.values), list(valid_domains.undecided)
        verdict = _verdict(model, budget) if not any(seen) else _another(model, unseen, budget)
        if not any(seen) and isinstance(verdict, Unsatisfiable):
            return verdict
        while isinstance(verdict, Satisfiable):
            self._note(verdict.witness, given, seen, unseen)
            verdict = _another(model, unseen, budget) if any(unseen) else Unsatisfiable()
        left = tuple(unseen) if isinstance(verdict, Unknown) else (EMPTY,) * len(unseen)
        return ValidDomains(tuple(seen), left)

    def _note(self, witness: Solution, given: Assumptions, seen: list[IntSet], unseen: list[IntSet]) -> None:
        """Move the values of a witness from the unseen to the seen ones."""
        if self._descents and not given.without:
            self._descents.remember(witness)
        for index, value in enumerate(witness):
            own = IntSet.of([value])
            if len(unseen[index]) > SLICED_VALUES:
                own = slice_through(witness, index, unseen[index] | own, formulas_about(self._program, index, given))
            int_set = own & unseen[index]
            seen[index], unseen[index] = seen[index] | int_set, unseen[index] - int_set

    def _model_under(self, given: Assumptions, budget: Budget) -> CpSatModel | None:
        """Return a model of the question; None where a domain is empty, so that nothing needs asking.

        Raises OutOfBudget.
        """
        domains = domains_under(self._program, given)
        if not all(domains):
            return None
        optional = bool(given.without)
        if optional not in self._models:
            self._models[optional] = CpSatModel(self._program, optional=optional, budget=budget)
        model = self._models[optional].copy()
        for index in given.narrowed:
            model.narrow(index, domains[index])
        model.set_aside(given.without)
        for bound in given.also:
            model.require(as_formula(bound), [])
        return model


def _verdict(model: CpSatModel, budget: Budget) -> Verdict:
    result = run(model.model, budget)
    return Satisfiable(model.witness(result.values)) if isinstance(result, CpSatSolution) else result


def _another(model: CpSatModel, unseen: Sequence[IntSet], budget: Budget) -> Verdict:
    """Find a solution with a value not seen before."""
    draft = model.copy()
    clause = Or(tuple(Literal(index, values) for index, values in enumerate(unseen) if values))
    draft.require(clause, [])
    for index, values in enumerate(unseen):
        if values:
            draft.prefer(index, values.low)
    return _verdict(draft, budget)


def _granted(
    model: CpSatModel, wish: Wish, domain: IntSet, witness: Solution, budget: Budget
) -> tuple[Verdict, IntSet]:
    """Return a witness that fulfils the wish if one can, and the values that the variable keeps from now on."""
    match wish:
        case Literal(variable, values):
            preferred = domain & values
        case Lowest(variable):
            preferred = IntSet.of([domain.low])
    if witness[variable] in preferred:
        return Satisfiable(witness), preferred
    if isinstance(wish, Lowest):
        return _lowest(model, variable, budget)
    if not preferred:
        return Satisfiable(witness), domain
    model.narrow(variable, preferred)
    verdict = _verdict(model, budget)
    if isinstance(verdict, Unsatisfiable):
        return Satisfiable(witness), domain - preferred
    return verdict, preferred


def _lowest(model: CpSatModel, variable: int, budget: Budget) -> tuple[Verdict, IntSet]:
    draft = model.copy()
    draft.minimise([Term(variable, 1)])
    result = run(draft.model, budget, optimise=True)
    if not isinstance(result, CpSatSolution):
        return result, EMPTY
    witness = draft.witness(result.values)
    return (Satisfiable(witness) if result.optimal else Unknown()), IntSet.of([witness[variable]])
