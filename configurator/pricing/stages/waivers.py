"""The third stage: parts that a package includes keep their line and are waived to 0, with the package's reason."""

from collections.abc import Iterator, Sequence

from configurator.pricing.carrier import A, L, P, WaivingCarrier
from configurator.pricing.model import Waiver
from configurator.pricing.price_lines import Outcome


def with_parts_waived(carrier: WaivingCarrier[A, P, L], lines: Sequence[L]) -> Sequence[L]:
    """Take the price off every line that an included part has."""
    lines = list(lines)
    for waiver in carrier.prepared.waivers:
        rule = f"waivers.{waiver.id}"
        for instance, at, present in carrier.instances_of(waiver.each):
            carrier.begin(rule, waiver.location)
            where = carrier.holds(rule, waiver.when, at, instance, present)
            if not carrier.never(where):
                for position, taken_off in list(_waived(carrier, waiver, instance, where, lines)):
                    lines[position] = carrier.waived(waiver, lines[position], taken_off)
    return carrier.without_waived(lines)


def _waived(
    carrier: WaivingCarrier[A, P, L], waiver: Waiver, instance: str, where: P, lines: Sequence[L]
) -> Iterator[tuple[int, P]]:
    """Yield the positions of the lines to waive, and where; the trace records why the others stay."""
    rule = f"waivers.{waiver.id}"
    fitting = [
        position for position, line in enumerate(lines) if line.tags in waiver.parts and _inside(line.path, instance)
    ]
    if not fitting:
        carrier.passed(rule, waiver.location, Outcome.NOTHING_TO_ACT_ON, instance)
    unpaid = carrier.unpaid(waiver, lines, fitting)
    dearest = _dearest(carrier, waiver, [lines[position] for position in unpaid]) if waiver.one_of else None
    for position in unpaid:
        line = lines[position]
        mine = where if dearest is None else carrier.every(where, dearest[line.part])
        if carrier.never(mine):
            carrier.passed(rule, waiver.location, Outcome.NOT_THE_DEAREST, line.id)
        else:
            yield position, mine


def _dearest(carrier: WaivingCarrier[A, P, L], waiver: Waiver, lines: Sequence[L]) -> dict[str, P]:
    """Return where each part is the one that costs most over the time of the waiver; of equally dear ones the first.

    The prices of a part in several cadences belong together.
    """
    parts: dict[str, list[L]] = {}
    months = waiver.over or carrier.prepared.compare_over
    for line in lines:
        parts.setdefault(line.part, []).append(line)
    costs = [carrier.cost(group, months) for group in parts.values()]
    due = [carrier.due(group, cost) for group, cost in zip(parts.values(), costs, strict=True)]
    return dict(zip(parts, carrier.dearest(due, costs), strict=True))


def _inside(path: str, instance: str) -> bool:
    return not instance or path == instance or path.startswith((f"{instance}.", f"{instance}["))
