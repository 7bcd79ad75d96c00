"""A solver that wraps another and returns only answers that a verifier confirms."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import assert_never

from configurator.budget import Budget
from configurator.program.intset import EMPTY, IntSet
from configurator.program.nodes import Program, Wish
from configurator.solving.answer_verification import AnswerVerification
from configurator.solving.port import (
    Answer,
    AnyQuery,
    Assumptions,
    Complete,
    CountSolutions,
    FindAlternatives,
    FindDomains,
    Minimise,
    MinimiseThrough,
    Minimum,
    Optimum,
    RankSolutions,
    SampleSolutions,
    Satisfiable,
    SolutionCount,
    Solutions,
    Solve,
    Solver,
    Unknown,
    Unsatisfiable,
    ValidDomains,
    Verdict,
)
from configurator.solving.queries import asked_variables, cost_of
from configurator.solving.verifier import Verifier


class CheckedSolver(Solver):
    """Returns the confirmed answers of another solver. Raises `WrongAnswer` for a refuted one.

    Every witness must be a solution. If `refute` provides a third solver, it must find no solution where none is
    claimed: for a core, an impossible value, a lower cost, a better completion. A claim that it cannot decide in time
    is returned as undecided.
    """

    def __init__(self, solver: Solver, refute: Callable[[Program], Solver] | None = None) -> None:
        self._solver = solver
        self.hurried = solver.hurried
        self._verifier = Verifier(solver.program, refute)

    @property
    def program(self) -> Program:
        return self._solver.program

    def answer(self, query: AnyQuery, budget: Budget) -> Answer:
        """Query the wrapped solver and confirm its answer within the budget."""
        confirming = AnswerVerification(self._solver, self._verifier, budget)
        match query:
            case Solve(given):
                return self._verdict(given, self._solver.ask(query, budget), budget)
            case Complete(wishes, given):
                return self._completion(wishes, given, self._solver.ask(query, budget), budget)
            case FindDomains(given, of=of):
                results = asked_variables(self.program, of)
                return confirming.possible(given, results, self._solver.ask(query, budget))
            case FindAlternatives():
                return self._alternatives(query, self._solver.ask(query, budget), budget)
            case CountSolutions():
                return self._count(query, self._solver.ask(query, budget), budget)
            case Minimise():
                return self._minimum(query, self._solver.ask(query, budget), budget)
            case MinimiseThrough(objective, given, of=of):
                results = asked_variables(self.program, of)
                return confirming.through(objective, given, results, self._solver.ask(query, budget))
            case RankSolutions():
                return self._ranked(query, self._solver.ask(query, budget), budget)
            case SampleSolutions():
                return self._sample(query, self._solver.ask(query, budget), budget)
            case other:
                assert_never(other)

    def _verdict(self, given: Assumptions, verdict: Verdict, budget: Budget) -> Verdict:
        """Return the verdict if it is confirmed, else `Unknown`."""
        match verdict:
            case Satisfiable(witness):
                self._verifier.accept(given, witness)
            case Unsatisfiable(core) if core is not None:
                return verdict if self._verifier.confirms_core(given, core, budget) else Unknown()
            case Unsatisfiable():
                return (
                    verdict if self._verifier.confirms_none(given, "no solution said to exist", budget) else Unknown()
                )
        return verdict

    def _completion(self, wishes: Sequence[Wish], given: Assumptions, verdict: Verdict, budget: Budget) -> Verdict:
        verdict = self._verdict(given, verdict, budget)
        if isinstance(verdict, Satisfiable):
            most = AnswerVerification(self._solver, self._verifier, budget).fulfils_most(wishes, given, verdict.witness)
            return verdict if most else Unknown()
        return verdict

    def _count(self, query: CountSolutions, answer: SolutionCount, budget: Budget) -> SolutionCount:
        own = self._verifier.counted(query.given, query.at_most, budget)
        if own is None or own == answer:
            return answer
        if (own.exact and own.number < answer.number) or (answer.exact and own.number > answer.number):
            self._verifier.refuse(query.given, f"{answer.number} solutions counted, where there are {own.number}")
        return own

    def _minimum(self, query: Minimise, answer: Minimum, budget: Budget) -> Minimum:
        if isinstance(answer, Optimum):
            return AnswerVerification(self._solver, self._verifier, budget).best(query.objective, query.given, answer)
        verdict = self._verdict(query.given, answer, budget)
        return answer if isinstance(verdict, Unsatisfiable) else Unknown()

    def _ranked(self, query: RankSolutions, answer: Solutions, budget: Budget) -> Solutions:
        given, objective, number = query.given, query.objective, query.number
        self._accept_all(given, answer)
        costs = [cost_of(objective, solution) for solution in answer.solutions]
        free = sorted(asked_variables(self.program, None))
        different = {tuple(solution[index] for index in free) for solution in answer.solutions}
        if costs != sorted(costs) or len(different) < len(costs) or len(costs) > max(number, 0):
            self._verifier.refuse(given, f"solutions that are not the {number} cheapest in order: costs {costs}")
        if not answer.complete or number <= 0:
            return answer
        most = costs[-1] if len(costs) == number else None
        confirming = AnswerVerification(self._solver, self._verifier, budget)
        sure = confirming.no_other(objective, given, answer.solutions, cheaper_than=most)
        return replace(answer, complete=sure)

    def _sample(self, query: SampleSolutions, answer: Solutions, budget: Budget) -> Solutions:
        self._accept_all(query.given, answer)
        if not answer.complete or query.number <= 0 or len(answer.solutions) == query.number:
            return answer
        if answer.solutions:
            self._verifier.refuse(query.given, f"{len(answer.solutions)} solutions drawn instead of {query.number}")
        return replace(answer, complete=self._verifier.confirms_none(query.given, "no solution said to exist", budget))

    def _alternatives(self, query: FindAlternatives, answer: ValidDomains, budget: Budget) -> ValidDomains:
        """Confirm the values of each narrowed variable under the other narrowings, those of the rest together."""
        given, of, confirming = query.given, query.of, AnswerVerification(self._solver, self._verifier, budget)
        rest = asked_variables(self.program, of) - given.narrowed.keys()
        one = ValidDomains(_only(answer.values, rest), _only(answer.undecided, rest))
        checked = confirming.possible(given, rest, one) if rest else one
        values, undecided = list(checked.values), list(checked.undecided)
        for index in range(len(values)):
            if index not in rest:
                values[index], undecided[index] = answer.values[index], answer.undecided[index]
        for index in given.narrowed if of is None else given.narrowed.keys() & of:
            others = {other: kept for other, kept in given.narrowed.items() if other != index}
            alone = frozenset([index])
            one = ValidDomains(_only(answer.values, alone), _only(answer.undecided, alone))
            checked = confirming.possible(replace(given, narrowed=others), alone, one)
            values[index], undecided[index] = checked.values[index], checked.undecided[index]
        return ValidDomains(tuple(values), tuple(undecided))

    def _accept_all(self, given: Assumptions, answer: Solutions) -> None:
        for solution in answer.solutions:
            self._verifier.accept(given, solution)


def _only(sets: Sequence[IntSet], indices: Collection[int]) -> tuple[IntSet, ...]:
    return tuple(values if index in indices else EMPTY for index, values in enumerate(sets))
