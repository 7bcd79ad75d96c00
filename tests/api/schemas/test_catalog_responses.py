"""Descriptions of catalogs are as their schema says."""

import json

from configurator_api.schemas.catalog_responses import CatalogListResponse, CatalogResponse

from tests.api.schemas.test_evaluation_responses import undescribed
from tests.api.service import Service


def test_lists_and_catalogs_are_as_described(served: Service) -> None:
    listed = served.client.get("/v1/catalogs").content
    assert [] == undescribed(json.loads(listed), CatalogListResponse.model_validate_json(listed))
    for each in json.loads(listed)["catalogs"]:
        content = served.client.get(f"/v1/catalogs/{each['id']}").content
        assert [] == sorted(set(undescribed(json.loads(content), CatalogResponse.model_validate_json(content))))
