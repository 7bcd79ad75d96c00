from configurator.language import tree as t
from configurator.language.parse import parse
from tests.language.shop import PLACE, read


def test_walking_meets_every_node_before_its_children() -> None:
    tree, _ = parse("sum(c.x for c in cells if c.y) < (a if b else -1)", PLACE)
    assert tree is not None
    kinds = [type(node).__name__ for node in t.walk(tree)]
    assert kinds == [
        *("Comparison", "Comprehension", "MemberAccess", "Name", "Name", "MemberAccess", "Name"),
        *("IfElse", "Name", "Name", "Negative", "NumberLiteral"),
    ]


def test_an_attributes_feature_is_its_child() -> None:
    assert [type(node).__name__ for node in t.walk(read("main_cpu.watts").tree)] == ["AttributeRef", "FeatureRef"]
