"""How instances are called and where they stand: the person's stable ids on one side, the program's slots on the other.

A slot is a position from 1 (`cells[2].memory`); an id stays with its instance when others are removed
(`cells[c3].memory`). Slots without an id given by the person are called by the structure's prefix and a number.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from configurator.catalog.addresses import find_member, instance_path, join
from configurator.catalog.model import Catalog, Feature, Structure, Text
from configurator.errors import InvalidRequest
from configurator.session.keeping import Kept
from configurator.session.states import FeatureState

MOST_CHARACTERS = 40
MOST_NAMINGS = 16
"""So many are kept ready: one of each catalog, and of instances that people have named."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


Told = tuple[str, tuple[tuple[int, int], ...], tuple[tuple[int, int], ...], int | None]
"""What the state of a feature follows from: its address, the values possible, those undecided, and the one chosen."""


@dataclass(frozen=True, slots=True)
class Named:
    """A feature or structure at one place: its slot path, its address, what it is, and the titles that lead to it."""

    slot: str
    address: str
    target: Feature | Structure
    titles: tuple[Text, ...]
    instance: str = ""
    """The address of the instance around it; empty for the catalog's own."""

    def title(self, locales: tuple[str, ...]) -> Text:
        """Return the titles on the way as one text: "Cell board c1 · Memory"."""
        return joined(self.titles, locales)


@dataclass(frozen=True)
class Naming:
    """The names of everything in a catalog while some instances carry the ids that the person gave them.

    `instances` lists ids by the address of their structure, as in `Choices`.
    """

    catalog: Catalog
    instances: Mapping[str, tuple[str, ...]]

    @cached_property
    def by_slot(self) -> Mapping[str, Named]:
        """Everything by its slot path, in the order of the catalog."""
        return {named.slot: named for named in self._members(self.catalog.root, "", "", ())}

    @cached_property
    def by_address(self) -> Mapping[str, Named]:
        """Everything by its address, in the order of the catalog."""
        return {named.address: named for named in self.by_slot.values()}

    @cached_property
    def told(self) -> dict[Told, FeatureState]:
        """The states of features that were told under these names, by what they follow from."""
        return {}

    @cached_property
    def written(self) -> dict[tuple[object, ...], tuple[object, str]]:
        """What was written under these names, by what it follows from.

        Where that is the identity of something, it is held with the text, so that its identity stays its own.
        """
        return {}

    @cached_property
    def _instances_by_slot(self) -> Mapping[str, str]:
        return {
            slot: address
            for named in self.by_slot.values()
            if isinstance(named.target, Structure) and not named.target.singleton
            for slot, address in self._places(named)
        }

    @cached_property
    def _slots_by_instance(self) -> Mapping[str, str]:
        return {address: slot for slot, address in self._instances_by_slot.items()}

    def _places(self, structure: Named) -> Iterator[tuple[str, str]]:
        for place, name in enumerate(self.ids(structure), start=1):
            yield instance_path(structure.slot, str(place)), instance_path(structure.address, name)

    def ids(self, structure: Named) -> tuple[str, ...]:
        """Return the ids of all slots of a structure, in order."""
        assert isinstance(structure.target, Structure)
        return ids_of(structure.target, self.instances.get(structure.address, ()))

    def find(self, address: str) -> Named:
        """Return what an address names; raise InvalidRequest, with the nearest name as a hint, where it is nothing."""
        found = self.by_address.get(address)
        if found is not None:
            return found
        find_member(self.catalog, address)
        if address in self._slots_by_instance:
            raise InvalidRequest(f"{address!r} is an instance; name one of its features, or add, remove or rename it")
        raise InvalidRequest(f"{address!r} names an instance that there is not; {self._known_near(address)}")

    def _known_near(self, address: str) -> str:
        """Say which instances there are of the first structure on the way whose instance is unknown."""
        for end in (place for place, character in enumerate(address) if character == "["):
            structure = self.by_address.get(address[:end])
            inside = address[: address.index("]", end) + 1]
            if structure and inside not in self._slots_by_instance:
                ids = self.ids(structure)
                return f"{structure.address} has " + ", ".join(ids[:6]) + (", …" if len(ids) > 6 else "")
        return "look up its structure's instances"

    def find_structure(self, address: str) -> Named:
        """Return the repeatable structure an address names; raise InvalidRequest where it is anything else."""
        found = self.find(address)
        if isinstance(found.target, Feature) or found.target.singleton:
            raise InvalidRequest(f"{address!r} has no instances that could be added, removed or named")
        return found

    def instance_at(self, slot: str) -> str:
        """Return the address of the instance at a slot path (`cells[2]`); empty for the catalog itself."""
        return self._instances_by_slot.get(slot) or (self.by_slot[slot].address if slot in self.by_slot else "")

    def _members(self, structure: Structure, slot: str, address: str, titles: tuple[Text, ...]) -> Iterator[Named]:
        for name, member in structure.members.items():
            found = Named(join(slot, name), join(address, name), member, (*titles, member.title), address)
            yield found
            if isinstance(member, Feature):
                continue
            if member.singleton:
                yield from self._members(member, found.slot, found.address, found.titles)
                continue
            for place, at in zip(self.ids(found), self._places(found), strict=True):
                yield from self._members(member, *at, (*titles, _numbered(member.title, place)))


