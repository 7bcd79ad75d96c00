"""A catalog as JSON, with every kind of feature."""

from configurator_api.describe import catalog_data
from configurator_api.schemas.described import Described

from tests.api.service import Service, engine


def test_features_structures_and_numbers_are_described_in_a_locale() -> None:
    found = catalog_data(engine().catalog("modular_server").catalog, "de")
    members = {each["id"]: each for each in found["members"]}  # type: ignore[union-attr,index,call-overload]
    assert {"enumeration", "integer", "structure"} <= {each["kind"] for each in members.values()}  # type: ignore[index,call-overload]
    cells = members["cells"]
    assert (2, 16) == (cells["low"], cells["high"]) and cells["members"]  # type: ignore[index,call-overload]


def test_every_catalog_is_as_its_schema_says(served: Service) -> None:
    for id in engine().catalog_ids():
        Described.model_validate_json(served.client.get(f"/v1/catalogs/{id}").content)
