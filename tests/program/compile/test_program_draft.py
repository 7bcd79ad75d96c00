"""Where slots and members stand."""

from configurator.program.compile.program_draft import bindings, where_of
from tests.catalog.loading import catalog_of
from tests.program.compile.small import SHOP


def test_an_expression_in_a_slot_knows_the_slots_around_it() -> None:
    expected = {"": "", "partitions": "partitions[1]", "partitions.kit": "partitions[1].kit"}
    assert expected == bindings("partitions[1].kit")
    assert bindings("") == {"": ""}


def test_members_are_found_in_the_file_by_their_keys() -> None:
    root = catalog_of(SHOP).root
    cells, fan = root.members["cells"], root.members["fan"]
    assert where_of(("cells",), cells) == "structures.cells"
    assert where_of(("cells", "fan"), fan) == "structures.cells.features.fan"
