from configurator.reading.tree import Entry, Mapping, Scalar, Sequence
from configurator.reading.wording import kind_of_node, quoted
from configurator.source import Place

HERE = Place("a", 1, 1)


def test_texts_are_shown_in_one_short_line() -> None:
    assert quoted("a\nb") == "'a\\nb'"
    assert f"'{'x' * 60}…'" == quoted("x" * 1_000_000)


def test_things_are_named_by_their_kind() -> None:
    scalar = Scalar("a", HERE)
    nodes = (Scalar("", HERE), Scalar("", HERE, True), scalar, Sequence((), HERE), Sequence((scalar,), HERE))
    assert [kind_of_node(node) for node in nodes] == ["nothing", "''", "'a'", "an empty list", "a list"]
    assert [kind_of_node(node) for node in (Mapping((), HERE), Mapping((Entry(scalar, scalar),), HERE))] == [
        "an empty map",
        "a map",
    ]
