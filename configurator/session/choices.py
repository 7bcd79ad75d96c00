"""What a person fixed, as an ordered value: everything else of a session follows from it and from the catalog."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from configurator.configuration import FeatureValue


@dataclass(frozen=True, slots=True)
class Choices:
    """The person's choices, by address, in the order in which they were made.

    `values` are keyed by address with instance ids (`cells[c3].memory`); a structure's address maps to the number of
    its instances (`cells`: 4), that of an optional singleton to a boolean. `instances` lists a structure's instance ids
    in order wherever the person named or removed some; other instances are called after their position (`c1`, `c2` …).

    The order is a preference only: explanations rather blame, and repairs rather change, what was chosen later. States
    never depend on it, and two choices are equal whatever their order.
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
        """Return these choices without any that is about an instance (`cells[c2]`) or about what is in it."""
        return Choices(
            {path: value for path, value in self.values.items() if not is_within(path, instance)},
            {path: ids for path, ids in self.instances.items() if not is_within(path, instance)},
        )

    def moving_instance(self, instance: str, target: str) -> "Choices":
        """Return these choices with everything about an instance said about another address instead."""
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
    """Tell whether a path is an instance's own (`cells[c2]`) or leads into it (`cells[c2].memory`)."""
    return path == instance or path.startswith(f"{instance}.")


def _mover(source: str, target: str) -> Callable[[str], str]:
    return lambda path: target + path[len(source) :] if is_within(path, source) else path
