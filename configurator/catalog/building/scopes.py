"""The names available to an expression, by the enclosing structure."""

from collections.abc import Mapping

from configurator.catalog.addresses import IdPath
from configurator.catalog.model import Feature, Structure
from configurator.language.checked import NameScope
from configurator.language.types import InstancesType, InstanceType, Type
from configurator.units import Units


def member_types(structure: Structure, path: IdPath = ()) -> Mapping[str, Type]:
    """Return the type of every member of a structure."""
    return {name: member_type(member, (*path, name)) for name, member in structure.members.items()}


def member_type(member: Feature | Structure, path: IdPath) -> Type:
    """Return a feature's type, or the type of a structure's instance or instances."""
    if isinstance(member, Feature):
        return member.type
    instance = InstanceType(".".join(path), member_types(member, path))
    return instance if member.singleton else InstancesType(instance)


def scope_of(root: Structure, path: IdPath, units: Units, parameters: Mapping[str, Type] | None = None) -> NameScope:
    """Return the scope of an expression in the body of a structure: its own members first, the catalog's last."""
    binders: list[tuple[str, Mapping[str, Type]]] = [("", member_types(root))]
    here = root
    for length, name in enumerate(path, start=1):
        inner = here.members[name]
        if not isinstance(inner, Structure):
            raise TypeError(f"{'.'.join(path[:length])} is a feature; only structures have a body")
        here = inner
        binders.insert(0, (".".join(path[:length]), member_types(here, path[:length])))
    return NameScope(tuple(binders), parameters or {}, units)
