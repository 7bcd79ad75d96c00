"""Files of contracts."""

from pathlib import Path

import pytest

from configurator.contracts.load import ENTRY, load_offer
from configurator.contracts.model import Level, LevelKind, units_of
from configurator.contracts.shelf import Offers
from configurator.errors import InvalidDocument, NotFound
from configurator.reading.files import Files
from configurator.shipped import shipped_folder
from tests.contracts.offers import FAMILIES, shipped


def test_every_shipped_offer_loads_without_a_word() -> None:
    offers = Offers(shipped_folder("pricing_rules"))
    assert tuple(FAMILIES) == offers.names()
    assert [offers.offer(name).id for name in FAMILIES] == FAMILIES
    assert offers.offer("hp_superdome") is offers.offer("hp_superdome")
    assert all(shipped(name).illustrative for name in FAMILIES)


def test_an_offer_that_is_not_there_is_told_with_the_nearest_one() -> None:
    with pytest.raises(NotFound, match="did you mean `hp_superdome`"):
        Offers(shipped_folder("pricing_rules")).offer("hp_superdom")


def test_all_problems_of_a_file_come_at_once() -> None:
    offer, problems = load_offer(Files({ENTRY: b"format: 1\noffer: X\ncurrency: XXX1\nresources: {}\ncontracts: {}\n"}))
    assert offer is None and problems
    assert (None, 1) == (load_offer(Files({}))[0], len(load_offer(Files({}))[1]))
    assert load_offer(Files({ENTRY: b"- 1\n"}))[0] is None
    assert load_offer(Files({ENTRY: b"\xff"}))[0] is None


def test_bands_are_counted_from_one_as_tiers_of_books_are() -> None:
    usage = b"{kind: usage, of: cores, tiers: [{up_to: 4, price: 1}, {price: -2}]}"
    text = b"format: 1\noffer: x\ntitle: X\ncurrency: USD\nresources: {cores: {title: C}}\n"
    _, problems = load_offer(Files({ENTRY: text + b"contracts: {a: {title: A, charges: {u: " + usage + b"}}}\n"}))
    assert ["contracts.a.charges.u.tiers[2]"] == [each.where for each in problems]


def test_what_is_wrong_with_a_file_is_an_exception_of_the_shelf(tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / ENTRY).write_text("format: 2\n")
    with pytest.raises(InvalidDocument):
        Offers(folder.parent).offer("broken")


def test_what_has_no_rights_follows_from_the_other_levels() -> None:
    offer = shipped("hp_superdome")
    levels = offer.levels_of(offer.contracts["instant_capacity"])
    assert 12 == units_of(levels, Level("cores", LevelKind.WITHOUT_RIGHTS))
    assert "cores.rights" == str(Level("cores", LevelKind.RIGHTS))
