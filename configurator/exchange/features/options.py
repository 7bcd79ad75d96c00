"""Alternatives as options: written in place, or as components where they have attributes of their own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from configurator.catalog.plain_yaml import Plain
from configurator.exchange import formulas
from configurator.exchange.drafting import Draft
from configurator.exchange.features.tree import Attribute, Feature
from configurator.exchange.names import Ids
from configurator.language.show import show

_OWN_KEYS = frozenset({"title", "code", "id"})


@dataclass(frozen=True, slots=True)
class Carried:
    """An attribute that options carry: how expressions speak of it, and how many options have it."""

    path: str
    carriers: int


class Options:
    """The options of one feature. Where a member has attributes they become components, so that prices can use them."""

    def __init__(self, draft: Draft, components: Ids, feature: str, members: list[Feature]) -> None:
        self._draft = draft
        self._group = f"{feature}_options"
        self._members = members
        self._kinds = _kinds(members)
        ids = components if self._kinds else Ids("o")
        self._ids = {member.name: ids.item(member.title) for member in members}
        names = Ids("a", _OWN_KEYS)
        self._names = {attribute: names.name(attribute) for attribute in self._kinds}

    def id_of(self, member: Feature) -> str:
        """Return the option that a member is."""
        return self._ids[member.name]

    def numbers(self, feature: str) -> Iterator[tuple[str, Carried]]:
        """Yield the attributes that are numbers, by their names in the tree."""
        for name, kind in self._kinds.items():
            if kind == "number":
                carriers = sum(name in member.attributes for member in self._members)
                yield name, Carried(f"{feature}.{self._names[name]}", carriers)

    def written(self) -> Plain:
        """Return what stands under `options:`; the components are added to the draft."""
        if not self._kinds:
            return {self._ids[member.name]: member.title for member in self._members}
        attributes: dict[str, Plain] = {
            self._names[name]: {"type": kind, "required": "false"} for name, kind in self._kinds.items()
        }
        items: dict[str, Plain] = {self._ids[member.name]: self._item(member) for member in self._members}
        self._draft.components[self._group] = {"attributes": attributes, "items": items}
        return self._group

    def _item(self, member: Feature) -> Plain:
        values = {self._names[name]: _shown(value) for name, value in member.attributes.items() if name in self._kinds}
        return {"title": member.title, **values}


def _kinds(members: list[Feature]) -> Mapping[str, str]:
    """Return the attributes that all members who have them hold in one kind."""
    kinds: dict[str, set[str]] = {}
    for member in members:
        for name, value in member.attributes.items():
            kinds.setdefault(name, set()).add(_kind(value))
    return {name: found.pop() for name, found in kinds.items() if len(found) == 1}


def _kind(value: Attribute) -> str:
    return "boolean" if isinstance(value, bool) else "number" if isinstance(value, Fraction) else "text"


def _shown(value: Attribute) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return show(formulas.number(value)) if isinstance(value, Fraction) else value
