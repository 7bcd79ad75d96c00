"""One run of CP-SAT: deterministic, within the budget, its outcome in the words of the port."""

from dataclasses import dataclass

from ortools.sat.python import cp_model

from configurator.solving.port import Budget, Unknown, Unsatisfiable


@dataclass(frozen=True, slots=True)
class Found:
    """A solution of the model, the value of its objective, and whether that is proved to be the best."""

    values: list[int]
    optimal: bool


Outcome = Found | Unsatisfiable | Unknown


def run(model: cp_model.CpModel, budget: Budget, *, optimise: bool = False) -> Outcome:
    """Solve the model with one worker and a fixed seed, so that the same question has the same answer."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    if optimise:
        solver.parameters.linearization_level = 2
    remaining = budget.remaining()
    if remaining is not None:
        if remaining <= 0:
            return Unknown()
        solver.parameters.max_time_in_seconds = remaining
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return Unsatisfiable()
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Found(list(solver.response_proto.solution), status == cp_model.OPTIMAL)
    if status == cp_model.MODEL_INVALID:
        raise RuntimeError(f"CP-SAT refuses the model: {model.validate()}")
    return Unknown()
