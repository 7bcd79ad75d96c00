"""Catalogs are listed, described, and fetched anew only where something changed."""

import hashlib
import json
from pathlib import Path

from configurator_api.app import create_app
from configurator_api.routes.catalog_routes import catalog_data
from configurator_api.schemas.catalog_responses import CatalogResponse
from configurator_api.service_context import Settings
from fastapi.testclient import TestClient

from configurator import storage as stores
from configurator.engine import Engine
from configurator.shipped import shipped_folder
from tests.api.service import NOW, Service, engine
from tests.offering.test_evaluation_responses import as_described

BMW = "/v1/catalogs/bmw_x3"


def test_all_catalogs_are_listed(served: Service) -> None:
    listed = served.client.get("/v1/catalogs").json()["catalogs"]
    assert {"aeron", "bmw_x3", "modular_server"} <= {each["id"] for each in listed}


def test_the_entity_tag_is_the_digest_of_the_answer(served: Service) -> None:
    english, german = (served.client.get("/v1/catalogs/aeron", params={"locale": locale}) for locale in ("en", "de"))
    assert f'"{hashlib.sha256(english.content).hexdigest()}"' == english.headers["etag"]
    assert english.headers["etag"] != german.headers["etag"]
    again = served.client.get("/v1/catalogs/aeron", headers={"If-None-Match": english.headers["etag"]})
    assert (304, b"") == (again.status_code, again.content)


def test_a_catalog_is_described_with_its_features_its_laws_and_its_books(served: Service) -> None:
    found = served.client.get(BMW).json()
    assert ["bmw_x3_us"] == [book["id"] for book in found["books"]]
    assert "paint" in {member["id"] for member in found["members"]}
    assert all(law["because"] and law["place"] for law in found["constraints"])


def test_an_unknown_catalog_is_not_found_and_the_nearest_is_named(served: Service) -> None:
    found = served.client.get("/v1/catalogs/bmw_x4")
    assert (404, "there is no catalog `bmw_x4`; did you mean `bmw_x3`?") == (found.status_code, found.json()["detail"])


def test_a_product_code_is_read_as_choices_that_give_it_again(served: Service) -> None:
    code = "AER1B22HWALPG1G1G1C7BK"
    read = served.client.get(f"/v1/catalogs/aeron/codes/{code}").json()
    found = served.post("/v1/catalogs/aeron/evaluate", {"choices": read["choices"], "differences": False}).json()
    assert (True, code) == (found["consistent"], found["code"])


def test_what_is_no_product_code_is_not_found(served: Service) -> None:
    found = served.client.get("/v1/catalogs/aeron/codes/AER9")
    assert (404, "`AER9` is no product code of aeron") == (found.status_code, found.json()["detail"])
    assert 422 == served.client.get(f"/v1/catalogs/bmw_x3/codes/{'A' * 501}").status_code


def test_features_structures_and_numbers_are_described_in_a_locale() -> None:
    found = catalog_data(engine().catalog("modular_server").catalog, "de")
    members = {each["id"]: each for each in found["members"]}
    assert {"enumeration", "integer", "structure"} <= {each["kind"] for each in members.values()}
    cells = members["cells"]
    assert (2, 16) == (cells["low"], cells["high"]) and cells["members"]


def test_every_catalog_is_as_its_schema_says(served: Service) -> None:
    for id in engine().catalog_ids():
        content = served.client.get(f"/v1/catalogs/{id}").content
        assert json.loads(content) == as_described(content, CatalogResponse)


def test_a_broken_catalog_is_named_and_leaves_the_others_listed(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "catalog.yaml").write_text("format: 9\n", encoding="utf-8")
    (tmp_path / "aeron").symlink_to(shipped_folder("catalogs") / "aeron")
    with stores.open(f"sqlite:///{tmp_path / 'test.db'}") as storage:
        app = create_app(Engine.open(tmp_path, tmp_path / "books"), storage, settings=Settings(lambda: NOW))
        with TestClient(app) as client:
            found = client.get("/v1/catalogs").json()
            assert 200 == client.get("/v1/catalogs/aeron").status_code
    assert (["aeron"], ["broken"]) == ([each["id"] for each in found["catalogs"]], found["unusable"])
