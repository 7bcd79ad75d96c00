"""The exact state of every option, number and structure under the choices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from configurator.canonical_json import Fragment
from configurator.configuration import FeatureValue
from configurator.errors import InvalidRequest
from configurator.short_repr import short_repr


class OptionState(StrEnum):
    """The state of one value of a feature, and of a feature as a whole.

    `available` means that choosing it would be accepted, replacing its feature's current choice if necessary; `blocked`
    and `absent` mean that it would be refused, `absent` because its feature is not part of the product.
    """

    SELECTED = "selected"
    IMPLIED = "implied"
    AVAILABLE = "available"
    BLOCKED = "blocked"
    ABSENT = "absent"
    UNDECIDED = "undecided"


class Presence(StrEnum):
    """Whether something is certainly there, certainly not, or may still turn out either way."""

    PRESENT = "present"
    ABSENT = "absent"
    OPEN = "open"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class StateRange:
    """The numbers of a domain from `low` to `high`, both included, which share a state."""

    low: int | Fraction
    high: int | Fraction
    state: OptionState


@short_repr
@dataclass(frozen=True, slots=True)
class FeatureState:
    """The state of a feature at a path.

    `state` is that of the feature as a whole: selected, implied, available (still open), absent, undecided, or blocked
    (no value is left, which only a catalog without products shows). `value` is the chosen or implied value.
    Enumerations and booleans list their `options`; numbers list `ranges` that cover their whole domain.
    """

    path: str
    presence: Presence
    state: OptionState
    value: FeatureValue | None
    options: Mapping[FeatureValue, OptionState]
    ranges: tuple[StateRange, ...]
    written: dict[tuple[str, FeatureValue | None], Fragment] = field(default_factory=dict, compare=False, repr=False)
    """Its response, by locale and current value; `offering.evaluation_json` fills and bounds it."""

    @property
    def decided(self) -> bool:
        """Whether the state of every value was decided in time."""
        return (
            self.state is not OptionState.UNDECIDED
            and self.presence is not Presence.UNDECIDED
            and OptionState.UNDECIDED not in self.options.values()
            and not any(each.state is OptionState.UNDECIDED for each in self.ranges)
        )

    def of(self, value: FeatureValue) -> OptionState:
        """Return the state of one value; raise InvalidRequest where the feature has no such value."""
        if value in self.options:
            return self.options[value]
        for span in self.ranges:
            if not isinstance(value, str) and span.low <= value <= span.high:
                return span.state
        raise InvalidRequest(f"{self.path} has no value {value!r}", field=self.path)


@dataclass(frozen=True, slots=True)
class InstanceState:
    """One instance that a structure has or may have."""

    id: str
    path: str
    presence: Presence


@short_repr
@dataclass(frozen=True, slots=True)
class StructureState(FeatureState):
    """The state of a structure: its number of instances (a singleton's: whether it is there), and its instances.

    `instances` lists those that are there or may be, in order; it is empty for singletons.
    """

    instances: tuple[InstanceState, ...] = ()


@short_repr
@dataclass(frozen=True)
class OptionStates:
    """The states of everything, by path, in the order of the catalog.

    Every instance that a structure could have is listed, the absent ones too. `set_aside` names the choices that were
    not counted because they clash with earlier ones; it is empty for a session whose choices go together.
    """

    features: Mapping[str, FeatureState]
    structures: Mapping[str, StructureState]
    set_aside: tuple[str, ...] = ()
    certain: bool = field(default=False, compare=False)
    """Whether nothing was undecided that the states follow from, so that none of them needs to be looked at."""

    @cached_property
    def decided(self) -> bool:
        """Whether every state was decided in time."""
        return self.certain or all(state.decided for state in (*self.features.values(), *self.structures.values()))

    def at(self, path: str) -> FeatureState:
        """Return the state of a feature or structure; raise InvalidRequest where there is none at the path."""
        state = self.features.get(path) or self.structures.get(path)
        if state is None:
            raise InvalidRequest(f"there is no state of {path!r}: it names no feature and no structure", field=path)
        return state
