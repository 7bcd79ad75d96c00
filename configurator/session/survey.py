"""How the exact states are found: one question to the solver for everything, and one for all the choices made.

What a chosen feature could be instead is asked without its own choice, so that every `available` can be chosen at once.
"""

from functools import cached_property

from configurator.budget import UNLIMITED, Budget
from configurator.program.compile import CountSlot, FeatureSlot, Slot
from configurator.session.alike import Alike
from configurator.session.inquiry import Inquiry
from configurator.session.naming import Named, location_of
from configurator.session.outlook import Outlook, choosable, state_of
from configurator.session.states import FeatureState, InstanceState, Presence, States, StructureState
from configurator.solving.port import Assumptions, FindAlternatives, ValidDomains


def survey(inquiry: Inquiry, possible: ValidDomains, *, budget: Budget = UNLIMITED) -> States:
    """Return the states of everything, given what is possible under all choices of the inquiry."""
    return _Survey(inquiry, possible, budget).states()


MOST_TOLD = 4_000
"""So many states of the features of a catalog are kept ready."""


class _Survey:
    def __init__(self, inquiry: Inquiry, possible: ValidDomains, budget: Budget) -> None:
        self.inquiry = inquiry
        self.possible = possible
        self.budget = budget
        self.encoding = inquiry.compiled.encoding
        self.wanted, self.told = inquiry.wanted, inquiry.naming.told

    def states(self) -> States:
        features: dict[str, FeatureState] = {}
        structures: dict[str, StructureState] = {}
        for named in self.inquiry.naming.by_slot.values():
            slot = self.encoding.slot(named.slot)
            if isinstance(slot, FeatureSlot):
                features[named.address] = self._feature(named, slot)
            else:
                structures[named.address] = self._structure(named, slot)
        return States(features, structures, certain=self._is_certain())

    def _is_certain(self) -> bool:
        open_ones = [self.possible.undecided[slot.variable] for slot in self.encoding.slots]
        if self.wanted:
            open_ones += [self._alternatives.undecided[literal.variable] for literal in self.wanted.values()]
        return not any(undecided.intervals for undecided in open_ones)

    def _feature(self, named: Named, slot: FeatureSlot) -> FeatureState:
        """Return the state of a feature; one that was told before of the same values is told again."""
        variable, outlook = slot.variable, None
        possible, undecided, chosen = self.possible.values[variable], self.possible.undecided[variable], None
        if named.address in self.wanted:
            outlook = self._outlook(named, slot)
            possible, undecided, chosen = outlook.possible, outlook.undecided, outlook.chosen
        key = named.address, possible.intervals, undecided.intervals, chosen
        found = self.told.get(key)
        if found is None:
            if len(self.told) >= MOST_TOLD:
                self.told.clear()
            found = state_of(named.address, slot, outlook or self._given_all(slot), asked=False)
            self.told[key] = found
        return found

    def _outlook(self, named: Named, slot: Slot) -> Outlook:
        """Return what a slot may be; where it is chosen, what it could be as the other choices stand."""
        variable = slot.variable
        chosen = self.wanted.get(named.address)
        if chosen is None:
            return self._given_all(slot)
        others = choosable(slot) - chosen.values
        values, undecided = self._alternatives.values[variable], self._alternatives.undecided[variable]
        return Outlook(values & others | chosen.values, undecided & others, chosen.values.low)

    @cached_property
    def _alternatives(self) -> ValidDomains:
        """What every chosen variable could be if its own choice were none."""
        narrowed = self.inquiry.narrowed()
        alike = Alike(self.encoding, narrowed)
        firsts = [variable for variable in narrowed if alike.first(variable) == variable]
        return alike.spread(self.inquiry.solver.ask(FindAlternatives(Assumptions(narrowed), of=firsts), self.budget))

    def _given_all(self, slot: Slot) -> Outlook:
        return Outlook(self.possible.values[slot.variable], self.possible.undecided[slot.variable])

    def _structure(self, named: Named, slot: CountSlot) -> StructureState:
        state = state_of(named.address, slot, self._outlook(named, slot), asked=self._is_asked(slot))
        return StructureState(
            state.path,
            state.presence,
            state.state,
            state.value,
            state.options,
            state.ranges,
            () if slot.structure.singleton else self._instances(named, slot),
        )

    def _instances(self, named: Named, slot: CountSlot) -> tuple[InstanceState, ...]:
        outlook = self._given_all(slot)
        return tuple(
            InstanceState(name, f"{named.address}[{name}]", outlook.presence(slot.present(number).values))
            for number, name in enumerate(self.inquiry.naming.ids(named), start=1)
        )

    def _is_asked(self, slot: CountSlot) -> bool:
        """Tell whether "how many?" is asked even where the answer is none: not of a part that is absent itself."""
        return slot.structure.when is None and self._presence(slot.instance) is not Presence.ABSENT

    def _presence(self, instance: str) -> Presence:
        """Say whether the instance at a slot path is there."""
        if not instance:
            return Presence.PRESENT
        path, number = location_of(instance)
        slot = self.encoding.slot(path)
        if not isinstance(slot, CountSlot):
            raise TypeError(f"{path} is no structure")
        return self._given_all(slot).presence(slot.present(number).values)
