"""Why something cannot be, must be or is not there: a minimal conflict, in the owner's and the person's own words."""

from collections.abc import Iterable, Iterator, Mapping

from configurator.budget import UNLIMITED, Budget
from configurator.catalog.addresses import id_path_of
from configurator.catalog.model import Catalog, Feature, Structure
from configurator.catalog.references import references
from configurator.catalog.world import Members
from configurator.configuration import FeatureValue
from configurator.session.consistency import (
    Conflict,
    ConsistencyCheck,
    Narrowed,
    fails_alone,
    find_conflict,
    narrowed_by,
)
from configurator.session.explanation import (
    CardinalityCause,
    Cause,
    ChoiceCause,
    ConstraintCause,
    Explanation,
    ExplanationSubject,
    PresenceCause,
    SubjectKind,
)
from configurator.session.naming import CatalogMember
from configurator.session.option_states import present_values, value_held
from configurator.session.partial_assignment import PartialAssignment
from configurator.session.render import shown_value
from configurator.solving.port import ValidDomains


def why_not(
    assignment: PartialAssignment, values: Mapping[str, FeatureValue], kind: SubjectKind, *, budget: Budget = UNLIMITED
) -> Explanation | None:
    """Explain why some values cannot replace the current choices; None if they can.

    Where the reason against a value forbids all values of its feature, it explains the absence of the feature.
    """
    if len(values) != 1:
        subject = ExplanationSubject(kind)
        hard = narrowed_by(assignment.literal(path, value) for path, value in values.items())
        return _explained(assignment, subject, tuple(values), hard, budget)
    ((path, value),) = values.items()
    literal = assignment.literal(path, value)
    others = assignment.wanted_without((path,))
    conflict = find_conflict(assignment.solver, others, {literal.variable: literal.values}, budget=budget)
    if conflict is None:
        return None
    subject = _subject(assignment, kind, path, value)
    there = present_values(assignment.slot(path))
    if conflict.minimal and literal.values & there:
        check = ConsistencyCheck(assignment.solver, others, {literal.variable: there}, budget)
        if fails_alone(check, conflict):
            absence = _subject(assignment, SubjectKind.ABSENT, path)
            return Explanation(subject, (), because=(explanation_of(assignment, absence, (path,), conflict),))
    return explanation_of(assignment, subject, (path,), conflict)


def why_only(
    assignment: PartialAssignment, path: str, possible: ValidDomains, *, budget: Budget = UNLIMITED
) -> Explanation | None:
    """Explain why no other value is possible: why a value is implied, or why a member is absent or present.

    None if other values are possible too, if there never were others, or if none is left.
    """
    slot = assignment.slot(path)
    there, left = present_values(slot), possible.values[slot.variable] | possible.undecided[slot.variable]
    if not left:
        return None
    if not left & there:
        subject, others = _subject(assignment, SubjectKind.ABSENT, path), there
    elif len(left) == 1:
        subject = _subject(assignment, SubjectKind.IMPLIED, path, value_held(slot, left.low))
        others = slot.domain - left
    else:
        subject, others = _subject(assignment, SubjectKind.PRESENT, path), slot.domain - there
    return _explained(assignment, subject, (), {slot.variable: others}, budget) if others else None


def subject_of(
    assignment: PartialAssignment, kind: SubjectKind, values: Mapping[str, FeatureValue]
) -> ExplanationSubject:
    """Return the subject of an explanation about some values; for several, or none, the choices as a whole."""
    if len(values) != 1:
        return ExplanationSubject(kind)
    ((path, value),) = values.items()
    return _subject(assignment, kind, path, value)


def why_inconsistent(assignment: PartialAssignment, *, budget: Budget = UNLIMITED) -> Explanation | None:
    """Explain why the choices conflict; None if they do not."""
    conflict = find_conflict(assignment.solver, assignment.wanted, {}, budget=budget)
    return (
        None
        if conflict is None
        else explanation_of(assignment, ExplanationSubject(conflict_kind(conflict)), (), conflict)
    )


def conflict_kind(conflict: Conflict) -> SubjectKind:
    """Return whether choices clash, or the catalog allows nothing without any."""
    return SubjectKind.INCONSISTENT if conflict.choices else SubjectKind.NO_PRODUCT


def _subject(
    assignment: PartialAssignment, kind: SubjectKind, path: str, value: FeatureValue | None = None
) -> ExplanationSubject:
    member, locales = assignment.member(path), assignment.compiled.catalog.locales
    shown = None if value is None else shown_value(member.target, value, locales)
    return ExplanationSubject(kind, path, value, member.title(locales), shown)


