"""A configuration as expressions see it: values in base units, attributes of chosen options, present instances."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from configurator.catalog.addresses import id_path_of, instance_path, join
from configurator.catalog.feature_values import in_base_units
from configurator.catalog.model import Catalog, Enumeration, Feature, Structure, features_in, structures_in
from configurator.configuration import Configuration, FeatureValue
from configurator.language.checked import ABSENT, Absence, Value


@dataclass(frozen=True)
class Members:
    """The features and structures of a catalog by their id paths."""

    features: Mapping[tuple[str, ...], Feature]
    structures: Mapping[tuple[str, ...], Structure]

    @staticmethod
    def of(root: Structure) -> "Members":
        return Members(dict(features_in(root)), dict(structures_in(root)))


NO_MEMBERS = Members({}, {})


@dataclass(frozen=True)
class ConfigurationWorld:
    """The environment in which expressions are evaluated. Implements `language.checked.World`.

    A path without a value is absent. The entry of a singleton structure states its presence; one that cannot be absent
    needs no entry.
    """

    catalog: Catalog
    configuration: Configuration
    parameters: Mapping[str, Value] = field(default_factory=dict)
    members: Members = NO_MEMBERS
    """Those of the catalog; pass them once to evaluate many configurations."""

    def __post_init__(self) -> None:
        if self.members is NO_MEMBERS:
            object.__setattr__(self, "members", Members.of(self.catalog.root))

    def value(self, instance: str, path: tuple[str, ...]) -> Value | Absence:
        result = self._feature_value(instance, path)
        return ABSENT if result is None else in_base_units(*result)

    def attribute(self, instance: str, path: tuple[str, ...], name: str) -> Value | Absence:
        result = self._feature_value(instance, path)
        if result is None or not isinstance(result[0].domain, Enumeration):
            return ABSENT
        option = result[0].domain.options.get(str(result[1]))
        return ABSENT if option is None else option.attributes.get(name, ABSENT)

    def _feature_value(self, instance: str, path: tuple[str, ...]) -> tuple[Feature, FeatureValue] | None:
        value = self.configuration.values.get(join(instance, ".".join(path)))
        feature = self.members.features.get((*id_path_of(instance), *path))
        return None if value is None or feature is None else (feature, value)

    def instances(self, instance: str, path: tuple[str, ...]) -> tuple[str, ...]:
        structure = self.members.structures.get((*id_path_of(instance), *path))
        if structure is None:
            return ()
        full = join(instance, ".".join(path))
        if structure.singleton:
            return (full,) if self._singleton_present(instance, path) else ()
        return tuple(instance_path(full, name) for name in self.configuration.instances.get(full, ()))

    def _singleton_present(self, instance: str, path: tuple[str, ...]) -> bool:
        """A singleton is present when it and every singleton on the way to it are."""
        base = id_path_of(instance)
        for length in range(1, len(path) + 1):
            structure = self.members.structures[(*base, *path[:length])]
            entry = self.configuration.values.get(join(instance, ".".join(path[:length])))
            if not (structure.low == 1 and structure.when is None if entry is None else entry):
                return False
        return True

    def parameter(self, name: str) -> Value | Absence:
        return self.parameters.get(name, ABSENT)
