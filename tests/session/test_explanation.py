from tests.session.trees import ABSENT, TREE


def test_choices_and_constraints_are_those_of_the_whole_tree() -> None:
    assert TREE.choices == ("ports",)
    assert TREE.constraints == ("cells.cool",)


def test_a_tree_is_walked_from_the_top() -> None:
    assert list(TREE.walk()) == [TREE, ABSENT]
