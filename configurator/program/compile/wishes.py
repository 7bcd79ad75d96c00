"""Pass 5: the wishes of the completion: preferences, then defaults, then the first value of everything.

A variable's wishes follow those that decide its presence, so a default never makes its feature appear or disappear.
"""

from collections.abc import Iterator, Mapping

from configurator.catalog.references import references
from configurator.program.compile.catalog_encoding import CountSlot, FeatureSlot, Slot
from configurator.program.compile.program_builder import ProgramBuilder
from configurator.program.compile.program_draft import ProgramDraft, bindings
from configurator.program.intset import IntSet
from configurator.program.logic import FALSE, TRUE
from configurator.program.nodes import Literal, Lowest, Wish

IdPath = tuple[str, ...]


def with_wishes(draft: ProgramDraft) -> ProgramDraft:
    """Expect slots; leave wishes that pin every variable which is not determined."""
    builder = ProgramBuilder(draft)
    for preference in sorted(draft.catalog.preferences, key=lambda each: -each.weight):
        builder.begin(f"preferences.{preference.id}", preference.location, f"preferences.{preference.id}.prefer")
        condition = builder.condition(preference.condition, bindings(""))
        satisfied = builder.logic.any_of((condition.absent, condition.truth))
        if satisfied not in (TRUE, FALSE):
            builder.wish(builder.definitions.truth_of(satisfied))
    for slot in _by_dependence(draft):
        for wish in _of_slot(slot):
            builder.wish(wish)
    return builder.finished()


def _of_slot(slot: Slot) -> Iterator[Wish]:
    """Yield the default, where it is not the lowest value anyway, and the lowest value."""
    default = slot.feature.default if isinstance(slot, FeatureSlot) else _default_count(slot)
    held = None if default is None else slot.held(default)
    if held is not None and held != slot.domain.low:
        yield Literal(slot.variable, IntSet.of((held,)))
    yield Lowest(slot.variable)


def _default_count(slot: CountSlot) -> int | bool | None:
    default = slot.structure.default
    return None if default is None else bool(default) if slot.structure.singleton else default


def _by_dependence(draft: ProgramDraft) -> Iterator[Slot]:
    """Yield all slots in catalog order, but dependencies of presence first.

    No presence depends on itself; the checks of the catalog see to that.
    """
    slots: dict[IdPath, list[Slot]] = {}
    for slot in draft.encoding.slots:
        slots.setdefault(slot.id_path, []).append(slot)
    needs = {path: _decided_by(results[0]) for path, results in slots.items()}
    result: set[int] = set()
    for slot in draft.encoding.slots:
        if slot.variable not in result:
            for path in _in_order(slot.id_path, needs):
                first = [slot] if path == slot.id_path else slots[path]
                yield from (each for each in first if each.variable not in result)
                result.update(each.variable for each in first)
                if path != slot.id_path:
                    needs[path] = ()


def _in_order(start: IdPath, needs: Mapping[IdPath, tuple[IdPath, ...]]) -> list[IdPath]:
    """Return a path and its prerequisites, prerequisites first."""
    ordered: dict[IdPath, None] = {}
    pending = [start]
    while pending:
        missing = [path for path in needs[pending[-1]] if path not in ordered]
        if missing:
            pending.append(missing[0])
        else:
            ordered[pending.pop()] = None
    return list(ordered)


def _decided_by(slot: Slot) -> tuple[IdPath, ...]:
    """Return the id paths that decide the presence of a feature or structure: its parent, and its `when`."""
    member = slot.feature if isinstance(slot, FeatureSlot) else slot.structure
    around = (slot.id_path[:-1],) if len(slot.id_path) > 1 else ()
    named = () if member.when is None else references(member.when.tree)
    return (*around, *named)