def _explained(
    assignment: PartialAssignment,
    subject: ExplanationSubject,
    replaced: tuple[str, ...],
    hard: Narrowed,
    budget: Budget,
) -> Explanation | None:
    conflict = find_conflict(assignment.solver, assignment.wanted_without(replaced), hard, budget=budget)
    return None if conflict is None else explanation_of(assignment, subject, replaced, conflict)


def explanation_of(
    assignment: PartialAssignment, subject: ExplanationSubject, replaced: tuple[str, ...], conflict: Conflict
) -> Explanation:
    """Return a conflict in terms of choices and the owner's reasons; `replaced` are the queried paths.

    A conflict that was not proved minimal in time is no reason: the explanation then has none.
    """
    if not conflict.minimal:
        return Explanation(subject, (), minimal=False)
    causes: list[Cause] = [_choice(assignment, path) for path in conflict.choices]
    causes.extend(_constraint(assignment, name) for name in conflict.constraints)
    results = ((subject.path,) if subject.path else replaced) + conflict.choices
    causes.extend(_built(assignment, results, conflict))
    return Explanation(subject, tuple(causes), conflict.minimal)


def _choice(assignment: PartialAssignment, path: str) -> ChoiceCause:
    value, member, locales = (
        assignment.choices.values[path],
        assignment.member(path),
        assignment.compiled.catalog.locales,
    )
    return ChoiceCause(path, value, member.title(locales), shown_value(member.target, value, locales))


def _constraint(assignment: PartialAssignment, name: str) -> ConstraintCause:
    law = assignment.compiled.laws[name]
    instance = assignment.naming.instance_at(law.instance)
    return ConstraintCause(law.id, law.source.because, law.source.location, instance)


# ── how the product is built ─────────────────────────────────────────────────────────────────────────────────────────


def _built(assignment: PartialAssignment, paths: Iterable[str], conflict: Conflict) -> Iterator[Cause]:
    """Yield the structural causes: presence conditions of the subject, or a structure's bounds.

    A choice implies these conditions, so they belong to the request, whether the conflict needs them or not.
    """
    paths = tuple(dict.fromkeys(paths))
    listed: set[tuple[str, ...]] = set()
    for path in paths:
        yield from _conditions(assignment, assignment.member(path), listed)
    if not conflict.constraints and not listed:
        yield from _bounds(assignment, paths)


def _conditions(
    assignment: PartialAssignment, member: CatalogMember, listed: set[tuple[str, ...]]
) -> Iterator[PresenceCause]:
    """Yield the presence conditions of a member, from the outside in, with their dependencies."""
    catalog = assignment.compiled.catalog
    members = Members.of(catalog.root)
    steps = id_path_of(member.address)
    for length in range(1, len(steps) + 1):
        yield from _condition(catalog, members, steps[:length], listed, member if length == len(steps) else None)


def _condition(
    catalog: Catalog,
    members: Members,
    path: tuple[str, ...],
    listed: set[tuple[str, ...]],
    member: CatalogMember | None = None,
) -> Iterator[PresenceCause]:
    target: Feature | Structure = members.features.get(path) or members.structures[path]
    if target.when is None or path in listed:
        return
    listed.add(path)
    address = member.address if member else ".".join(path)
    title = member.title(catalog.locales) if member else target.title
    yield PresenceCause(address, title, target.when.text, target.location)
    for other in dict.fromkeys(references(target.when.tree)):
        for length in range(1, len(other) + 1):
            yield from _condition(catalog, members, other[:length], listed)


def _bounds(assignment: PartialAssignment, paths: Iterable[str]) -> Iterator[CardinalityCause]:
    """Yield the cardinality of every structure that the paths name or lead into."""
    catalog = assignment.compiled.catalog
    structures = Members.of(catalog.root).structures
    cardinalities = {
        steps[:length]: None
        for steps in map(id_path_of, paths)
        for length in range(1, len(steps) + 1)
        if steps[:length] in structures and not structures[steps[:length]].singleton
    }
    for path in cardinalities:
        structure = structures[path]
        yield CardinalityCause(".".join(path), structure.title, structure.low, structure.high, structure.location)


def too_few_or_many(assignment: PartialAssignment, member: CatalogMember, kind: SubjectKind) -> Explanation:
    """Explain that a structure's cardinality excludes a number of instances."""
    structure, locales = member.structure, assignment.compiled.catalog.locales
    title = member.title(locales)
    cause = CardinalityCause(member.address, title, structure.low, structure.high, structure.location)
    return Explanation(ExplanationSubject(kind, member.address, None, title), (cause,))