def naming_of(catalog: Catalog, instances: Mapping[str, tuple[str, ...]]) -> Naming:
    """Return the names of everything in a catalog; those of the same object and the same ids are worked out once."""
    return _made(Kept(catalog), tuple(instances.items()))


@lru_cache(maxsize=MOST_NAMINGS)
def _made(catalog: Kept[Catalog], instances: tuple[tuple[str, tuple[str, ...]], ...]) -> Naming:
    return Naming(catalog.thing, dict(instances))


def location_of(instance: str) -> tuple[str, int]:
    """Return the structure's slot path and the number of an instance's slot path; a singleton is its only instance."""
    if not instance.endswith("]"):
        return instance, 1
    structure, _, number = instance[:-1].rpartition("[")
    return structure, int(number)


def _numbered(title: Text, name: str) -> Text:
    return Text({locale: f"{text} {name}" for locale, text in title.by_locale.items()}, title.fallback)


def joined(titles: tuple[Text, ...], locales: tuple[str, ...]) -> Text:
    """Return titles as one text in every locale of a catalog."""
    by_locale = {locale: " · ".join(title.in_locale(locale) for title in titles) for locale in locales}
    return Text(by_locale, locales[0])


def ids_of(structure: Structure, listed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ids of all slots of a structure: those listed, then fresh ones that were not among them.

    Fresh ids count on from the greatest number listed, so that an id is not given to another instance while there is
    one after it: after (c1, c3) comes c4.
    """
    numbers = [int(name[len(structure.prefix) :]) for name in listed if _is_counted(name, structure.prefix)]
    start = max((*numbers, len(listed))) + 1
    fresh = (f"{structure.prefix}{number}" for number in range(start, start + structure.high - len(listed)))
    return (*listed, *fresh)[: structure.high]


def _is_counted(name: str, prefix: str) -> bool:
    digits = name[len(prefix) :]
    return name.startswith(prefix) and digits.isascii() and digits.isdigit() and len(digits) < 10


def checked_id(name: str, taken: tuple[str, ...]) -> str:
    """Return an id for an instance if it may have it; raise InvalidRequest where it is of the wrong form or taken."""
    if len(name) > MOST_CHARACTERS or _ID.fullmatch(name) is None:
        raise InvalidRequest(
            f"{name[:MOST_CHARACTERS]!r} cannot name an instance; use up to {MOST_CHARACTERS} letters, digits, '_' and "
            "'-', beginning with a letter or digit"
        )
    if name in taken:
        raise InvalidRequest(f"{name!r} already names another instance; use a new id")
    return name
