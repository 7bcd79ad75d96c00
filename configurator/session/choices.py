"""The choices of a session, as an ordered value: everything else follows from them and from the catalog."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from configurator.catalog.addresses import instance_path
from configurator.catalog.model import Structure
from configurator.configuration import FeatureValue
from configurator.errors import InvalidRequest
from configurator.session.naming import CatalogMember, Naming, checked_id, ids_of
from configurator.short_repr import short_repr


@short_repr
@dataclass(frozen=True, slots=True)
class Choices:
    """Choices by address, in the order in which they were made.

    `values` are keyed by address with instance ids (`cells[c3].memory`); a structure's address maps to the number of
    its instances (`cells`: 4), that of an optional singleton to a boolean. `instances` lists a structure's instance ids
    in order wherever the person named or removed some; other instances are called after their position (`c1`, `c2` …).

    The order is only a preference: explanations blame, and repairs change, later choices first. States never depend on
    it, and equality ignores it.
    """

    values: Mapping[str, FeatureValue] = field(default_factory=dict)
    instances: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def choosing(self, path: str, value: FeatureValue) -> "Choices":
        """Return these choices with one more, the newest; an earlier choice of the same path gives way to it."""
        return self.retracting(path).with_values({path: value})

    def with_values(self, values: Mapping[str, FeatureValue]) -> "Choices":
        """Return these choices with further values set, each where it already stood, or else at the end."""
        return replace(self, values={**self.values, **values})

    def retracting(self, *paths: str) -> "Choices":
        """Return these choices without some; paths that were not chosen are passed over."""
        return replace(self, values={path: value for path, value in self.values.items() if path not in paths})

    def naming(self, structure: str, ids: tuple[str, ...]) -> "Choices":
        """Return these choices with the ids of a structure's instances listed; no ids: named by position again."""
        instances = {path: listed for path, listed in self.instances.items() if path != structure}
        return replace(self, instances={**instances, structure: ids} if ids else instances)

    def without_instance(self, instance: str) -> "Choices":
        """Return these choices without those about an instance (`cells[c2]`) or its members."""
        return Choices(
            {path: value for path, value in self.values.items() if not is_within(path, instance)},
            {path: ids for path, ids in self.instances.items() if not is_within(path, instance)},
        )

    def moving_instance(self, instance: str, target: str) -> "Choices":
        """Return these choices with everything about an instance moved to another address."""
        move = _mover(instance, target)
        return Choices(
            {move(path): value for path, value in self.values.items()},
            {move(path): ids for path, ids in self.instances.items()},
        )

    def first(self, number: int) -> "Choices":
        """Return the choices that were made first; names of instances stay."""
        return replace(self, values=dict(list(self.values.items())[:number]))

    def __iter__(self) -> Iterator[str]:
        return iter(self.values)

    def __len__(self) -> int:
        return len(self.values)


NO_CHOICES = Choices()


def is_within(path: str, instance: str) -> bool:
    """Return whether a path is an instance's own (`cells[c2]`) or leads into it (`cells[c2].memory`)."""
    return path == instance or path.startswith(f"{instance}.")


def _mover(source: str, target: str) -> Callable[[str], str]:
    return lambda path: target + path[len(source) :] if is_within(path, source) else path


def with_instance(choices: Choices, naming: Naming, structure: CatalogMember, number: int, name: str | None) -> Choices:
    """Return choices with one more instance after the first `number`; without a name it gets the next id."""
    ids = naming.ids(structure)
    if name is not None and name != ids[number]:
        checked_id(name, ids)
        ids = (*ids[:number], name, *_spoken_of(choices, structure, ids[number:]))
        choices = _listing(choices, structure, ids)
    return choices.choosing(structure.address, number + 1)


def without_instance(choices: Choices, naming: Naming, structure: CatalogMember, number: int, name: str) -> Choices:
    """Return choices without one of the first `number` instances and without all that was chosen about it."""
    ids = naming.ids(structure)
    if name not in ids[:number]:
        known = ", ".join(ids[:number]) or "no instances"
        raise InvalidRequest(f"there is no instance {name!r} of {structure.address}; it has {known}")
    left = (*ids[:number], *_spoken_of(choices, structure, ids[number:]))
    choices = choices.without_instance(instance_path(structure.address, name))
    choices = _listing(choices, structure, tuple(one for one in left if one != name))
    return choices.with_values({structure.address: number - 1})


def with_name(choices: Choices, naming: Naming, structure: CatalogMember, name: str, new: str) -> Choices:
    """Return choices in which an instance has another id; all that was chosen about it moves along."""
    ids = naming.ids(structure)
    if name not in ids:
        raise InvalidRequest(f"there is no instance {name!r} of {structure.address}; it has {', '.join(ids)}")
    if name == new:
        return choices
    checked_id(new, ids)
    listed = (*ids[: ids.index(name) + 1], *_spoken_of(choices, structure, ids[ids.index(name) + 1 :]))
    moved = choices.moving_instance(instance_path(structure.address, name), instance_path(structure.address, new))
    return _listing(moved, structure, tuple(new if one == name else one for one in listed))


def split_instance(instance: str) -> tuple[str, str]:
    """Return the structure's address and the id of an instance (`cells[c2]`); raise InvalidRequest where it is none."""
    structure, bracket, name = instance.removesuffix("]").rpartition("[")
    if not bracket or not instance.endswith("]"):
        raise InvalidRequest(f"{instance!r} does not name an instance; write it like cells[c1]")
    return structure, name


def _spoken_of(choices: Choices, structure: CatalogMember, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ids up to the last one that choices speak of, so that those keep meaning the same instances."""
    spoken = [
        position for position, name in enumerate(ids) if _is_spoken_of(choices, instance_path(structure.address, name))
    ]
    return ids[: max(spoken) + 1] if spoken else ()


def _is_spoken_of(choices: Choices, instance: str) -> bool:
    paths: Iterable[str] = (*choices.values, *choices.instances)
    return any(is_within(path, instance) for path in paths)


def _listing(choices: Choices, structure: CatalogMember, ids: tuple[str, ...]) -> Choices:
    """List the ids of a structure, unless they are the ones its instances would have anyway."""
    target = structure.target
    usual = isinstance(target, Structure) and ids_of(target, ())[: len(ids)] == ids
    return choices.naming(structure.address, () if usual else ids)
