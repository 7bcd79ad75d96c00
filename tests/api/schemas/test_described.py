"""Descriptions of catalogs are as their schema says."""

import json

from configurator_api.schemas.described import Catalogs, Described

from tests.api.schemas.test_evaluated import untold
from tests.api.service import Service


def test_lists_and_catalogs_are_as_described(served: Service) -> None:
    listed = served.client.get("/v1/catalogs").content
    assert [] == untold(json.loads(listed), Catalogs.model_validate_json(listed))
    for each in json.loads(listed)["catalogs"]:
        content = served.client.get(f"/v1/catalogs/{each['id']}").content
        assert [] == sorted(set(untold(json.loads(content), Described.model_validate_json(content))))
