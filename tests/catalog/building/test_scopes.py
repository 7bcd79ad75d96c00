"""Which names a body knows."""

import pytest

from configurator.catalog.building.scopes import member_type, scope_of
from configurator.language.types import BooleanType, InstancesType, InstanceType
from tests.catalog.loading import example

CATALOG = example("workshop")


def test_the_nearest_body_comes_first_and_the_catalog_last() -> None:
    scope = scope_of(CATALOG.root, ("bays", "boards"), CATALOG.units)
    assert ["bays.boards", "bays", ""] == [binder for binder, _ in scope.binders]
    assert ["depth", "lamp"] == list(scope.binders[0][1])


def test_a_singleton_is_an_instance_and_the_others_are_many() -> None:
    types = {name: member_type(CATALOG.root.members[name], (name,)) for name in ("door", "bays", "clock")}
    assert [InstanceType, InstancesType, BooleanType] == [type(found) for found in types.values()]


def test_only_structures_have_a_body() -> None:
    with pytest.raises(TypeError, match="panel is a feature"):
        scope_of(CATALOG.root, ("panel",), CATALOG.units)
