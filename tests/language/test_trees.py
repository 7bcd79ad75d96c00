"""The random trees are worth something: every kind of node occurs in them."""

from typing import get_args

import pytest
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import NoSuchExample

from configurator.language import tree as t
from configurator.language.show import show
from tests.language.shop import read
from tests.language.trees import Trees, amounts, conditions, parsed_trees

_CHECKED = {t.FeatureRef, t.AttributeRef, t.StructureRef, t.ParameterRef, t.Constant, t.Count}
_PARSED = {t.NumberLiteral, t.TextLiteral, t.Boolean, t.Name, t.MemberAccess}
KINDS = sorted(get_args(t.Expression), key=lambda kind: kind.__name__)


def occurs(kind: type, trees: Trees, *, checked: bool) -> bool:
    def holds(tree: t.Expression) -> bool:
        found = read(show(tree)).tree if checked else tree
        return any(type(node) is kind for node in t.walk(found))

    searching = settings(
        max_examples=1_000, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None
    )
    try:
        find(trees, holds, settings=searching)
    except NoSuchExample:
        return False
    return True


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in _CHECKED])
def test_every_kind_of_parsed_node_occurs(kind: type) -> None:
    assert occurs(kind, parsed_trees, checked=False)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in _PARSED])
def test_every_kind_of_checked_node_occurs(kind: type) -> None:
    assert occurs(kind, conditions() | amounts(""), checked=True)
