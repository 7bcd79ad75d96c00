import yaml

from configurator.reading.limits import LIMITS
from configurator.reading.positioned_tree import Mapping, Scalar, Sequence
from configurator.reading.yaml_tree import TreeBuilder
from configurator.source import Location


def _built(text: str) -> TreeBuilder:
    builder = TreeBuilder(text, "a.yaml", LIMITS)
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        builder.take(event)
    return builder


def test_events_become_a_tree_with_places() -> None:
    tree = _built("a: [b]").root
    assert isinstance(tree, Mapping)
    assert Sequence((Scalar("b", Location("a.yaml", 1, 5)),), Location("a.yaml", 1, 4)) == tree.get("a")


def test_a_key_that_occurs_twice_is_kept_as_it_was_first() -> None:
    builder = _built("{a: 1, b: 2, a: {c: 3}}")
    assert isinstance(builder.root, Mapping)
    assert list(builder.root.keys()) == ["a", "b"]
    assert Scalar("1", Location("a.yaml", 1, 5)) == builder.root.get("a")
    assert len(builder.problems) == 1


def test_an_anchor_that_is_set_again_gives_its_last_value() -> None:
    tree = _built("[&x a, &x b, *x]").root
    assert isinstance(tree, Sequence)
    assert tree.items[1] == tree.items[2]
