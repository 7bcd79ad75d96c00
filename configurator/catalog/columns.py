"""The columns of tables of combinations: which feature or attribute one is, and in which unit its cells are written."""

from collections.abc import Mapping

from configurator.catalog.addresses import IdPath
from configurator.catalog.model import ComponentGroup, Enumeration, Feature, NumericDomain, Structure
from configurator.catalog.references import references
from configurator.language.checked import CheckedExpression
from configurator.language.tree import AttributeRef, FeatureRef
from configurator.units import NO_UNIT, Unit


def feature_of(root: Structure, column: CheckedExpression) -> Feature | None:
    """Return the feature that a column names, itself or by an attribute; None where it is anything else."""
    if not isinstance(column.tree, FeatureRef | AttributeRef):
        return None
    return feature_at(root, next(references(column.tree)))


def feature_at(root: Structure, path: IdPath) -> Feature | None:
    """Return the feature at an id path, None where there is none."""
    here: Feature | Structure | None = root
    for name in path:
        here = here.members.get(name) if isinstance(here, Structure) else None
    return here if isinstance(here, Feature) else None


def unit_of_column(root: Structure, groups: Mapping[str, ComponentGroup], column: CheckedExpression) -> Unit:
    """Return the unit of plain numbers in a column: the feature's, or that of the attribute's declaration."""
    feature = feature_of(root, column)
    if feature is None:
        return NO_UNIT
    if isinstance(column.tree, AttributeRef):
        return _unit_of_attribute(groups, feature, column.tree.name)
    return feature.domain.unit if isinstance(feature.domain, NumericDomain) else NO_UNIT


def _unit_of_attribute(groups: Mapping[str, ComponentGroup], feature: Feature, name: str) -> Unit:
    options = feature.domain.options.values() if isinstance(feature.domain, Enumeration) else ()
    for option in options:
        if option.component is not None and name in groups[option.component.group].attributes:
            return groups[option.component.group].attributes[name].unit
    return NO_UNIT
