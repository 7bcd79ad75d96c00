"""Why something cannot be, must be or is not there: a minimal conflict, in the owner's and the person's own words."""

from collections.abc import Iterable, Iterator, Mapping

from configurator.budget import UNLIMITED, Budget
from configurator.catalog.addresses import id_path_of
from configurator.catalog.model import Catalog, Feature, Structure
from configurator.catalog.references import references
from configurator.catalog.world import Members
from configurator.configuration import FeatureValue
from configurator.program.intset import IntSet
from configurator.session.explanation import (
    CardinalityCause,
    Cause,
    ChoiceCause,
    ConstraintCause,
    Explanation,
    PresenceCause,
    Subject,
    SubjectKind,
)
from configurator.session.inquiry import Inquiry
from configurator.session.labels import shown_value
from configurator.session.naming import Named
from configurator.session.oracle import Conflict, Narrowed, find_conflict, narrowed_by
from configurator.session.outlook import present_values, value_held


def why_not(
    inquiry: Inquiry, values: Mapping[str, FeatureValue], kind: SubjectKind, *, budget: Budget = UNLIMITED
) -> Explanation | None:
    """Say why some values cannot be chosen, in place of what is chosen for them; None where they can.

    A value of a feature that cannot be there at all is explained by the absence of the feature.
    """
    if len(values) != 1:
        subject = Subject(kind)
        hard = narrowed_by(inquiry.literal(path, value) for path, value in values.items())
        return _explained(inquiry, subject, tuple(values), hard, budget)
    ((path, value),) = values.items()
    literal = inquiry.literal(path, value)
    there = present_values(inquiry.slot(path))
    if literal.values & there:
        absent = _explained(
            inquiry, _subject(inquiry, SubjectKind.ABSENT, path), (path,), {literal.variable: there}, budget
        )
        if absent is not None:
            return Explanation(_subject(inquiry, kind, path, value), (), absent.minimal, (absent,))
    subject = _subject(inquiry, kind, path, value)
    return _explained(inquiry, subject, (path,), {literal.variable: literal.values}, budget)


def why_only(inquiry: Inquiry, path: str, left: IntSet, *, budget: Budget = UNLIMITED) -> Explanation | None:
    """Say why no value but those in `left` is possible: why a value is implied, or why something is absent or present.

    None where other values are possible too, or where there never were others.
    """
    slot = inquiry.slot(path)
    there = present_values(slot)
    if not left & there:
        subject, others = _subject(inquiry, SubjectKind.ABSENT, path), there
    elif len(left) == 1:
        subject = _subject(inquiry, SubjectKind.IMPLIED, path, value_held(slot, left.low))
        others = slot.domain - left
    else:
        subject, others = _subject(inquiry, SubjectKind.PRESENT, path), slot.domain - there
    return _explained(inquiry, subject, (), {slot.variable: others}, budget) if others else None


def subject_of(inquiry: Inquiry, kind: SubjectKind, values: Mapping[str, FeatureValue]) -> Subject:
    """Return what an explanation about some values is about; of several, or of none, the choices as a whole."""
    if len(values) != 1:
        return Subject(kind)
    ((path, value),) = values.items()
    return _subject(inquiry, kind, path, value)


def why_inconsistent(inquiry: Inquiry, *, budget: Budget = UNLIMITED) -> Explanation | None:
    """Say why the choices cannot hold together; None where they can."""
    conflict = find_conflict(inquiry.solver, inquiry.wanted, {}, budget=budget)
    return None if conflict is None else explanation_of(inquiry, Subject(clash_kind(conflict)), (), conflict)


def clash_kind(conflict: Conflict) -> SubjectKind:
    """Return whether choices clash, or the catalog allows nothing without any."""
    return SubjectKind.INCONSISTENT if conflict.choices else SubjectKind.NO_PRODUCT


def _subject(inquiry: Inquiry, kind: SubjectKind, path: str, value: FeatureValue | None = None) -> Subject:
    named, locales = inquiry.named(path), inquiry.compiled.catalog.locales
    shown = None if value is None else shown_value(named.target, value, locales)
    return Subject(kind, path, value, named.title(locales), shown)


