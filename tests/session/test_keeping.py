from configurator.session.keeping import Kept


def test_what_is_equal_is_kept_apart() -> None:
    one, other = [1], [1]
    assert Kept(one) == Kept(one)
    assert Kept(one) != Kept(other)
    assert {Kept(one): "one"}.get(Kept(other)) is None
