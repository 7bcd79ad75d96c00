from configurator.source import Location


def test_a_place_is_shown_as_editors_open_it() -> None:
    assert "a.yaml:3:7" == str(Location("a.yaml", 3, 7))


def test_a_text_in_one_piece_goes_on_to_the_right() -> None:
    assert Location("a.yaml", 3, 12) == Location("a.yaml", 3, 7).right(5)


def test_a_text_with_turns_goes_on_where_they_say() -> None:
    location = Location("a.yaml", 3, 7, ((0, 3, 7), (4, 4, 3), (9, 6, 3)))
    found = [location.right(offset) for offset in (0, 3, 4, 8, 9, 12)]
    expected = [(3, 7), (3, 10), (4, 3), (4, 7), (6, 3), (6, 6)]
    assert expected == [(each.line, each.column) for each in found]


def test_turns_are_no_part_of_where_a_place_is() -> None:
    assert Location("a.yaml", 3, 7) == Location("a.yaml", 3, 7, ((0, 3, 7),))
