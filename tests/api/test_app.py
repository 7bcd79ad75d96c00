"""The application as a whole: every error in one form."""

from tests.api.service import Service

BMW = "/v1/catalogs/bmw_x3"


def test_every_error_is_a_problem(served: Service) -> None:
    answers = [
        served.client.get("/v1/nothing"),
        served.client.delete("/v1/catalogs"),
        served.client.get("/v1/catalogs/nothing"),
        served.post(f"{BMW}/evaluate", {"unknown": 1}),
        served.client.post(f"{BMW}/evaluate", content="{", headers={"Content-Type": "application/json"}),
        served.client.get("/v1/quotes"),
    ]
    assert [404, 405, 404, 422, 400, 401] == [each.status_code for each in answers]
    assert {"application/problem+json"} == {each.headers["content-type"] for each in answers}
    assert [each.status_code for each in answers] == [each.json()["status"] for each in answers]


def test_the_service_is_alive(served: Service) -> None:
    assert "ok" == served.client.get("/v1/health").json()["status"]
