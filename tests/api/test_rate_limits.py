"""A client that asks too often waits."""

from datetime import UTC, datetime
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
    moment = [1_000.0]
    rates = Rates("2/minute", "60/minute", lambda: moment[0])
    for seconds in (0, 30):
        moment[0] += seconds
        rates.count("evaluate", "one")
    with pytest.raises(HttpProblem) as refused:
        rates.count("evaluate", "one")
    assert refused.value.headers is not None
    assert "30" == refused.value.headers["Retry-After"]
    moment[0] += 30
    rates.count("evaluate", "one")
    moment[0] += 3_600
    for client in ("two", "three"):
        rates.count("evaluate", client)
    assert {("evaluate", "two"), ("evaluate", "three")} == set(rates._moments)


def test_a_key_has_a_rate_of_its_own_wherever_it_is_used(tmp_path: Path) -> None:
    with service(tmp_path, write_rate="2/minute", evaluate_rate="2/minute") as slow:
        read = [slow.client.get("/v1/quotes", headers={"X-API-Key": slow.reader}).status_code for _ in range(3)]
        assert [200, 200, 429] == read
        assert 200 == slow.client.get("/v1/quotes", headers=slow.auth).status_code
        assert 404 == slow.post("/v1/catalogs/nothing/evaluate", {}).status_code


def test_whoever_tries_keys_is_slowed_down_by_address(tmp_path: Path) -> None:
    with service(tmp_path, write_rate="2/minute") as slow:
        tried = [slow.client.get("/v1/quotes", headers={"X-API-Key": f"guess {at}"}).status_code for at in range(3)]
        assert [401, 401, 429] == tried
        assert 200 == slow.client.get("/v1/quotes", headers=slow.auth).status_code


def test_a_clock_set_back_locks_nobody_out(tmp_path: Path) -> None:
    moment = [datetime(2026, 3, 1, 12, tzinfo=UTC)]
    with service(tmp_path, now=lambda: moment[0], clock=lambda: 0.0, evaluate_rate="3/minute") as served:
        answers = []
        for hour in (12, 10, 14):
            moment[0] = moment[0].replace(hour=hour)
            answers.append(served.post("/v1/catalogs/nothing/evaluate", {}).status_code)
    assert [404, 404, 404] == answers
