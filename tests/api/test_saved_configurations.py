"""What was saved, on a catalog that has changed meanwhile: nothing is dropped silently."""

import shutil
from pathlib import Path

import pytest
from configurator_api.rate_limits import Rates
from configurator_api.saved_configurations import (
    ReopenedResponse,
    SavedConfigurationResponse,
    reopened,
    reopened_choices_data,
    store_choices,
    stored_choices,
)
from configurator_api.service_context import ServiceContext, Settings

from configurator import storage as stores
from configurator.engine import Engine, EvaluationRequest
from configurator.errors import NotFound
from configurator.session import Choices
from configurator.shipped import shipped_folder
from configurator.storage.storage_ports import Storage
from tests.api.service import NOW, Service
from tests.clocks import ticking
from tests.offering.test_evaluation_responses import as_described

DAY = NOW.date()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(shipped_folder("catalogs") / "aeron", tmp_path / "catalogs" / "aeron")
    shutil.copytree(shipped_folder("pricing_rules") / "aeron", tmp_path / "books" / "aeron")
    return tmp_path


def _context(folder: Path, storage: Storage) -> ServiceContext:
    engine = Engine.open(folder / "catalogs", folder / "books", now=ticking(5e-4))
    settings = Settings(lambda: NOW)
    return ServiceContext(engine, storage, settings, Rates(settings.evaluate_rate, settings.write_rate, settings.clock))


def test_a_choice_that_the_catalog_no_longer_has_is_told_as_lost(folder: Path) -> None:
    with stores.open(f"sqlite:///{folder / 'test.db'}") as storage:
        before = _context(folder, storage)
        kept = store_choices(
            before, EvaluationRequest("aeron", DAY, Choices({"size": "small", "arms": "none"})), on=None
        )
        catalog = folder / "catalogs" / "aeron" / "catalog.yaml"
        catalog.write_text(catalog.read_text(encoding="utf-8").replace("size", "girth"), encoding="utf-8")
        after = _context(folder, storage)
        found = reopened_choices_data(kept, reopened(after, stored_choices(after, kept.id), 10.0), "en")
    assert (False, False) == (found["holds"], found["same_catalog"])
    assert [("size", "unknown-path")] == [(each["path"], each["kind"]) for each in found["lost"]]
    assert {"arms": "none"} == found["choices"]


def test_a_book_that_is_gone_is_told_and_another_one_prices(folder: Path) -> None:
    with stores.open(f"sqlite:///{folder / 'test.db'}") as storage:
        before = _context(folder, storage)
        kept = store_choices(before, EvaluationRequest("aeron", DAY, book="aeron_us"), on=DAY)
        book = folder / "books" / "aeron" / "aeron_us.yaml"
        renamed = book.read_text(encoding="utf-8").replace("aeron_us", "aeron_north", 1)
        (book.parent / "aeron_north.yaml").write_text(renamed, encoding="utf-8")
        book.unlink()
        after = _context(folder, storage)
        here = reopened(after, kept, 10.0)
        found = reopened_choices_data(kept, here, "en")
    assert ("aeron_us", None, False) == (here.lost_book, here.request.book, found["holds"])
    assert ["unknown-book"] == [each["kind"] for each in found["lost"]]
    assert (
        "das Preisbuch aeron_us gibt es nicht mehr; die Preise sind die eines anderen"
        == reopened_choices_data(kept, here, "de")["lost"][0]["message"]
    )


def test_a_catalog_that_is_gone_leaves_what_was_saved_unharmed(folder: Path) -> None:
    with stores.open(f"sqlite:///{folder / 'test.db'}") as storage:
        kept = store_choices(_context(folder, storage), EvaluationRequest("aeron", DAY), on=None)
        shutil.rmtree(folder / "catalogs" / "aeron")
        after = _context(folder, storage)
        with pytest.raises(NotFound, match="the saved configuration itself is unharmed"):
            reopened(after, stored_choices(after, kept.id), 10.0)


def test_saved_configurations_are_as_described(served: Service) -> None:
    clash = {"catalog": "bmw_x3", "choices": {"trim": "fineline_siena", "premium_package": False}}
    for body in ({"catalog": "aeron", "choices": {"arms": "none"}}, clash):
        made = served.post("/v1/configurations", body)
        here = served.client.get(f"{made.headers['location']}/reopened")
        assert made.json() == as_described(made.content, SavedConfigurationResponse)
        assert here.json() == as_described(here.content, ReopenedResponse)
