"""Files of contracts, folders of them, and contracts for one configuration."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from configurator.contracts.model import CapacityLevel, LevelKind, units_of
from configurator.contracts.offers import ENTRY, OfferIndex, for_configuration, load_offer
from configurator.engine import EvaluationRequest
from configurator.errors import InvalidDocument, InvalidRequest, NotFound
from configurator.reading.files import Files
from configurator.session import Choices
from configurator.shipped import shipped_folder
from tests.contracts.offers import FAMILIES, shipped
from tests.shipped import ENGINE


def test_every_shipped_offer_loads_without_a_word() -> None:
    offers = OfferIndex(shipped_folder("pricing_rules"))
    assert tuple(FAMILIES) == offers.names()
    assert [offers.offer(name).id for name in FAMILIES] == FAMILIES
    assert offers.offer("hp_superdome") is offers.offer("hp_superdome")
    assert all(shipped(name).illustrative for name in FAMILIES)


def test_an_offer_that_is_not_there_is_told_with_the_nearest_one() -> None:
    with pytest.raises(NotFound, match="did you mean `hp_superdome`"):
        OfferIndex(shipped_folder("pricing_rules")).offer("hp_superdom")


def test_all_problems_of_a_file_come_at_once() -> None:
    offer, problems = load_offer(Files({ENTRY: b"format: 2\noffer: X\ncurrency: XXX1\nresources: {}\ncontracts: {}\n"}))
    assert offer is None and problems
    assert (None, 1) == (load_offer(Files({}))[0], len(load_offer(Files({}))[1]))
    assert load_offer(Files({ENTRY: b"- 1\n"}))[0] is None
    assert load_offer(Files({ENTRY: b"\xff"}))[0] is None


def test_tiers_are_counted_from_one_as_those_of_books_are() -> None:
    usage = b"{kind: usage, quantities: cores, model: graduated, tiers: [{up_to: 4, price: 1}, {price: -2}]}"
    text = b"format: 2\noffer: x\ntitle: X\ncurrency: USD\nresources: {cores: {title: C}}\n"
    _, problems = load_offer(Files({ENTRY: text + b"contracts: {a: {title: A, charges: {u: " + usage + b"}}}\n"}))
    assert ["contracts.a.charges.u.tiers[2]"] == [each.where for each in problems]


def test_what_is_wrong_with_a_file_is_an_exception_of_the_index(tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / ENTRY).write_text("format: 3\n")
    with pytest.raises(InvalidDocument):
        OfferIndex(folder.parent).offer("broken")


def test_what_has_no_rights_follows_from_the_other_levels() -> None:
    offer = shipped("hp_superdome")
    levels = offer.levels_of(offer.contracts["instant_capacity"])
    assert 12 == units_of(levels, CapacityLevel("cores", LevelKind.WITHOUT_RIGHTS))
    assert "cores.rights" == str(CapacityLevel("cores", LevelKind.RIGHTS))


# ── files of format 1 ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_of_format_1_has_one_problem_that_says_what_its_keys_are_called_now() -> None:
    text = """\
format: 1
offer: x
currency: USD
resources: {cores: {installed: 8}}
contracts:
  a: {charges: {use: {kind: usage, of: cores, measure: peak, price: 5, on_demand: 7}}}
"""
    offer, (problem,) = load_offer(Files({ENTRY: text.encode()}))
    assert offer is None
    assert ("contracts.old-format", 1, 9) == (problem.code.name, problem.location.line, problem.location.column)
    assert "`measure` is `measured`" in problem.hint and "`on_demand` is `overage_price`" in problem.hint
    assert "`beyond`" not in problem.hint


# ── one configuration ────────────────────────────────────────────────────────────────────────────────────────────────

INSTALLED, RIGHTS = (CapacityLevel("cores", kind) for kind in (LevelKind.INSTALLED, LevelKind.RIGHTS))


@pytest.mark.slow
def test_installed_cores_and_rights_are_those_of_the_configuration() -> None:
    request = EvaluationRequest(
        "modular_server", date(2026, 1, 1), Choices({"cells": 4, "core_rights": 6}), differences=False
    )
    configuration = ENGINE.evaluation(request).configuration
    assert configuration is not None
    offer = ENGINE.offers.offer("modular_server_plans")
    configured = for_configuration(offer, ENGINE.outline("modular_server"), configuration)
    assert (Fraction(16), Fraction(6)) == (configured.levels[INSTALLED], configured.levels[RIGHTS])
    assert 16 == configured.resources["cores"].most == configured.levels_of(configured.contracts["outright"])[RIGHTS]
    with pytest.raises(InvalidRequest, match="for the catalog"):
        for_configuration(shipped("hp_superdome"), ENGINE.outline("modular_server"), configuration)


def test_a_catalog_knows_its_offers() -> None:
    assert ("modular_server_plans",) == ENGINE.offers.for_catalog("modular_server")
    assert () == ENGINE.offers.for_catalog("bmw_x3")
