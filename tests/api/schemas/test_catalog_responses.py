"""Descriptions of catalogs are as their schema says."""

import json

from configurator_api.schemas.catalog_responses import CatalogListResponse, CatalogResponse

from tests.api.service import Service
from tests.offering.test_evaluation_responses import as_described


def test_lists_and_catalogs_are_as_described(served: Service) -> None:
    listed = served.client.get("/v1/catalogs").content
    assert json.loads(listed) == as_described(listed, CatalogListResponse)
    for each in json.loads(listed)["catalogs"]:
        content = served.client.get(f"/v1/catalogs/{each['id']}").content
        assert json.loads(content) == as_described(content, CatalogResponse)
