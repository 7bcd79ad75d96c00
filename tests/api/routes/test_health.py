"""Whether the service is alive."""

from tests.api.service import Service


def test_the_service_is_alive(served: Service) -> None:
    assert {"status": "ok"} == served.client.get("/v1/health").json()
