"""All reasons at once, and all ways out: every minimal conflict, and every minimal set of choices to give up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from configurator.budget import UNLIMITED, Budget
from configurator.configuration import FeatureValue
from configurator.errors import Undecided
from configurator.session.explain import clash_kind, explanation_of, subject_of
from configurator.session.explanation import Explanation, SubjectKind
from configurator.session.inquiry import Inquiry
from configurator.session.marco import Clash, Correction, Numbers, everything_minimal
from configurator.session.oracle import Oracle, conflict_of, narrowed_by
from configurator.session.repairs import Repair, repair_of
from configurator.solving.port import Assumptions, Complete, Satisfiable

MOST_CONFLICTS = 50
"""So many conflicts, and so many repairs, are looked for unless the caller says otherwise."""


@dataclass(frozen=True, slots=True)
class EveryConflict:
    """Each minimal conflict, and each repair of which no change could be spared; `complete`: these are all there are.

    Where not all are found, time ran out, or no more were looked for (`limited`): there may be exponentially many.
    Unlike `session.repairs`, repairs differ in their number of changes: one with more may be the cheaper.
    """

    explanations: tuple[Explanation, ...]
    repairs: tuple[Repair, ...]
    complete: bool
    limited: bool = False


def every_conflict(
    inquiry: Inquiry,
    wish: Mapping[str, FeatureValue] | None = None,
    *,
    limit: int = MOST_CONFLICTS,
    budget: Budget = UNLIMITED,
) -> EveryConflict:
    """Return all reasons why the choices, with a wish in place of what is chosen for it, cannot hold together.

    Each conflict is checked again before it is told. Both lists are empty where all is well.
    """
    wish = wish or {}
    wished = inquiry.with_choices(inquiry.choices.retracting(*wish).with_values(wish))
    others = inquiry.wanted_without(wish)
    hard = narrowed_by(wished.wanted[path] for path in wish)
    oracle, paths = Oracle(inquiry.solver, others, hard, budget), tuple(others)

    numbers = {path: number for number, path in enumerate(paths)}

    def fails(parts: Numbers) -> Numbers | Literal[False] | None:
        failing = oracle.failing([paths[part] for part in sorted(parts)])
        return failing if failing is None or failing is False else frozenset(map(numbers.__getitem__, failing))

    explanations: list[Explanation] = []
    repairs: list[Repair] = []
    for found in everything_minimal(len(paths), fails):
        try:
            match found:
                case Clash(parts):
                    conflict = conflict_of(oracle, tuple(paths[part] for part in sorted(parts)))
                    subject = subject_of(inquiry, SubjectKind.BLOCKED if wish else clash_kind(conflict), wish)
                    explanations.append(explanation_of(inquiry, subject, tuple(wish), conflict))
                case Correction(parts):
                    repairs.append(_repair(wished, oracle, frozenset(paths[part] for part in parts), budget))
                case _:
                    return EveryConflict(tuple(explanations), tuple(repairs), False)
        except Undecided:
            return EveryConflict(tuple(explanations), tuple(repairs), False)
        if max(len(explanations), len(repairs)) >= limit:
            return EveryConflict(tuple(explanations), tuple(repairs), complete=False, limited=True)
    return EveryConflict(tuple(explanations), tuple(repairs), True)


def _repair(wished: Inquiry, oracle: Oracle, dropped: frozenset[str], budget: Budget) -> Repair:
    kept = (literal for path, literal in oracle.choices.items() if path not in dropped)
    given = Assumptions(narrowed_by(kept, oracle.hard))
    match wished.solver.ask(Complete(wished.compiled.program.wishes, given), budget):
        case Satisfiable(solution):
            return repair_of(wished, oracle.choices, solution)
        case _:
            raise Undecided("time ran out before a repair was completed; allow more time")
