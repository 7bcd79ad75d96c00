"""The exact state of every option: one query for everything, and one for all choices.

Alternatives of a chosen feature are queried without its own choice, so every `available` value can be chosen directly.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from operator import attrgetter

from configurator.budget import UNLIMITED, Budget
from configurator.catalog.model import NumericDomain
from configurator.configuration import FeatureValue
from configurator.language.checked import Absence
from configurator.program.compile import CountSlot, FeatureSlot, Slot
from configurator.program.intset import EMPTY, IntSet
from configurator.session.limits import FEATURE_STATES_CACHED
from configurator.session.naming import CatalogMember, location_of
from configurator.session.partial_assignment import PartialAssignment, least_of
from configurator.session.states import (
    FeatureState,
    InstanceState,
    OptionState,
    OptionStates,
    Presence,
    StateRange,
    StructureState,
)
from configurator.session.symmetry import InstanceSymmetry
from configurator.solving.port import Assumptions, FindAlternatives, FindDomains, ValidDomains


@dataclass(frozen=True, slots=True)
class SlotDomain:
    """The possible values, and those not decided in time.

    For a choice, these are its alternatives, itself included.
    """

    possible: IntSet
    undecided: IntSet = EMPTY
    chosen: int | None = None

    def presence(self, there: IntSet) -> Presence:
        """Return whether a slot is present, `there` being its present values."""
        if self.chosen is not None:
            return Presence.PRESENT if self.chosen in there else Presence.ABSENT
        yes, no = bool(self.possible & there), bool(self.possible - there)
        if yes and no:
            return Presence.OPEN
        maybe_yes, maybe_no = yes or bool(self.undecided & there), no or bool(self.undecided - there)
        if maybe_yes and maybe_no:
            return Presence.UNDECIDED
        return Presence.PRESENT if maybe_yes else Presence.ABSENT


def choosable(slot: Slot) -> IntSet:
    """Return the held values that a person can choose. None at all of a part that may be missing is no choice."""
    if isinstance(slot, FeatureSlot):
        return slot.values
    return slot.domain & IntSet.between(least_of(slot.structure), slot.structure.high)


def present_values(slot: Slot) -> IntSet:
    """Return the held values with which a feature is there, or a structure has an instance."""
    return slot.values if isinstance(slot, FeatureSlot) else slot.domain - IntSet.of((0,))


def state_of(path: str, slot: Slot, remaining: SlotDomain, *, counted: bool) -> FeatureState:
    """Return the state of a slot; `counted` is whether it is reported even if its count is "none"."""
    presence = remaining.presence(present_values(slot))
    overall = _overall(slot, remaining, absent=presence is Presence.ABSENT and not counted)
    value = _settled(slot, remaining) if overall in (OptionState.SELECTED, OptionState.IMPLIED) else None
    pieces = tuple(_pieces(slot, remaining, overall))
    if _is_numeric(slot):
        return FeatureState(path, presence, overall, value, {}, tuple(_ranges(slot, pieces)))
    states = {held: state for values, state in pieces for held in values}
    options = {value_held(slot, held): states[held] for held in sorted(states)}
    return FeatureState(path, presence, overall, value, options, ())


def _overall(slot: Slot, remaining: SlotDomain, *, absent: bool) -> OptionState:
    if remaining.chosen is not None:
        return OptionState.SELECTED
    if absent:
        return OptionState.ABSENT
    number = len(remaining.possible & choosable(slot))
    if number == 1 and len(remaining.possible) == 1 and not remaining.undecided:
        return OptionState.IMPLIED
    if number > 1 or (number == 1 and len(remaining.possible) > 1):
        return OptionState.AVAILABLE
    return OptionState.UNDECIDED if remaining.undecided else OptionState.BLOCKED


def value_held(slot: Slot, held: int) -> FeatureValue:
    """Return the value that an integer encodes, unless it is absence."""
    value = slot.value(held)
    if isinstance(value, Absence):
        raise ValueError(f"{slot.path} is absent")
    return value


def _settled(slot: Slot, remaining: SlotDomain) -> FeatureValue:
    return value_held(slot, remaining.possible.low if remaining.chosen is None else remaining.chosen)


def _pieces(slot: Slot, remaining: SlotDomain, overall: OptionState) -> Iterator[tuple[IntSet, OptionState]]:
    """Yield the choosable values in disjoint sets of one state each."""
    values = choosable(slot)
    selected = EMPTY if remaining.chosen is None else IntSet.of((remaining.chosen,))
    possible = (remaining.possible & values) - selected
    undecided = (remaining.undecided & values) - selected
    yield selected, OptionState.SELECTED
    yield possible, OptionState.IMPLIED if overall is OptionState.IMPLIED else OptionState.AVAILABLE
    yield undecided, OptionState.UNDECIDED
    rest = OptionState.ABSENT if overall is OptionState.ABSENT else OptionState.BLOCKED
    yield values - selected - possible - undecided, rest


def _is_numeric(slot: Slot) -> bool:
    if isinstance(slot, CountSlot):
        return not slot.structure.singleton
    return isinstance(slot.feature.domain, NumericDomain)


def _ranges(slot: Slot, pieces: tuple[tuple[IntSet, OptionState], ...]) -> Iterator[StateRange]:
    spans = ((low, high, state) for values, state in pieces for low, high in values.intervals)
    for low, high, state in sorted(spans):
        yield StateRange(_number(slot, low), _number(slot, high), state)


def _number(slot: Slot, held: int) -> int | Fraction:
    value = slot.value(held)
    if isinstance(value, int | Fraction):
        return value
    raise TypeError(f"{slot.path} is not a number")


def possible_values(assignment: PartialAssignment, budget: Budget) -> ValidDomains:
    """Return the possible values of every feature and count under the choices; symmetric instances share one query."""
    narrowed, encoding = assignment.narrowed(), assignment.compiled.encoding
    symmetry = InstanceSymmetry(encoding, narrowed)
    firsts = symmetry.firsts(range(len(encoding.slots)))
    return symmetry.spread(assignment.solver.ask(FindDomains(Assumptions(narrowed), of=firsts), budget))


def _is_decided(possible: ValidDomains, assignment: PartialAssignment) -> bool:
    """Return whether all possible values of features and counts were decided in time."""
    slots = len(assignment.compiled.encoding.slots)
    return not any(map(attrgetter("intervals"), possible.undecided[:slots]))


def states_of(assignment: PartialAssignment, possible: ValidDomains, *, budget: Budget = UNLIMITED) -> OptionStates:
    """Return all states, given the possible values under the choices."""
    return _StateDerivation(assignment, possible, budget).states()


class CertainStates:
    """The possible values and the states of one assignment, each kept once nothing of it is undecided."""

    def __init__(self) -> None:
        self.known: ValidDomains | None = None
        self._settled: frozenset[int] | None = None
        self._states: OptionStates | None = None

    def possible(self, assignment: PartialAssignment, budget: Budget) -> ValidDomains:
        """Return the possible values of every feature and count under the choices."""
        if self.known is not None:
            return self.known
        possible = possible_values(assignment, budget)
        if _is_decided(possible, assignment):
            self.known = possible
        return possible

    def settled(self, assignment: PartialAssignment, budget: Budget) -> frozenset[int]:
        """Return the variables of features and counts that certainly have one value only."""
        if self._settled is None or self.known is None:
            possible = self.possible(assignment, budget)
            single = [variable for variable, left in enumerate(possible.values) if left.is_single]
            self._settled = frozenset(each for each in single if not possible.undecided[each])
        return self._settled

    def states(self, assignment: PartialAssignment, set_aside: tuple[str, ...], budget: Budget) -> OptionStates:
        """Return the states of everything; `set_aside` are choices that do not count."""
        if self._states is not None:
            return self._states
        states = replace(states_of(assignment, self.possible(assignment, budget), budget=budget), set_aside=set_aside)
        self._states = states if states.decided else None
        return states

    def allows(self, assignment: PartialAssignment, wish: Mapping[str, FeatureValue]) -> bool:
        """Return whether it is known already that one choice more is possible."""
        if self.known is None or len(wish) != 1 or any(path in assignment.choices.values for path in wish):
            return False
        ((path, value),) = wish.items()
        literal = assignment.literal(path, value)
        return literal.values.low in self.known.values[literal.variable]


class _StateDerivation:
    """The states under choices; those of features are shared by all sessions of the catalog."""

    def __init__(self, assignment: PartialAssignment, possible: ValidDomains, budget: Budget) -> None:
        self.assignment = assignment
        self.possible = possible
        self.budget = budget
        self.encoding = assignment.compiled.encoding
        self.wanted, self.known = assignment.wanted, assignment.view.feature_states

    def states(self) -> OptionStates:
        features: dict[str, FeatureState] = {}
        structures: dict[str, StructureState] = {}
        for member, slot in self.assignment.view.slots:
            if isinstance(slot, FeatureSlot):
                features[member.address] = self._feature(member.address, slot)
            else:
                structures[member.address] = self._structure(member, slot)
        return OptionStates(features, structures, certain=self._is_certain())

    def _is_certain(self) -> bool:
        if not _is_decided(self.possible, self.assignment):
            return False
        if not self.wanted:
            return True
        undecided = self._alternatives.undecided
        return not any(undecided[literal.variable].intervals for literal in self.wanted.values())

    def _feature(self, address: str, slot: FeatureSlot) -> FeatureState:
        """Return the state of a feature; one that follows from the same values as an earlier one is shared."""
        variable, chosen = slot.variable, self.wanted.get(address)
        domains = self.possible if chosen is None else self._alternatives
        values, undecided = domains.values[variable].intervals, domains.undecided[variable].intervals
        key = address, values, undecided, None if chosen is None else chosen.values.low
        state = self.known.get(key)
        if state is None:
            if len(self.known) >= FEATURE_STATES_CACHED:
                self.known.clear()
            state = self.known[key] = state_of(address, slot, self._remaining(address, slot), counted=False)
        return state

    def _remaining(self, address: str, slot: Slot) -> SlotDomain:
        """Return the possible values of a slot; for a choice, its alternatives under the other choices."""
        variable = slot.variable
        chosen = self.wanted.get(address)
        if chosen is None:
            return self._given_all(slot)
        others = choosable(slot) - chosen.values
        values, undecided = self._alternatives.values[variable], self._alternatives.undecided[variable]
        return SlotDomain(values & others | chosen.values, undecided & others, chosen.values.low)

    @cached_property
    def _alternatives(self) -> ValidDomains:
        """The alternatives of every chosen variable, without its own choice."""
        narrowed = self.assignment.narrowed()
        symmetry = InstanceSymmetry(self.encoding, narrowed)
        query = FindAlternatives(Assumptions(narrowed), of=symmetry.firsts(narrowed))
        return symmetry.spread(self.assignment.solver.ask(query, self.budget))

    def _given_all(self, slot: Slot) -> SlotDomain:
        return SlotDomain(self.possible.values[slot.variable], self.possible.undecided[slot.variable])

    def _structure(self, member: CatalogMember, slot: CountSlot) -> StructureState:
        remaining = self._remaining(member.address, slot)
        state = state_of(member.address, slot, remaining, counted=self._is_counted(slot))
        return StructureState(
            state.path,
            state.presence,
            state.state,
            state.value,
            state.options,
            state.ranges,
            instances=() if slot.structure.singleton else self._instances(member, slot),
        )

    def _instances(self, member: CatalogMember, slot: CountSlot) -> tuple[InstanceState, ...]:
        remaining = self._given_all(slot)
        return tuple(
            InstanceState(name, f"{member.address}[{name}]", remaining.presence(slot.present(number).values))
            for number, name in enumerate(self.assignment.naming.ids(member), start=1)
        )

    def _is_counted(self, slot: CountSlot) -> bool:
        """Return whether a count is reported even if it is zero: not for a part that is itself absent."""
        return slot.structure.when is None and self._presence(slot.instance) is not Presence.ABSENT

    def _presence(self, instance: str) -> Presence:
        """Return whether the instance at a slot path is present."""
        if not instance:
            return Presence.PRESENT
        path, number = location_of(instance)
        slot = self.encoding.slot(path)
        if not isinstance(slot, CountSlot):
            raise TypeError(f"{path} is no structure")
        return self._given_all(slot).presence(slot.present(number).values)
