"""."""

from configurator.reading.positioned_tree import Mapping, Scalar, Sequence, TreeEntry
from configurator.source import Location

_HERE = Location("a.yaml", 1, 1)


def test_a_map_gives_what_stands_under_a_key() -> None:
    items = Sequence((), _HERE)
    mapping = Mapping((TreeEntry(Scalar("a", _HERE), items), TreeEntry(Scalar("b", _HERE), Scalar("", _HERE))), _HERE)
    assert items == mapping.get("a")
    assert mapping.get("c") is None
    assert list(mapping.keys()) == ["a", "b"]
