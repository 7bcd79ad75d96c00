"""How a catalog's features and structures are held by a program's variables, and back.

A structure of at most n instances gives n *slots* under every slot of the structure around it. Slot k is present where
the count of the structure is at least k: instances are a prefix, so that permuting them never adds solutions. A slot
path is written `partitions[1].cells[2].memory`; singletons go without brackets.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from configurator.catalog.model import BooleanDomain, Enumeration, Feature, NumericDomain, Structure
from configurator.configuration import FeatureValue
from configurator.language.checked import ABSENT, Absence, Value
from configurator.money import ONE, ZERO
from configurator.program.intset import IntSet
from configurator.program.nodes import Literal


@dataclass(frozen=True, slots=True)
class FeatureSlot:
    """A feature in one slot, and how its values are held.

    Options are numbered in the order of the catalog, false is 0 and true is 1, integers on a step of 1 are held as they
    are, and other numbers as the number of steps above the least. `absent` is the value after all others, or None
    where the feature cannot be absent. `present_with` is the presence of the slot, where that alone decides.
    """

    variable: int
    path: str
    instance: str
    id_path: tuple[str, ...]
    feature: Feature
    values: IntSet
    absent: int | None
    present_with: Literal | None
    _options: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _numbers: Mapping[FeatureValue, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Number the options once: they may be thousands."""
        domain = self.feature.domain
        options = tuple(domain.options) if isinstance(domain, Enumeration) else ()
        object.__setattr__(self, "_options", options)
        object.__setattr__(self, "_numbers", {option: number for number, option in enumerate(options)})

    @property
    def domain(self) -> IntSet:
        """The values of the variable, absence included."""
        return self.values if self.absent is None else self.values | IntSet.of((self.absent,))

    def held(self, value: FeatureValue) -> int | None:
        """Return the integer that encodes a value; None if the feature has no such value."""
        match self.feature.domain:
            case Enumeration():
                number = self._numbers.get(value)
            case BooleanDomain():
                number = int(value) if isinstance(value, bool) else None
            case NumericDomain() as domain:
                number = _number_held(domain, value)
        return number if number is not None and number in self.values else None

    def value(self, held: int) -> FeatureValue | Absence:
        """Return the value that an integer encodes."""
        if held == self.absent:
            return ABSENT
        match self.feature.domain:
            case Enumeration():
                return self._options[held]
            case BooleanDomain():
                return bool(held)
            case NumericDomain() as domain:
                first, step = number_scale(domain)
                amount = first + step * held
                return int(amount) if domain.integral else amount

    def in_base_units(self, held: int) -> Value | Absence:
        """Return the value that an integer encodes, as expressions see it."""
        value = self.value(held)
        domain = self.feature.domain
        if isinstance(domain, NumericDomain) and not isinstance(value, str | bool | Absence):
            return domain.unit.to_base(Fraction(value))
        return value if isinstance(value, str | bool | Absence) else Fraction(value)


@dataclass(frozen=True, slots=True)
class CountSlot:
    """How many instances a structure has under one slot; 0 too where it is absent.

    A singleton's values are true and false, any other structure's are numbers.
    """

    variable: int
    path: str
    instance: str
    id_path: tuple[str, ...]
    structure: Structure
    domain: IntSet

    def held(self, value: FeatureValue) -> int | None:
        """Return the integer that encodes a number of instances; None if it is not possible."""
        if not isinstance(value, int) or isinstance(value, bool) is not self.structure.singleton:
            return None
        return int(value) if int(value) in self.domain else None

    def value(self, held: int) -> FeatureValue:
        """Return the number of instances, or whether a singleton is there."""
        return bool(held) if self.structure.singleton else held

    def slots(self) -> tuple[str, ...]:
        """Return the paths of all slots, in order; the first `count` of them are present."""
        if self.structure.singleton:
            return (self.path,)
        return tuple(f"{self.path}[{number}]" for number in range(1, self.structure.high + 1))

    def present(self, number: int) -> Literal:
        """Return that slot `number` (from 1) is present."""
        return Literal(self.variable, IntSet.between(number, self.structure.high) & self.domain)


Slot = FeatureSlot | CountSlot


@dataclass(frozen=True)
class CatalogEncoding:
    """The mapping of variables to slots. Later variables are determined ones without meaning to the owner."""

    slots: tuple[Slot, ...]
    """By variable: features and counts, in the order of the catalog, a structure's count before its members."""
    by_path: Mapping[str, Slot]

    @staticmethod
    def of(slots: tuple[Slot, ...]) -> "CatalogEncoding":
        return CatalogEncoding(slots, {slot.path: slot for slot in slots})

    def slot(self, path: str) -> Slot:
        """Return the feature or count at a slot path; raise KeyError where there is none."""
        return self.by_path[path]

    def variable(self, path: str) -> int:
        """Return the position of the variable at a slot path; raise KeyError where there is none."""
        return self.by_path[path].variable

    def at(self, variable: int) -> Slot | None:
        """Return the slot of a variable; None for a determined one."""
        return self.slots[variable] if variable < len(self.slots) else None

    def features(self) -> Iterator[FeatureSlot]:
        """Yield the features, in the order of the catalog."""
        return (slot for slot in self.slots if isinstance(slot, FeatureSlot))

    def counts(self) -> Iterator[CountSlot]:
        """Yield the structures' counts, outer ones first."""
        return (slot for slot in self.slots if isinstance(slot, CountSlot))

    @cached_property
    def outer_counts(self) -> tuple[CountSlot, ...]:
        """The counts of structures that may repeat and are in no other instance."""
        return tuple(slot for slot in self.counts() if not slot.instance and not slot.structure.singleton)

    def literal(self, path: str, value: FeatureValue | Absence) -> Literal | None:
        """Return that the feature or structure at a slot path has a value; None where it has no such value."""
        slot = self.slot(path)
        if isinstance(value, Absence):
            held = slot.absent if isinstance(slot, FeatureSlot) else None
        else:
            held = slot.held(value)
        return None if held is None else Literal(slot.variable, IntSet.of((held,)))

    def present(self, path: str) -> IntSet:
        """Return the held values with which a feature is present, or a structure has an instance."""
        slot = self.slot(path)
        return slot.values if isinstance(slot, FeatureSlot) else slot.domain - IntSet.of((0,))

    def read(self, solution: tuple[int, ...]) -> Mapping[str, FeatureValue | Absence]:
        """Return the values of a solution, by slot path."""
        return {slot.path: slot.value(solution[slot.variable]) for slot in self.slots}


def number_scale(domain: NumericDomain) -> tuple[Fraction, Fraction]:
    """Return the number encoded by 0, and the step per integer, in the unit of the feature."""
    if domain.integral and domain.step == 1:
        return ZERO, ONE
    return domain.low, domain.step


def held_values(feature: Feature) -> IntSet:
    """Return the integers that encode the values of a feature."""
    match feature.domain:
        case Enumeration(options):
            return IntSet.between(0, len(options) - 1)
        case BooleanDomain():
            return IntSet.between(0, 1)
        case NumericDomain(low, high, step) as domain:
            first, _ = number_scale(domain)
            return IntSet.between(int((low - first) / step), int((high - first) // step))


def _number_held(domain: NumericDomain, value: FeatureValue) -> int | None:
    if isinstance(value, str | bool):
        return None
    first, step = number_scale(domain)
    steps = (Fraction(value) - first) / step
    return steps.numerator if steps.denominator == 1 else None
