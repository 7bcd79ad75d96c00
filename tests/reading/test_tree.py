from configurator.reading.tree import Entry, Mapping, Scalar, Sequence
from configurator.source import Location

_HERE = Location("a.yaml", 1, 1)


def test_a_map_gives_what_stands_under_a_key() -> None:
    items = Sequence((), _HERE)
    mapping = Mapping((Entry(Scalar("a", _HERE), items), Entry(Scalar("b", _HERE), Scalar("", _HERE))), _HERE)
    assert items == mapping.get("a")
    assert mapping.get("c") is None
    assert list(mapping.keys()) == ["a", "b"]
