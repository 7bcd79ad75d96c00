"""Adding, removing and naming instances, as changes of the choices; the others keep their ids and their choices."""

from collections.abc import Iterable

from configurator.catalog.addresses import instance_path
from configurator.catalog.model import Structure
from configurator.errors import InvalidRequest
from configurator.session.choices import Choices, is_within
from configurator.session.naming import Named, Naming, checked_id, ids_of


def with_instance(choices: Choices, naming: Naming, structure: Named, number: int, name: str | None) -> Choices:
    """Return choices with one more instance after the first `number`; without a name it gets the next id."""
    ids = naming.ids(structure)
    if name is not None and name != ids[number]:
        checked_id(name, ids)
        ids = (*ids[:number], name, *_spoken_of(choices, structure, ids[number:]))
        choices = _listing(choices, structure, ids)
    return choices.choosing(structure.address, number + 1)


def without_instance(choices: Choices, naming: Naming, structure: Named, number: int, name: str) -> Choices:
    """Return choices without one of the first `number` instances and without all that was chosen about it."""
    ids = naming.ids(structure)
    if name not in ids[:number]:
        known = ", ".join(ids[:number]) or "no instances"
        raise InvalidRequest(f"there is no instance {name!r} of {structure.address}; it has {known}")
    left = (*ids[:number], *_spoken_of(choices, structure, ids[number:]))
    choices = choices.without_instance(instance_path(structure.address, name))
    choices = _listing(choices, structure, tuple(one for one in left if one != name))
    return choices.with_values({structure.address: number - 1})


def with_name(choices: Choices, naming: Naming, structure: Named, name: str, new: str) -> Choices:
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


def _spoken_of(choices: Choices, structure: Named, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ids up to the last one that choices speak of, so that those keep meaning the same instances."""
    spoken = [place for place, name in enumerate(ids) if _is_spoken_of(choices, instance_path(structure.address, name))]
    return ids[: max(spoken) + 1] if spoken else ()


def _is_spoken_of(choices: Choices, instance: str) -> bool:
    paths: Iterable[str] = (*choices.values, *choices.instances)
    return any(is_within(path, instance) for path in paths)


def _listing(choices: Choices, structure: Named, ids: tuple[str, ...]) -> Choices:
    """List the ids of a structure, unless they are the ones its instances would have anyway."""
    target = structure.target
    usual = isinstance(target, Structure) and ids_of(target, ())[: len(ids)] == ids
    return choices.naming(structure.address, () if usual else ids)
