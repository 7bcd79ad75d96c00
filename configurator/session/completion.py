"""From choices to a configuration: by the owner's preferences and defaults, or at the least of an objective."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from configurator.budget import UNLIMITED, Budget
from configurator.catalog.model import Structure
from configurator.configuration import Configuration, FeatureValue, Provenance
from configurator.errors import Undecided
from configurator.language.checked import Absence
from configurator.program.compile import CountSlot, Encoding, Slot
from configurator.program.nodes import Term, Wish
from configurator.session.inquiry import Inquiry
from configurator.session.keeping import Kept
from configurator.session.naming import MOST_NAMINGS, Named, Naming, location_of
from configurator.solving.port import (
    Assumptions,
    Bound,
    Complete,
    Minimise,
    Optimum,
    Satisfiable,
    Solution,
    Unknown,
    Unsatisfiable,
    ValidDomains,
    Verdict,
)

MOST_KNOWN = 1_000
"""So many values of a variable are kept as what they stand for."""


@dataclass(frozen=True, slots=True)
class Completed:
    """A configuration at the least `cost` of an objective; if not `proved`, a cheaper one may yet exist."""

    configuration: Configuration
    cost: int
    proved: bool


def default_solution(
    inquiry: Inquiry, *, possible: ValidDomains | None = None, also: tuple[Bound, ...] = (), budget: Budget = UNLIMITED
) -> Solution | None:
    """Return the completion that the owner's preferences and defaults ask for, the first of them first.

    None where the choices cannot be completed. Raises Undecided where the budget ends first. What is `possible` under
    the choices, where it is known, spares the wishes about what can have one value only.
    """
    given = Assumptions(inquiry.narrowed(), also=also)
    wishes: Sequence[Wish] = inquiry.compiled.program.wishes
    if possible is not None:
        wishes = [wish for wish in wishes if not is_settled(possible, wish.variable)]
    return _found(inquiry.solver.ask(Complete(wishes, given), budget))


def cheapest_solution(
    inquiry: Inquiry, objective: Sequence[Term], *, also: tuple[Bound, ...] = (), budget: Budget = UNLIMITED
) -> tuple[Solution, bool] | None:
    """Return a completion of least cost and whether that is proved; among equals the one the wishes prefer.

    None where the choices cannot be completed. Raises Undecided where the budget ends before any was found.
    """
    given = Assumptions(inquiry.narrowed(), also=also)
    match inquiry.solver.ask(Minimise(objective, given), budget):
        case Optimum(witness, cost, proved):
            bounded = Assumptions(given.narrowed, also=(*also, Bound(tuple(objective), high=cost)))
            preferred = inquiry.solver.ask(Complete(inquiry.compiled.program.wishes, bounded), budget)
            match preferred:
                case Satisfiable(solution):
                    return solution, proved
                case _:
                    return witness, False
        case Unsatisfiable():
            return None
        case Unknown():
            raise Undecided("time ran out before any completion was found; allow more time")


def _found(verdict: Verdict) -> Solution | None:
    match verdict:
        case Satisfiable(witness):
            return witness
        case Unsatisfiable():
            return None
        case Unknown():
            raise Undecided("time ran out before a completion was found; allow more time")


def configuration_of(inquiry: Inquiry, solution: Solution, possible: ValidDomains | None = None) -> Configuration:
    """Return a solution as a configuration: present things only, in the order of the catalog.

    `possible` tells what the choices imply; a value whose being implied was not decided counts as a default. Without
    it, everything not chosen counts as a default.
    """
    values: dict[str, FeatureValue] = {}
    provenance: dict[str, Provenance] = {}
    instances: dict[str, tuple[str, ...]] = {}
    chosen = inquiry.choices.values
    for row in rows_of(inquiry):
        value = row.value(solution)
        if value is None:
            continue
        address = row.address
        values[address] = value
        if address in chosen:
            provenance[address] = Provenance.CHOSEN
        elif possible is not None and is_settled(possible, row.variable):
            provenance[address] = Provenance.IMPLIED
        else:
            provenance[address] = Provenance.DEFAULT
        if row.ids is not None:
            instances[address] = row.ids[: int(value)]
    catalog = inquiry.compiled.catalog
    return Configuration(catalog.id, catalog.digest, values, provenance, instances)


@dataclass(frozen=True, slots=True)
class Row:
    """How what stands at an address is read from a solution.

    `ids` are those of the instances of a structure that has some. `around` are the variable and the number of the
    instance around a structure, which tell whether it is there; None says that it always is.
    """

    address: str
    variable: int
    slot: Slot
    ids: tuple[str, ...] | None
    around: tuple[int, int] | None
    known: dict[int, FeatureValue | None]
    """What the values of the variable stand for, as far as that was asked."""

    def value(self, solution: Solution) -> FeatureValue | None:
        """Return what a solution says; None where that is absent."""
        if self.around is not None and solution[self.around[0]] < self.around[1]:
            return None
        held = solution[self.variable]
        try:
            return self.known[held]
        except KeyError:
            value = self.slot.value(held)
            found = None if isinstance(value, Absence) else value
            if len(self.known) < MOST_KNOWN:
                self.known[held] = found
            return found


def neighbour_of(
    inquiry: Inquiry, path: str, base: tuple[Configuration, Solution], solution: Solution
) -> Configuration | None:
    """Return a solution as a configuration for which one value more was chosen than for another one, the `base`.

    It is that of `configuration_of`, sooner, as only what differs is read; None where something comes or goes. `base`
    was made without knowing what is possible.
    """
    configuration, before = base
    values, rows = dict(configuration.values), _rows_by_variable(Kept(inquiry.naming), Kept(inquiry.compiled.encoding))
    for place, (old, new) in enumerate(zip(before, solution, strict=True)):
        if old == new or place not in rows:
            continue
        row = rows[place]
        value = row.value(solution)
        if isinstance(row.slot, CountSlot) or value is None or row.address not in values:
            return None
        values[row.address] = value
    if path not in values:
        return None
    provenance = {**configuration.provenance, path: Provenance.CHOSEN}
    return replace(configuration, values=values, provenance=provenance)


@lru_cache(maxsize=MOST_NAMINGS)
def _rows_by_variable(naming: Kept[Naming], encoding: Kept[Encoding]) -> Mapping[int, Row]:
    return {row.variable: row for row in _rows(naming, encoding)}


def rows_of(inquiry: Inquiry) -> tuple[Row, ...]:
    """Return a row for everything that a configuration tells, in the order of the catalog; worked out once."""
    return _rows(Kept(inquiry.naming), Kept(inquiry.compiled.encoding))


@lru_cache(maxsize=MOST_NAMINGS)
def _rows(naming: Kept[Naming], encoding: Kept[Encoding]) -> tuple[Row, ...]:
    found = ((named, encoding.thing.slot(named.slot)) for named in naming.thing.by_slot.values())
    return tuple(
        _row(naming.thing, encoding.thing, named, slot)
        for named, slot in found
        if not (isinstance(slot, CountSlot) and is_fixed(slot))
    )


def _row(naming: Naming, encoding: Encoding, named: Named, slot: Slot) -> Row:
    ids = None
    if isinstance(named.target, Structure) and not named.target.singleton:
        ids = naming.ids(named)
    around = None
    if isinstance(slot, CountSlot) and slot.instance:
        path, number = location_of(slot.instance)
        around = encoding.variable(path), number
    return Row(named.address, slot.variable, slot, ids, around, {})


def is_settled(possible: ValidDomains, variable: int) -> bool:
    """Tell whether a variable certainly has one value only."""
    left = possible.values[variable].intervals
    return len(left) == 1 and left[0][0] == left[0][1] and not possible.undecided[variable]


def is_fixed(slot: CountSlot) -> bool:
    """Tell whether a structure is a part that is there wherever what it belongs to is; nothing is said about it."""
    return slot.structure.singleton and slot.structure.low == 1 and slot.structure.when is None