def _explained(
    inquiry: Inquiry, subject: Subject, replaced: tuple[str, ...], hard: Narrowed, budget: Budget
) -> Explanation | None:
    conflict = find_conflict(inquiry.solver, inquiry.wanted_without(replaced), hard, budget=budget)
    return None if conflict is None else explanation_of(inquiry, subject, replaced, conflict)


def explanation_of(inquiry: Inquiry, subject: Subject, replaced: tuple[str, ...], conflict: Conflict) -> Explanation:
    """Return a conflict in the owner's and the person's own words; `replaced` are the paths that were asked about."""
    causes: list[Cause] = [_choice(inquiry, path) for path in conflict.choices]
    causes.extend(_constraint(inquiry, name) for name in conflict.constraints)
    asked = ((subject.path,) if subject.path else replaced) + conflict.choices
    causes.extend(_built(inquiry, asked, conflict))
    return Explanation(subject, tuple(causes), conflict.minimal)


def _choice(inquiry: Inquiry, path: str) -> ChoiceCause:
    value, named, locales = inquiry.choices.values[path], inquiry.named(path), inquiry.compiled.catalog.locales
    return ChoiceCause(path, value, named.title(locales), shown_value(named.target, value, locales))


def _constraint(inquiry: Inquiry, name: str) -> ConstraintCause:
    law = inquiry.compiled.laws[name]
    instance = inquiry.naming.instance_at(law.instance)
    return ConstraintCause(law.id, law.source.because, law.source.location, instance)


# ── how the product is built ─────────────────────────────────────────────────────────────────────────────────────────


def _built(inquiry: Inquiry, paths: Iterable[str], conflict: Conflict) -> Iterator[Cause]:
    """Yield what the catalog's build adds: under which conditions there is what is spoken of, or a structure's bounds.

    A choice brings these conditions about, so they belong to what is asked for, whether the conflict needs them or not.
    """
    paths = tuple(dict.fromkeys(paths))
    told: set[tuple[str, ...]] = set()
    for path in paths:
        yield from _conditions(inquiry, inquiry.named(path), told)
    if not conflict.constraints and not told:
        yield from _bounds(inquiry, paths)


def _conditions(inquiry: Inquiry, named: Named, told: set[tuple[str, ...]]) -> Iterator[PresenceCause]:
    """Yield the conditions under which something is there, from the outside in, and those its conditions rest on."""
    catalog = inquiry.compiled.catalog
    members = Members.of(catalog.root)
    steps = id_path_of(named.address)
    for length in range(1, len(steps) + 1):
        yield from _condition(catalog, members, steps[:length], told, named if length == len(steps) else None)


def _condition(
    catalog: Catalog, members: Members, path: tuple[str, ...], told: set[tuple[str, ...]], named: Named | None = None
) -> Iterator[PresenceCause]:
    member: Feature | Structure = members.features.get(path) or members.structures[path]
    if member.when is None or path in told:
        return
    told.add(path)
    address = named.address if named else ".".join(path)
    title = named.title(catalog.locales) if named else member.title
    yield PresenceCause(address, title, member.when.text, member.location)
    for other in dict.fromkeys(references(member.when.tree)):
        for length in range(1, len(other) + 1):
            yield from _condition(catalog, members, other[:length], told)


def _bounds(inquiry: Inquiry, paths: Iterable[str]) -> Iterator[CardinalityCause]:
    """Yield the cardinality of every structure that the paths name or lead into."""
    catalog = inquiry.compiled.catalog
    structures = Members.of(catalog.root).structures
    found = {
        steps[:length]: None
        for steps in map(id_path_of, paths)
        for length in range(1, len(steps) + 1)
        if steps[:length] in structures and not structures[steps[:length]].singleton
    }
    for path in found:
        structure = structures[path]
        yield CardinalityCause(".".join(path), structure.title, structure.low, structure.high, structure.location)


def too_few_or_many(inquiry: Inquiry, named: Named, kind: SubjectKind) -> Explanation:
    """Say that a structure cannot have so many or so few instances, by its declaration alone."""
    structure, locales = named.target, inquiry.compiled.catalog.locales
    if isinstance(structure, Feature):
        raise TypeError(f"{named.address} is no structure")
    title = named.title(locales)
    cause = CardinalityCause(named.address, title, structure.low, structure.high, structure.location)
    return Explanation(Subject(kind, named.address, None, title), (cause,))
