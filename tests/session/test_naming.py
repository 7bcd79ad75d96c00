import pytest

from configurator.errors import InvalidRequest
from configurator.session.naming import Naming, checked_id, ids_of, location_of
from tests.session.shop import compiled, session

CATALOG = compiled().catalog
CELLS = session().assignment.member("cells").target


def _naming(**instances: tuple[str, ...]) -> Naming:
    return Naming(CATALOG, instances)


def test_unnamed_instances_are_called_after_their_position() -> None:
    assert _naming().ids(_naming().find("cells")) == ("c1", "c2", "c3")


def test_an_instance_keeps_its_id_when_one_before_it_is_gone() -> None:
    naming = _naming(cells=("c1", "c3"))
    assert naming.find("cells[c3].memory").slot == "cells[2].memory"


def test_the_next_id_is_one_that_no_instance_had() -> None:
    assert ids_of(CELLS, ("c1", "c3")) == ("c1", "c3", "c4")  # type: ignore[arg-type]
    assert ids_of(CELLS, ("left",)) == ("left", "c2", "c3")  # type: ignore[arg-type]
    assert ids_of(CELLS, ("c9", "left")) == ("c9", "left", "c10")  # type: ignore[arg-type]


def test_everything_is_found_by_slot_and_by_address() -> None:
    naming = _naming(cells=("a", "b"))
    expected = [
        *("trim", "paint", "apps", "navigation", "screen", "ports", "cable", "cells", "cells[a].memory"),
        *("cells[a].hot", "cells[b].memory", "cells[b].hot", "cells[c3].memory", "cells[c3].hot", "kit", "kit.model"),
    ]
    assert expected == list(naming.by_address)
    assert set(compiled().encoding.by_path) == set(naming.by_slot)


def test_the_title_leads_through_the_instance() -> None:
    title = _naming().find("cells[c2].memory").title(("en", "de"))
    assert (title.in_locale("en"), title.in_locale("de")) == ("Cell c2 · Memory", "Zelle c2 · Memory")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("cells[c9].memory", "'cells[c9].memory' names an instance that there is not; cells has c1, c2, c3"),
        ("cells[c1]", "'cells[c1]' is an instance; name one of its features, or add, remove or rename it"),
    ],
)
def test_an_unknown_path_is_told_with_what_was_perhaps_meant(path: str, message: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        _naming().find(path)
    assert message == str(caught.value)


@pytest.mark.parametrize(("path", "meant"), [("pant", "paint"), ("cells[c1].memry", "memory"), ("cells.hot", "c1")])
def test_a_path_that_the_catalog_lacks_is_told_with_what_was_perhaps_meant(path: str, meant: str) -> None:
    with pytest.raises(InvalidRequest, match=meant):
        _naming().find(path)


def test_a_part_that_is_there_once_has_no_instances() -> None:
    with pytest.raises(InvalidRequest, match="no instances that could be added"):
        _naming().find_structure("kit")


def test_slot_paths_of_instances_lead_to_their_addresses() -> None:
    naming = _naming(cells=("a",))
    assert (
        naming.instance_at("cells[1]"),
        naming.instance_at("kit"),
        naming.instance_at(""),
    ) == ("cells[a]", "kit", "")


def test_the_slot_path_of_an_instance_is_a_structure_and_a_number() -> None:
    assert location_of("racks[2].cells[13]") == ("racks[2].cells", 13)
    assert location_of("kit") == ("kit", 1)


@pytest.mark.parametrize("name", ["", "a b", "x]", "-a", "a" * 41, "<b>"])
def test_an_id_of_the_wrong_form_is_refused(name: str) -> None:
    with pytest.raises(InvalidRequest, match="cannot name an instance"):
        checked_id(name, ())


def test_an_id_is_given_once() -> None:
    with pytest.raises(InvalidRequest, match="already names another instance"):
        checked_id("c1", ("c1",))
