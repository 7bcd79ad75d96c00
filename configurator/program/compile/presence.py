"""Pass 2: what is present where. A feature is absent exactly where its slot is not there or its `when` fails."""

from configurator.program.compile.draft import Draft
from configurator.program.compile.encoding import CountSlot, FeatureSlot
from configurator.program.compile.places import bindings, where_of
from configurator.program.compile.workbench import Workbench
from configurator.program.intset import IntSet
from configurator.program.logic import TRUE
from configurator.program.nodes import Formula, Literal


def with_presence(draft: Draft) -> Draft:
    """Expect the slots; leave the constraints, never named, that bind absence and counts."""
    bench = Workbench(draft)
    slot_presence: dict[str, Formula] = {"": TRUE}
    for slot in draft.encoding.slots:
        around = slot_presence[slot.instance]
        member = slot.feature if isinstance(slot, FeatureSlot) else slot.structure
        bench.begin(slot.path, member.location, where_of(slot.id_path, member) + ".when")
        condition = bench.condition(member.when, bindings(slot.instance), given=around)
        present = bench.logic.all_of((around, condition.holds(bench.logic)))
        if isinstance(slot, FeatureSlot):
            _bind_feature(bench, slot, present)
        else:
            _bind_count(bench, slot, present)
            for number, path in enumerate(slot.slots(), start=1):
                slot_presence[path] = bench.logic.literal(slot.variable, slot.present(number).values)
    return bench.finished()


def _bind_feature(bench: Workbench, slot: FeatureSlot, present: Formula) -> None:
    if slot.absent is None:
        return
    there = Literal(slot.variable, slot.values)
    bench.build(slot.path, bench.logic.same(there, present))


def _bind_count(bench: Workbench, slot: CountSlot, present: Formula) -> None:
    """Without presence there is no instance; with it, at least the least number."""
    none = Literal(slot.variable, IntSet.of((0,)))
    if slot.structure.low:
        if 0 in slot.domain:
            bench.build(slot.path, bench.logic.same(bench.logic.negation(none), present))
    else:
        bench.build(slot.path, bench.logic.any_of((present, bench.logic.literal(none.variable, none.values))))
