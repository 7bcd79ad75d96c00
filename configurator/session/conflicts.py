"""Why choices do not go together: a refusal with one reason, or all minimal conflicts with all corrections."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from configurator.budget import UNLIMITED, Budget
from configurator.configuration import FeatureValue
from configurator.errors import Undecided
from configurator.session import explain
from configurator.session.choices import Choices
from configurator.session.conflict_enumeration import MinimalConflict, MinimalCorrection, Numbers, enumerate_minimal
from configurator.session.consistency import ConsistencyCheck, conflict_of, narrowed_by
from configurator.session.explain import conflict_kind, explanation_of, subject_of
from configurator.session.explanation import Explanation, SubjectKind
from configurator.session.limits import CONFLICTS_LISTED
from configurator.session.naming import CatalogMember
from configurator.session.partial_assignment import PartialAssignment
from configurator.session.repairs import Repair, repair_of, smallest_repairs
from configurator.solving.port import Assumptions, Complete, Satisfiable


@dataclass(frozen=True, slots=True)
class Refusal:
    """A change that the current choices forbid: the reason, and the smallest changes that would allow it.

    `choices` are the requested ones. `repairs` may be empty because nothing helps, or because time ran out
    (`repairs_in_time` is then False).
    """

    choices: Choices
    explanation: Explanation
    repairs: tuple[Repair, ...] = ()
    repairs_in_time: bool = True


def refusal_of(assignment: PartialAssignment, wish: Mapping[str, FeatureValue], most: int, budget: Budget) -> Refusal:
    """Return why choices changed for a wish conflict, with at most a number of repairs.

    Raises Undecided if the budget ends before the reason is certain.
    """
    explanation = explain.why_not(assignment, wish, SubjectKind.REFUSED, budget=budget)
    if explanation is None:
        raise budget.undecided("it was certain why this is not possible")
    try:
        repairs = smallest_repairs(assignment, wish, limit=most, budget=budget) if most else ()
        return Refusal(assignment.choices, explanation, repairs)
    except Undecided:
        return Refusal(assignment.choices, explanation, repairs_in_time=False)


def out_of_bounds(assignment: PartialAssignment, structure: CatalogMember) -> Refusal:
    """Return why a structure cannot have one more or less instance: its declared cardinality."""
    return Refusal(assignment.choices, explain.too_few_or_many(assignment, structure, SubjectKind.REFUSED))


@dataclass(frozen=True, slots=True)
class ConflictEnumeration:
    """Each minimal conflict, and each repair of which no change could be spared; `complete`: these are all there are.

    Where not all are found, time ran out, or no more were looked for (`limited`): there may be exponentially many.
    Unlike `session.repairs`, repairs differ in their number of changes: one with more may be the cheaper.
    """

    explanations: tuple[Explanation, ...]
    repairs: tuple[Repair, ...]
    complete: bool
    limited: bool = False


def enumerate_conflicts(
    assignment: PartialAssignment,
    wish: Mapping[str, FeatureValue] | None = None,
    *,
    limit: int = CONFLICTS_LISTED,
    budget: Budget = UNLIMITED,
) -> ConflictEnumeration:
    """Return all minimal conflicts of the choices, with a wish in place of its current choice.

    Each conflict is verified before it is listed. Both lists are empty without a conflict.
    """
    wish = wish or {}
    wished = assignment.with_choices(assignment.choices.retracting(*wish).with_values(wish))
    others = assignment.wanted_without(wish)
    hard = narrowed_by(wished.wanted[path] for path in wish)
    check, paths = ConsistencyCheck(assignment.solver, others, hard, budget), tuple(others)

    numbers = {path: number for number, path in enumerate(paths)}

    def fails(parts: Numbers) -> Numbers | Literal[False] | None:
        failing = check.failing([paths[part] for part in sorted(parts)])
        return failing if failing is None or failing is False else frozenset(map(numbers.__getitem__, failing))

    explanations: list[Explanation] = []
    repairs: list[Repair] = []
    for minimal in enumerate_minimal(len(paths), fails):
        try:
            match minimal:
                case MinimalConflict(parts):
                    conflict = conflict_of(check, tuple(paths[part] for part in sorted(parts)))
                    subject = subject_of(assignment, SubjectKind.BLOCKED if wish else conflict_kind(conflict), wish)
                    explanations.append(explanation_of(assignment, subject, tuple(wish), conflict))
                case MinimalCorrection(parts):
                    repairs.append(_repair(wished, check, frozenset(paths[part] for part in parts), budget))
                case _:
                    return ConflictEnumeration(tuple(explanations), tuple(repairs), False)
        except Undecided:
            return ConflictEnumeration(tuple(explanations), tuple(repairs), False)
        if max(len(explanations), len(repairs)) >= limit:
            return ConflictEnumeration(tuple(explanations), tuple(repairs), complete=False, limited=True)
    return ConflictEnumeration(tuple(explanations), tuple(repairs), True)


def _repair(wished: PartialAssignment, check: ConsistencyCheck, dropped: frozenset[str], budget: Budget) -> Repair:
    kept = (literal for path, literal in check.choices.items() if path not in dropped)
    given = Assumptions(narrowed_by(kept, check.hard))
    match wished.solver.ask(Complete(wished.compiled.program.wishes, given), budget):
        case Satisfiable(solution):
            return repair_of(wished, check.choices, solution)
        case _:
            raise budget.undecided("a repair was completed")
