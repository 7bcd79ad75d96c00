"""A client that asks too often waits."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from configurator_api.problem_details import HttpProblem
from configurator_api.rate_limits import Rates

from tests.api.service import service


def test_a_client_that_asks_too_often_is_told_to_wait(tmp_path: Path) -> None:
    with service(tmp_path, evaluate_rate="1/minute") as slow:
        answers = [slow.post("/v1/catalogs/nothing/evaluate", {}) for _ in range(2)]
    assert [404, 429] == [each.status_code for each in answers]
    assert 1 <= int(answers[1].headers["retry-after"]) <= 60


def test_what_is_stored_is_counted_apart(tmp_path: Path) -> None:
    with service(tmp_path, write_rate="1/minute") as slow:
        saved = [slow.post("/v1/configurations", {"catalog": "aeron"}).status_code for _ in range(2)]
        status = slow.client.get("/v1/catalogs").status_code
    assert ([201, 429], 200) == (saved, status)


def test_a_window_moves_along_and_clients_that_have_gone_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("configurator_api.rate_limits.MANY_CLIENTS", 2)
    moment = [datetime(2026, 3, 1, tzinfo=UTC)]
    rates = Rates("2/minute", "60/minute", lambda: moment[0])
    for seconds in (0, 30):
        moment[0] += timedelta(seconds=seconds)
        rates.count("evaluate", "one")
    with pytest.raises(HttpProblem) as refused:
        rates.count("evaluate", "one")
    assert refused.value.headers is not None
    assert "30" == refused.value.headers["Retry-After"]
    moment[0] += timedelta(seconds=30)
    rates.count("evaluate", "one")
    moment[0] += timedelta(hours=1)
    for client in ("two", "three"):
        rates.count("evaluate", client)
    assert {("evaluate", "two"), ("evaluate", "three")} == set(rates._moments)
