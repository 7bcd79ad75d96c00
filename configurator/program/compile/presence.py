"""Pass 2: what is present where. A feature is absent exactly where its slot or its own `when` is not there."""

from collections.abc import Mapping

from configurator.catalog.model import Catalog, Feature, Structure, features_in, structures_in
from configurator.catalog.references import references
from configurator.problems import Problem
from configurator.program.codes import CIRCULAR_PRESENCE
from configurator.program.compile.draft import Draft
from configurator.program.compile.encoding import CountSlot, FeatureSlot
from configurator.program.compile.places import bindings, where_of
from configurator.program.compile.workbench import Workbench
from configurator.program.intset import IntSet
from configurator.program.logic import TRUE
from configurator.program.nodes import Formula, Literal

IdPath = tuple[str, ...]


def with_presence(draft: Draft) -> Draft:
    """Expect the slots; leave the constraints, never named, that bind absence and counts."""
    circle = _circle(draft.catalog)
    if circle is not None:
        return draft.with_problems(circle)
    bench = Workbench(draft)
    slot_presence: dict[str, Formula] = {"": TRUE}
    for slot in draft.encoding.slots:
        around = slot_presence[slot.instance]
        member = slot.feature if isinstance(slot, FeatureSlot) else slot.structure
        bench.begin(slot.path, member.place, where_of(slot.id_path, member) + ".when")
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


def depends_on(catalog: Catalog) -> Mapping[IdPath, tuple[IdPath, ...]]:
    """Return for every feature and structure, by id path, what decides its presence: its structure and its `when`."""
    found: dict[IdPath, tuple[IdPath, ...]] = {}
    for path, member in _members(catalog).items():
        named = () if member.when is None else references(member.when.tree)
        found[path] = tuple(dict.fromkeys((*((path[:-1],) if len(path) > 1 else ()), *named)))
    return found


def _members(catalog: Catalog) -> Mapping[IdPath, Feature | Structure]:
    return {**dict(structures_in(catalog.root)), **dict(features_in(catalog.root))}


def _circle(catalog: Catalog) -> Problem | None:
    """Return the problem of the first presence that depends on itself."""
    needs = depends_on(catalog)
    members = _members(catalog)
    settled: set[IdPath] = set()
    for start in members:
        way = _way_back(start, needs, settled)
        if way is not None:
            return _circular(way, members)
    return None


def _way_back(start: IdPath, needs: Mapping[IdPath, tuple[IdPath, ...]], settled: set[IdPath]) -> list[IdPath] | None:
    """Return a circle that can be reached from a member, or None and settle all that was looked at."""
    way: list[IdPath] = []
    open_branches = [iter((start,))]
    while open_branches:
        found = next(open_branches[-1], None)
        if found is None:
            open_branches.pop()
            if way:
                settled.add(way.pop())
        elif found in way:
            return way[way.index(found) :]
        elif found not in settled:
            way.append(found)
            open_branches.append(iter(needs[found]))
    return None


def _circular(way: list[IdPath], members: Mapping[IdPath, Feature | Structure]) -> Problem:
    at = next(path for path in way if members[path].when is not None)
    turned = (*way[way.index(at) :], *way[: way.index(at)], at)
    when = members[at].when
    return Problem(
        CIRCULAR_PRESENCE,
        members[at].place if when is None else when.place,
        f"{where_of(at, members[at])}.when",
        "whether this is present depends on itself: " + " → ".join(".".join(path) for path in turned),
        "conditions of presence that lead to features which are always there",
        "take one of these out of the conditions, or write a constraint instead",
    )
