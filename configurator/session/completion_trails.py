"""The products that clicks lead to, found along the completion that they start from."""

from dataclasses import dataclass, field

from configurator.budget import Budget, OutOfBudget
from configurator.program.nodes import Literal
from configurator.session.catalog_view import trailed
from configurator.session.lexicographic_sum import CompletionThrough
from configurator.session.partial_assignment import PartialAssignment
from configurator.solving.local_search.completion_trail import CompletionTrail, GreedyFailed
from configurator.solving.port import Assumptions, Solution


@dataclass
class CompletionTrails:
    """The trail of the completion of some choices, and trails without one of them, made where they are asked for."""

    assignment: PartialAssignment
    solution: Solution
    _failed: set[tuple[str, Literal]] = field(default_factory=set, init=False)
    _made: dict[str, CompletionTrail | None] = field(default_factory=dict, init=False)
    """By the path of the choice that is replaced; that under all choices by an empty one."""

    def through(self, replaced: str, literal: Literal, budget: Budget) -> CompletionThrough | None:
        """Return the completion with a value in place of a choice; None where it has to be searched for."""
        if (replaced, literal) in self._failed:
            return None
        try:
            trail = self._trail(replaced, budget)
            return None if trail is None else CompletionThrough(trail.completed(literal, budget))
        except (GreedyFailed, OutOfBudget):
            self._failed.add((replaced, literal))
            return None

    def _trail(self, replaced: str, budget: Budget) -> CompletionTrail | None:
        if replaced not in self._made:
            program, given = trailed(self.assignment.compiled), Assumptions(self.assignment.narrowed(replaced))
            trail = None if program is None else program.trail(given, self.solution, budget, shared=not replaced)
            self._made[replaced] = trail
        return self._made[replaced]
