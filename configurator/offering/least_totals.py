"""On every option the least that a product with it costs: one pass where the engine has a diagram."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from configurator.catalog.model import Feature, NumericDomain
from configurator.configuration import FeatureValue
from configurator.language.checked import ABSENT
from configurator.offering.differences import MOST_COUNTS, MOST_NUMBERS
from configurator.offering.extremes import Market
from configurator.program.compile import Slot
from configurator.session.naming import Named
from configurator.session.outlook import choosable
from configurator.session.session import Session
from configurator.solving.port import UNLIMITED, Assumptions, Budget, Through


@dataclass(frozen=True, slots=True)
class LeastTotals:
    """By path and value the least number that ranks of any product that has the value beside the other choices.

    What no product has is not listed. No product with the value costs less, and the cheapest at most `slack` more; 0
    means exact. Values of `undecided` were not worked out in time.
    """

    by_value: Mapping[tuple[str, FeatureValue], Fraction]
    undecided: frozenset[tuple[str, FeatureValue]]
    slack: Fraction


def least_totals(market: Market, session: Session, *, budget: Budget = UNLIMITED) -> LeastTotals:
    """Return the least totals with every option, and with every number of a small range.

    `session` is one of the market. A chosen value may give way to another of the same feature, the other choices stay.
    """
    inquiry = session.stood
    told = {named.address: named for named in inquiry.naming.by_slot.values() if _is_told(named)}
    slots = {path: inquiry.slot(path) for path in told}
    others = [slot.variable for path, slot in slots.items() if path not in inquiry.wanted]
    given = Assumptions(inquiry.narrowed())
    found = session.solver.through(market.objective.below.terms, given, of=others, budget=budget)
    by_value: dict[tuple[str, FeatureValue], Fraction] = {}
    undecided: set[tuple[str, FeatureValue]] = set()
    for path, slot in slots.items():
        known = found
        if path in inquiry.wanted:
            alone = Assumptions(inquiry.narrowed(path))
            known = session.solver.through(market.objective.below.terms, alone, of=(slot.variable,), budget=budget)
        _note(market, path, slot, known, by_value, undecided)
    return LeastTotals(by_value, frozenset(undecided), market.objective.slack)


def _is_told(named: Named) -> bool:
    target = named.target
    if not isinstance(target, Feature):
        return target.high <= MOST_COUNTS
    domain = target.domain
    return not isinstance(domain, NumericDomain) or (domain.high - domain.low) / domain.step < MOST_NUMBERS


def _note(
    market: Market,
    path: str,
    slot: Slot,
    found: Through,
    by_value: dict[tuple[str, FeatureValue], Fraction],
    undecided: set[tuple[str, FeatureValue]],
) -> None:
    costs, unknown = found.costs[slot.variable], found.undecided[slot.variable]
    for held in choosable(slot):
        value = slot.value(held)
        if value is ABSENT:
            continue
        if held in costs:
            by_value[path, value] = market.at_least(market.objective.below.amount(costs[held]))
        elif held in unknown:
            undecided.add((path, value))
