"""YAML as it is written: what is read back is what was written."""

from hypothesis import given
from hypothesis import strategies as st

from configurator.catalog.plain_yaml import Plain, to_yaml
from configurator.reading.positioned_tree import Mapping, Node, Scalar
from configurator.reading.yaml import read_yaml

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"], exclude_characters="\ufeff")
)
KEYS = TEXTS.filter(lambda text: text != "<<")
VALUES: st.SearchStrategy[Plain] = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)


def plain(node: Node) -> Plain:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return {entry.key.text: plain(entry.value) for entry in node.entries}
    return [plain(item) for item in node.items]


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=5))
def test_what_is_written_is_read_back(value: Plain) -> None:
    node, problems = read_yaml(to_yaml(value).encode(), "x.yaml")
    assert () == problems
    assert node is not None
    assert value == plain(node)


def test_short_lists_stand_in_one_line_and_maps_below_one_another() -> None:
    value: Plain = {"a": ["x", "*"], "b": [{"c": "1", "d": "say: it"}], "e": {}}
    assert 'a: [x, "*"]\nb:\n  - c: 1\n    d: "say: it"\ne: {}\n' == to_yaml(value)


def test_long_lists_stand_below_one_another() -> None:
    assert 40 == to_yaml({"a": [f"item{number}" for number in range(40)]}).count("- ")


def test_words_that_mean_nothing_are_quoted() -> None:
    assert 'a: "null"\nb: ""\nc: true\n' == to_yaml({"a": "null", "b": "", "c": "true"})
