"""Orders of the variables: every law lies on one way down."""

from hypothesis import given
from hypothesis import strategies as st

from configurator.solving.diagram.elimination import EliminationTree, elimination_trees

GROUPS = st.lists(st.frozensets(st.integers(0, 9), min_size=1, max_size=4), max_size=12)


def above(tree: EliminationTree, variable: int) -> set[int]:
    found = set()
    while variable >= 0:
        found.add(variable)
        variable = tree.parent[variable]
    return found


@given(groups=GROUPS)
def test_every_group_lies_on_one_way_from_a_root(groups: list[frozenset[int]]) -> None:
    for tree in elimination_trees(groups, [2] * 10):
        assert sorted(tree.order) == sorted(tree.walk()) == list(range(10))
        rank = tree.rank()
        assert all(
            rank[tree.parent[variable]] < rank[variable] for variable in tree.order if tree.parent[variable] >= 0
        )
        for group in groups:
            deepest = max(group, key=lambda variable: rank[variable])
            assert group <= above(tree, deepest)


def test_a_chain_has_width_one_and_the_best_rule_comes_first() -> None:
    found = elimination_trees([frozenset({place, place + 1}) for place in range(9)], [4] * 10)
    assert 1 == found[0].width
    assert [tree.cost for tree in found] == sorted(tree.cost for tree in found)


def test_children_are_the_other_side_of_parents() -> None:
    tree = elimination_trees([frozenset({0, 1}), frozenset({0, 2})], [2, 2, 2])[0]
    children = tree.children()
    assert all(tree.parent[child] == parent for parent, found in enumerate(children) for child in found)
