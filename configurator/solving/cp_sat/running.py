"""One run of CP-SAT: deterministic, within the budget, its outcome in the words of the port."""

from collections.abc import Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from configurator.budget import Budget
from configurator.program.intset import IntSet
from configurator.program.nodes import Program
from configurator.solving.cp_sat.integer_encoding import CpSatModel, give_domain
from configurator.solving.cp_sat.limits import EASY_DETERMINISTIC_TIME
from configurator.solving.port import Optimum, Satisfiable, Unknown, Unsatisfiable, Verdict


@dataclass(frozen=True, slots=True)
class CpSatSolution:
    """A solution of the model, whether it is proved to be the best, and the objective that no solution is less in."""

    values: list[int]
    optimal: bool
    bound: int | None = None


CpSatOutcome = CpSatSolution | Unsatisfiable | Unknown


def easily(model: cp_model.CpModel) -> CpSatOutcome:
    """Search at once, without looking for what would make the model smaller, if that takes little work."""
    solver = _one_worker()
    solver.parameters.cp_model_presolve = False
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.max_deterministic_time = EASY_DETERMINISTIC_TIME
    return _outcome(model, solver)


def run(model: cp_model.CpModel, budget: Budget, *, optimise: bool = False) -> CpSatOutcome:
    """Solve the model with one worker and a fixed seed, so that the same question has the same answer."""
    solver = _one_worker()
    if optimise:
        solver.parameters.linearization_level = 2
    remaining = budget.remaining()
    if remaining is not None:
        if remaining <= 0:
            return Unknown()
        solver.parameters.max_time_in_seconds = remaining
    if not budget.needs_watching:
        return _outcome(model, solver)
    with budget.interrupting(solver.stop_search):
        return _outcome(model, solver)


def _one_worker() -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    return solver


def _outcome(model: cp_model.CpModel, solver: cp_model.CpSolver) -> CpSatOutcome:
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return Unsatisfiable()
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return CpSatSolution(list(solver.response_proto.solution), status == cp_model.OPTIMAL, _bound(model, solver))
    if status == cp_model.MODEL_INVALID:
        raise RuntimeError(f"CP-SAT refuses the model: {model.validate()}")
    return Unknown()


def _bound(model: cp_model.CpModel, solver: cp_model.CpSolver) -> int | None:
    """Return the whole number that no solution is less in; CP-SAT keeps it exactly, without the constant part."""
    if not model.has_objective():
        return None
    return int(solver.response_proto.inner_objective_lower_bound) + int(model.proto.objective.offset)


class IncrementalModel:
    """Answers whether there is a solution within some domains."""

    def __init__(self, program: Program) -> None:
        self._encoding = CpSatModel(program)
        self._domains = [variable.domain for variable in program.variables]

    def solve(self, domains: Sequence[IntSet], budget: Budget | None) -> Verdict:
        """Search within these domains, none of them empty, as far as the budget goes; without one, if that is easy."""
        self._narrow(domains)
        result = self._searched(budget)
        return Satisfiable(self._encoding.witness(result.values)) if isinstance(result, CpSatSolution) else result

    def greatest(
        self, domains: Sequence[IntSet], index: int, budget: Budget | None
    ) -> Optimum | Unsatisfiable | Unknown:
        """Search in the same way for the greatest value of a variable; the cost of the answer is minus that value."""
        self._narrow(domains)
        self._encoding.model.maximize(self._encoding.variables[index].integer)
        result = self._searched(budget)
        if not isinstance(result, CpSatSolution):
            return result
        witness = self._encoding.witness(result.values)
        return Optimum(witness, -witness[index], result.optimal)

    def _searched(self, budget: Budget | None) -> CpSatOutcome:
        if budget is not None and budget.spent():
            return Unknown()
        result = easily(self._encoding.model)
        settled = result.optimal if isinstance(result, CpSatSolution) else isinstance(result, Unsatisfiable)
        if settled or budget is None:
            return result
        later = run(self._encoding.model, budget)
        return result if isinstance(later, Unknown) else later

    def _narrow(self, domains: Sequence[IntSet]) -> None:
        model = self._encoding.model
        for index, (domain, before) in enumerate(zip(domains, self._domains, strict=True)):
            if domain is not before and domain != before:
                give_domain(model, self._encoding.variables[index].integer, domain)
        self._domains = list(domains)
        model.proto.clear_objective()
