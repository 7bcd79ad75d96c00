"""The second stage: charges, each priced by its model, for every instance it is repeated for."""

from collections.abc import Iterable, Sequence
from functools import partial

from configurator.pricing.carrier import A, At, L, P, StageCarrier
from configurator.pricing.charge import Charge
from configurator.pricing.lines import Outcome


def with_charges(carrier: StageCarrier[A, P, L], lines: Sequence[L]) -> Sequence[L]:
    """Add the line of every charge that applies."""
    results, make = list(lines), partial(_lines, carrier)
    for charge in carrier.prepared.charges:
        for instance, at, present in carrier.instances_of(charge.each):
            results += carrier.charged(charge, instance, at, present, make)
    return results


def _lines(carrier: StageCarrier[A, P, L], charge: Charge, instance: str, at: At, present: P) -> Iterable[L]:
    rule = f"charges.{charge.id}"
    carrier.begin(rule, charge.location)
    if not carrier.prepared.part.bills(charge.due):
        carrier.passed(rule, charge.location, Outcome.DUE_LATER, instance)
        return ()
    where = carrier.holds(rule, charge.when, at, instance, present)
    return () if carrier.never(where) else carrier.charge_line(charge, instance, at, where)
