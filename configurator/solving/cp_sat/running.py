"""One run of CP-SAT: deterministic, within the budget, its outcome in the words of the port."""

from dataclasses import dataclass

from ortools.sat.python import cp_model

from configurator.budget import Budget
from configurator.solving.port import Unknown, Unsatisfiable


@dataclass(frozen=True, slots=True)
class Found:
    """A solution of the model, whether it is proved to be the best, and the objective that no solution is less in."""

    values: list[int]
    optimal: bool
    bound: int | None = None


Outcome = Found | Unsatisfiable | Unknown


EASY = 0.02
"""So much deterministic time of CP-SAT, a few hundredths of a second, counts as little work."""


def easily(model: cp_model.CpModel) -> Outcome:
    """Search at once, without looking for what would make the model smaller, if that takes little work."""
    solver = _one_worker()
    solver.parameters.cp_model_presolve = False
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.max_deterministic_time = EASY
    return _outcome(model, solver)


def run(model: cp_model.CpModel, budget: Budget, *, optimise: bool = False) -> Outcome:
    """Solve the model with one worker and a fixed seed, so that the same question has the same answer."""
    solver = _one_worker()
    if optimise:
        solver.parameters.linearization_level = 2
    remaining = budget.remaining()
    if remaining is not None:
        if remaining <= 0:
            return Unknown()
        solver.parameters.max_time_in_seconds = remaining
    return _outcome(model, solver)


def _one_worker() -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    return solver


def _outcome(model: cp_model.CpModel, solver: cp_model.CpSolver) -> Outcome:
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return Unsatisfiable()
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Found(list(solver.response_proto.solution), status == cp_model.OPTIMAL, _bound(model, solver))
    if status == cp_model.MODEL_INVALID:
        raise RuntimeError(f"CP-SAT refuses the model: {model.validate()}")
    return Unknown()


def _bound(model: cp_model.CpModel, solver: cp_model.CpSolver) -> int | None:
    """Return the whole number that no solution is less in; CP-SAT keeps it exactly, without the constant part."""
    if not model.has_objective():
        return None
    return int(solver.response_proto.inner_objective_lower_bound) + int(model.proto.objective.offset)
