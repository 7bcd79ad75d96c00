"""Passes 1 and 2: a variable for every feature and count of every slot, and where each of them is present."""

from collections.abc import Iterator
from dataclasses import replace

from configurator.catalog.model import Catalog, Feature, NumericDomain, Structure, structures_in
from configurator.problems import Problem
from configurator.program.codes import TOO_LARGE, TOO_MANY_INSTANCES
from configurator.program.compile.catalog_encoding import CatalogEncoding, CountSlot, FeatureSlot, Slot, held_values
from configurator.program.compile.program_builder import ProgramBuilder
from configurator.program.compile.program_draft import ProgramDraft, bindings, where_of
from configurator.program.intset import IntSet
from configurator.program.limits import CATALOG_VARIABLES, INTEGER_LIMIT
from configurator.program.logic import TRUE
from configurator.program.nodes import Formula, Literal, Variable


def with_slots(draft: ProgramDraft) -> ProgramDraft:
    """Expect a bare draft; leave variables for all slots, and the encoding."""
    problems = (*_too_many(draft.catalog), *_too_wide(draft.catalog.root, ()))
    if problems:
        return draft.with_problems(*problems)
    slots = tuple(_Layout().below(draft.catalog.root, "", (), None))
    variables = tuple(Variable(slot.path, slot.domain) for slot in slots)
    return replace(draft, encoding=CatalogEncoding.of(slots), variables=variables)


class _Layout:
    """Numbers the slots as it walks; the presence of a slot is a literal, or None where it cannot be absent."""

    def __init__(self) -> None:
        self.next = 0

    def below(
        self, structure: Structure, instance: str, id_path: tuple[str, ...], presence: Literal | None
    ) -> Iterator[Slot]:
        for name, member in structure.members.items():
            path = f"{instance}.{name}" if instance else name
            if isinstance(member, Feature):
                yield self._feature(member, path, instance, (*id_path, name), presence)
            else:
                yield from self._structure(member, path, instance, (*id_path, name), presence)

    def _feature(
        self, feature: Feature, path: str, instance: str, id_path: tuple[str, ...], presence: Literal | None
    ) -> FeatureSlot:
        values = held_values(feature)
        absent = None if presence is None and feature.when is None else values.high + 1
        decided = presence if feature.when is None else None
        return FeatureSlot(self._number(), path, instance, id_path, feature, values, absent, decided)

    def _structure(
        self, structure: Structure, path: str, instance: str, id_path: tuple[str, ...], presence: Literal | None
    ) -> Iterator[Slot]:
        domain = IntSet.between(structure.low, structure.high)
        if presence is not None or structure.when is not None:
            domain |= IntSet.of((0,))
        count = CountSlot(self._number(), path, instance, id_path, structure, domain)
        yield count
        for number, slot in enumerate(count.slots(), start=1):
            present = count.present(number)
            always = not domain - present.values
            yield from self.below(structure, slot, id_path, None if always else present)

    def _number(self) -> int:
        self.next += 1
        return self.next - 1


def _too_many(catalog: Catalog) -> Iterator[Problem]:
    """Find the structure whose slots, multiplied through the structures around it, pass the limit."""
    slots: dict[tuple[str, ...], int] = {(): 1}
    total = len(catalog.root.members)
    for path, structure in structures_in(catalog.root):
        slots[path] = slots[path[:-1]] * structure.high
        total += slots[path] * max(1, len(structure.members))
        if total > CATALOG_VARIABLES:
            yield Problem(
                TOO_MANY_INSTANCES,
                structure.location,
                where_of(path, structure),
                f"up to {structure.high:,} instances bring the catalog to {total:,} features and structures",
                f"at most {CATALOG_VARIABLES:,} in all possible instances together",
                "lower the greatest number of instances",
            )
            return


def _too_wide(structure: Structure, path: tuple[str, ...]) -> Iterator[Problem]:
    for name, member in structure.members.items():
        if isinstance(member, Structure):
            yield from _too_wide(member, (*path, name))
        elif isinstance(member.domain, NumericDomain):
            values = held_values(member)
            if max(abs(values.low), abs(values.high)) >= INTEGER_LIMIT:
                yield Problem(
                    TOO_LARGE,
                    member.location,
                    where_of((*path, name), member),
                    "the range holds numbers, or has more steps, than fit 64 bits",
                    "bounds, and a number of steps, below 2^62",
                    "use a narrower range, a larger step or a larger unit",
                )


def with_presence(draft: ProgramDraft) -> ProgramDraft:
    """Expect the slots; leave the constraints, never named, that bind absence and counts."""
    builder = ProgramBuilder(draft)
    slot_presence: dict[str, Formula] = {"": TRUE}
    for slot in draft.encoding.slots:
        around = slot_presence[slot.instance]
        member = slot.feature if isinstance(slot, FeatureSlot) else slot.structure
        builder.begin(slot.path, member.location, where_of(slot.id_path, member) + ".when")
        condition = builder.condition(member.when, bindings(slot.instance), given=around)
        present = builder.logic.all_of((around, condition.holds(builder.logic)))
        if isinstance(slot, FeatureSlot):
            _bind_feature(builder, slot, present)
        else:
            _bind_count(builder, slot, present)
            for number, path in enumerate(slot.slots(), start=1):
                slot_presence[path] = builder.logic.literal(slot.variable, slot.present(number).values)
    return builder.finished()


def _bind_feature(builder: ProgramBuilder, slot: FeatureSlot, present: Formula) -> None:
    if slot.absent is None:
        return
    there = Literal(slot.variable, slot.values)
    builder.build(slot.path, builder.logic.same(there, present))


def _bind_count(builder: ProgramBuilder, slot: CountSlot, present: Formula) -> None:
    """Without presence there is no instance; with it, at least the least number."""
    none = Literal(slot.variable, IntSet.of((0,)))
    if slot.structure.low:
        if 0 in slot.domain:
            builder.build(slot.path, builder.logic.same(builder.logic.negation(none), present))
    else:
        builder.build(slot.path, builder.logic.any_of((present, builder.logic.literal(none.variable, none.values))))
