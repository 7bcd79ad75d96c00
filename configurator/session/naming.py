"""The mapping between the stable ids of instances and the slots of the program.

A slot is a position from 1 (`cells[2].memory`); an id stays with its instance when others are removed
(`cells[c3].memory`). Slots without a given id are named by the structure's prefix and a number.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from configurator.catalog.addresses import find_member, instance_path, join
from configurator.catalog.model import Catalog, Feature, Structure, Text
from configurator.errors import InvalidRequest
from configurator.session.limits import INSTANCE_ID_CHARACTERS

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class CatalogMember:
    """A feature or structure at one address: its slot path, its address, its kind, and the titles that lead to it."""

    slot: str
    address: str
    target: Feature | Structure
    titles: tuple[Text, ...]
    instance: str = ""
    """The address of the instance around it; empty for the catalog's own."""

    @property
    def structure(self) -> Structure:
        """The structure that it is; raise InvalidRequest where it is a feature."""
        if isinstance(self.target, Structure):
            return self.target
        raise InvalidRequest(f"{self.address!r} is a feature, not a structure")

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
    def by_slot(self) -> Mapping[str, CatalogMember]:
        """Everything by its slot path, in the order of the catalog."""
        return {member.slot: member for member in self._members(self.catalog.root, "", "", ())}

    @cached_property
    def by_address(self) -> Mapping[str, CatalogMember]:
        """Everything by its address, in the order of the catalog."""
        return {member.address: member for member in self.by_slot.values()}

    @cached_property
    def _instances_by_slot(self) -> Mapping[str, str]:
        return {
            slot: address
            for member in self.by_slot.values()
            if isinstance(member.target, Structure) and not member.target.singleton
            for slot, address in self._instance_paths(member)
        }

    @cached_property
    def _slots_by_instance(self) -> Mapping[str, str]:
        return {address: slot for slot, address in self._instances_by_slot.items()}

    def _instance_paths(self, structure: CatalogMember) -> Iterator[tuple[str, str]]:
        for position, name in enumerate(self.ids(structure), start=1):
            yield instance_path(structure.slot, str(position)), instance_path(structure.address, name)

    def ids(self, structure: CatalogMember) -> tuple[str, ...]:
        """Return the ids of all slots of a structure, in order."""
        return ids_of(structure.structure, self.instances.get(structure.address, ()))

    def find(self, address: str) -> CatalogMember:
        """Resolve an address; raise InvalidRequest, with the nearest name as a hint, if it is unknown."""
        known = self.by_address.get(address)
        if known is not None:
            return known
        find_member(self.catalog, address)
        if address in self._slots_by_instance:
            raise InvalidRequest(f"{address!r} is an instance; name one of its features, or add, remove or rename it")
        raise InvalidRequest(f"{address!r} names an instance that there is not; {self._known_near(address)}")

    def _known_near(self, address: str) -> str:
        """List the instances of the first structure on the path whose instance is unknown."""
        for end in (at for at, character in enumerate(address) if character == "["):
            structure = self.by_address.get(address[:end])
            inside = address[: address.index("]", end) + 1]
            if structure and inside not in self._slots_by_instance:
                ids = self.ids(structure)
                return f"{structure.address} has " + ", ".join(ids[:6]) + (", …" if len(ids) > 6 else "")
        return "look up its structure's instances"

    def check_ids(self, address: str) -> None:
        """Raise InvalidRequest where an address has no instances to name, or an id is malformed or occurs twice."""
        self.find_structure(address)
        ids = self.instances.get(address, ())
        for position, id in enumerate(ids):
            checked_id(id, ids[:position])

    def find_structure(self, address: str) -> CatalogMember:
        """Return the repeatable structure an address names; raise InvalidRequest where it is anything else."""
        member = self.find(address)
        if isinstance(member.target, Feature) or member.target.singleton:
            raise InvalidRequest(f"{address!r} has no instances that could be added, removed or named")
        return member

    def instance_at(self, slot: str) -> str:
        """Return the address of the instance at a slot path (`cells[2]`); empty for the catalog itself."""
        return self._instances_by_slot.get(slot) or (self.by_slot[slot].address if slot in self.by_slot else "")

    def _members(
        self, structure: Structure, slot: str, address: str, titles: tuple[Text, ...]
    ) -> Iterator[CatalogMember]:
        for name, target in structure.members.items():
            member = CatalogMember(join(slot, name), join(address, name), target, (*titles, target.title), address)
            yield member
            if isinstance(target, Feature):
                continue
            if target.singleton:
                yield from self._members(target, member.slot, member.address, member.titles)
                continue
            for id, paths in zip(self.ids(member), self._instance_paths(member), strict=True):
                yield from self._members(target, *paths, (*titles, _numbered(target.title, id)))


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
    if len(name) > INSTANCE_ID_CHARACTERS or _ID.fullmatch(name) is None:
        raise InvalidRequest(
            f"{name[:INSTANCE_ID_CHARACTERS]!r} cannot name an instance; use up to {INSTANCE_ID_CHARACTERS} letters, "
            "digits, '_' and '-', beginning with a letter or digit"
        )
    if name in taken:
        raise InvalidRequest(f"{name!r} already names another instance; use a new id")
    return name
