"""A saved configuration on a newer catalog: exactly what no longer holds, and what would repair it.

Nothing is dropped silently. Choices that the catalog no longer has are reported as lost; forbidden ones stay in the
session as a conflict, with repairs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from configurator.budget import UNLIMITED, Budget
from configurator.catalog.feature_values import BadValue
from configurator.configuration import Configuration, FeatureValue, Provenance
from configurator.errors import InvalidRequest
from configurator.program.compile import CompiledCatalog
from configurator.program.intset import IntSet
from configurator.program.nodes import Literal
from configurator.session.choices import Choices
from configurator.session.completion import configuration_of
from configurator.session.explain import why_inconsistent
from configurator.session.explanation import Explanation
from configurator.session.limits import REPAIRS_OFFERED
from configurator.session.naming import Naming, checked_id
from configurator.session.partial_assignment import PartialAssignment, value_or_problem
from configurator.session.repairs import Repair, ValueChange, differences
from configurator.session.session import Session
from configurator.short_repr import short_repr
from configurator.solving.port import Assumptions, Complete, Satisfiable, Solver


class LossKind(StrEnum):
    """Why a saved choice could not be kept."""

    UNKNOWN_PATH = "unknown-path"
    """The catalog has no such feature, structure or instance any more."""
    UNKNOWN_VALUE = "unknown-value"
    """The feature is there, but not this option, or the number is outside its range or not on its step."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A saved choice that the newer catalog does not know.

    `value` is None if only the names of a structure's instances were lost.
    """

    path: str
    value: FeatureValue | None
    kind: LossKind


@short_repr
@dataclass(frozen=True, slots=True)
class ReopenedChoices:
    """A saved configuration after reopening.

    `session` holds every choice that the catalog still knows. If those conflict, `conflicts` are all disjoint minimal
    conflicts, and `repairs` the smallest changes that resolve them. `configuration` completes the consistent choices
    with the fewest other changes, and `changed` lists unchosen values that differ now; both are empty if no whole
    configuration was saved.
    """

    session: Session
    same_catalog: bool
    lost: tuple[Loss, ...]
    conflicts: tuple[Explanation, ...]
    repairs: tuple[Repair, ...]
    configuration: Configuration | None = None
    changed: tuple[ValueChange, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether everything that was chosen is still possible as it was."""
        return not self.lost and self.session.consistent


def choices_of(configuration: Configuration) -> Choices:
    """Return the choices of a configuration, with the names of its instances."""
    chosen = {
        path: value
        for path, value in configuration.values.items()
        if configuration.provenance.get(path) is Provenance.CHOSEN
    }
    return Choices(chosen, configuration.instances)


def reopen(
    compiled: CompiledCatalog,
    solver: Solver,
    choices: Choices,
    *,
    digest: str,
    saved: Configuration | None = None,
    repairs: int = REPAIRS_OFFERED,
    budget: Budget = UNLIMITED,
) -> ReopenedChoices:
    """Open saved choices on a catalog that may have changed since.

    `digest` is that of the catalog they were saved with; `saved` the whole configuration, if it was kept. Raises
    Undecided if the budget ends before the result is certain.
    """
    instances, lost_instances = _known_instances(compiled, choices)
    naming = Naming(compiled.catalog, instances)
    values = {path: _looked_up(compiled, naming, path, value) for path, value in choices.values.items()}
    kept = {path: value for path, value in values.items() if not isinstance(value, Loss)}
    losses = tuple(loss for loss in values.values() if isinstance(loss, Loss))
    session = Session.open(compiled, solver, Choices(kept, instances), budget=budget)
    offered = () if session.consistent else session.repairs(limit=repairs, budget=budget)
    reopened = ReopenedChoices(
        session=session,
        same_catalog=digest == compiled.catalog.digest,
        lost=(*lost_instances, *losses),
        conflicts=tuple(_disjoint_conflicts(session.assignment, budget)),
        repairs=offered,
    )
    return reopened if saved is None else _with_completion(reopened, saved, budget)


def _known_instances(
    compiled: CompiledCatalog, choices: Choices
) -> tuple[dict[str, tuple[str, ...]], tuple[Loss, ...]]:
    """Return the names of instances whose structure is still there, outer ones first, and those without one."""
    known: dict[str, tuple[str, ...]] = {}
    lost = []
    for structure in sorted(choices.instances, key=lambda path: path.count(".")):
        names = choices.instances[structure]
        try:
            Naming(compiled.catalog, known).find_structure(structure)
            known[structure] = tuple(checked_id(name, names[:at]) for at, name in enumerate(names))
        except InvalidRequest:
            lost.append(Loss(structure, None, LossKind.UNKNOWN_PATH))
    return known, tuple(lost)


def _looked_up(compiled: CompiledCatalog, naming: Naming, path: str, value: FeatureValue) -> FeatureValue | Loss:
    try:
        member = naming.find(path)
    except InvalidRequest:
        return Loss(path, value, LossKind.UNKNOWN_PATH)
    known = value_or_problem(member.target, value, compiled)
    return Loss(path, value, LossKind.UNKNOWN_VALUE) if isinstance(known, BadValue) else known


def _disjoint_conflicts(assignment: PartialAssignment, budget: Budget) -> Iterator[Explanation]:
    """Yield disjoint minimal conflicts until the remaining choices are consistent."""
    while (conflict := why_inconsistent(assignment, budget=budget)) is not None:
        yield conflict
        if not conflict.choices:
            return
        assignment = assignment.with_choices(assignment.choices.retracting(*conflict.choices))


def _with_completion(reopened: ReopenedChoices, saved: Configuration, budget: Budget) -> ReopenedChoices:
    assignment = reopened.session.standing_assignment
    wishes = (*_as_literals(assignment, saved), *assignment.compiled.program.wishes)
    verdict = assignment.solver.ask(Complete(wishes, Assumptions(assignment.narrowed())), budget)
    if not isinstance(verdict, Satisfiable):
        return reopened
    configuration = configuration_of(assignment, verdict.witness)
    chosen = reopened.session.choices.values
    changed = tuple(change for change in differences(assignment, saved, configuration) if change.path not in chosen)
    return replace(reopened, configuration=configuration, changed=changed)


def _as_literals(assignment: PartialAssignment, saved: Configuration) -> Iterator[Literal]:
    """Yield the saved values that the catalog still knows, in its order, as wishes."""
    for member in assignment.naming.by_slot.values():
        slot = assignment.compiled.encoding.slot(member.slot)
        value = saved.values.get(member.address)
        held = None if value is None else slot.held(value)
        if held is not None:
            yield Literal(slot.variable, IntSet.of((held,)))
