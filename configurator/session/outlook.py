"""What one slot may still be, and the state that follows from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from configurator.catalog.model import NumericDomain
from configurator.configuration import FeatureValue
from configurator.language.checked import Absence
from configurator.program.compile import CountSlot, FeatureSlot, Slot
from configurator.program.intset import EMPTY, IntSet
from configurator.session.requests import least_of
from configurator.session.states import FeatureState, OptionState, Presence, Range


@dataclass(frozen=True, slots=True)
class Outlook:
    """The held values that are possible, and those not decided in time.

    Where something is chosen, these are the values that could stand instead of it, itself among them.
    """

    possible: IntSet
    undecided: IntSet = EMPTY
    chosen: int | None = None

    def presence(self, there: IntSet) -> Presence:
        """Say whether a slot is there, `there` being the values with which it is."""
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


def state_of(path: str, slot: Slot, outlook: Outlook, *, asked: bool) -> FeatureState:
    """Return the state of a slot; `asked` tells whether its question arises even if the answer is "none"."""
    presence = outlook.presence(present_values(slot))
    overall = _overall(slot, outlook, absent=presence is Presence.ABSENT and not asked)
    value = _settled(slot, outlook) if overall in (OptionState.SELECTED, OptionState.IMPLIED) else None
    pieces = tuple(_pieces(slot, outlook, overall))
    if _is_numeric(slot):
        return FeatureState(path, presence, overall, value, {}, tuple(_ranges(slot, pieces)))
    states = {held: state for values, state in pieces for held in values}
    options = {value_held(slot, held): states[held] for held in sorted(states)}
    return FeatureState(path, presence, overall, value, options, ())


def _overall(slot: Slot, outlook: Outlook, *, absent: bool) -> OptionState:
    if outlook.chosen is not None:
        return OptionState.SELECTED
    if absent:
        return OptionState.ABSENT
    number = len(outlook.possible & choosable(slot))
    if number == 1 and len(outlook.possible) == 1 and not outlook.undecided:
        return OptionState.IMPLIED
    if number > 1 or (number == 1 and len(outlook.possible) > 1):
        return OptionState.AVAILABLE
    return OptionState.UNDECIDED if outlook.undecided else OptionState.BLOCKED


def value_held(slot: Slot, held: int) -> FeatureValue:
    """Return the value that an integer stands for, where that is not absence."""
    value = slot.value(held)
    if isinstance(value, Absence):
        raise ValueError(f"{slot.path} is absent")
    return value


def _settled(slot: Slot, outlook: Outlook) -> FeatureValue:
    return value_held(slot, outlook.possible.low if outlook.chosen is None else outlook.chosen)


def _pieces(slot: Slot, outlook: Outlook, overall: OptionState) -> Iterator[tuple[IntSet, OptionState]]:
    """Yield the choosable values in disjoint sets of one state each."""
    values = choosable(slot)
    selected = EMPTY if outlook.chosen is None else IntSet.of((outlook.chosen,))
    possible = (outlook.possible & values) - selected
    undecided = (outlook.undecided & values) - selected
    yield selected, OptionState.SELECTED
    yield possible, OptionState.IMPLIED if overall is OptionState.IMPLIED else OptionState.AVAILABLE
    yield undecided, OptionState.UNDECIDED
    rest = OptionState.ABSENT if overall is OptionState.ABSENT else OptionState.BLOCKED
    yield values - selected - possible - undecided, rest


def _is_numeric(slot: Slot) -> bool:
    if isinstance(slot, CountSlot):
        return not slot.structure.singleton
    return isinstance(slot.feature.domain, NumericDomain)


def _ranges(slot: Slot, pieces: tuple[tuple[IntSet, OptionState], ...]) -> Iterator[Range]:
    found = ((low, high, state) for values, state in pieces for low, high in values.intervals)
    for low, high, state in sorted(found):
        yield Range(_number(slot, low), _number(slot, high), state)


def _number(slot: Slot, held: int) -> int | Fraction:
    value = slot.value(held)
    if isinstance(value, int | Fraction):
        return value
    raise TypeError(f"{slot.path} is not a number")
