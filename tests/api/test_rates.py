"""A client that asks too often waits."""

from pathlib import Path

from tests.api.service import service


def test_a_client_that_asks_too_often_is_told_to_wait(tmp_path: Path) -> None:
    with service(tmp_path, evaluate_rate="1/minute") as slow:
        answers = [slow.post("/v1/catalogs/nothing/evaluate", {}) for _ in range(2)]
    assert [404, 429] == [each.status_code for each in answers]
    assert 1 <= int(answers[1].headers["retry-after"]) <= 60


def test_what_is_stored_is_counted_apart(tmp_path: Path) -> None:
    with service(tmp_path, write_rate="1/minute") as slow:
        saved = [slow.post("/v1/configurations", {"catalog": "aeron"}).status_code for _ in range(2)]
        asked = slow.client.get("/v1/catalogs").status_code
    assert ([201, 429], 200) == (saved, asked)
