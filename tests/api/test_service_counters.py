"""An operator reads how much waits, is refused, stays undecided and is remembered."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from configurator_api.admission import Admission
from configurator_api.limits import LaneSize
from configurator_api.problem_details import HttpProblem

from configurator.engine import Engine, EvaluationRequest
from configurator.offering.evaluation import Evaluation
from tests.api.service import Service, engine, service

EVALUATE = "/v1/catalogs/aeron/evaluate"


def _counters(served: Service) -> Any:
    return served.client.get("/v1/health").json()["counters"]


def _undecided(evaluation: Callable[..., Evaluation]) -> Callable[..., Evaluation]:
    def late(engine: Engine, request: EvaluationRequest) -> Evaluation:
        return replace(evaluation(engine, replace(request, seconds=None)), undecided=True)

    return late


def test_outcomes_are_counted_as_they_are_logged(tmp_path: Path) -> None:
    with service(tmp_path, evaluate_rate="3/hour") as served:
        for body in ({"choices": {"arms": "none"}}, {"choices": {"arms": 1.5}}, {}, {}):
            served.post(EVALUATE, body)
        served.client.get("/v1/nothing")
        outcomes = _counters(served)["outcomes"]
    assert {"ok": 2, "invalid-request": 1, "too-many-requests": 1, "not-found": 1} == outcomes


def test_an_answer_that_time_left_undecided_is_counted_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with service(tmp_path) as served:
        monkeypatch.setattr(Engine, "evaluation", _undecided(Engine.evaluation))
        assert 200 == served.post(EVALUATE, {"choices": {"arms": "none"}, "on": "2026-02-01"}).status_code
        assert {"undecided": 1} == _counters(served)["outcomes"]


def test_what_is_answered_from_memory_is_a_hit(tmp_path: Path) -> None:
    with service(tmp_path) as served:
        before = _counters(served)["evaluations"]
        for _ in range(3):
            served.post(EVALUATE, {"on": "2026-02-03"})
        after = _counters(served)["evaluations"]
    assert {"hits": 2, "misses": 1} == {name: after[name] - before[name] for name in after}


def test_every_queue_says_what_is_under_way(tmp_path: Path) -> None:
    engine().catalog("aeron")
    with service(tmp_path) as served:
        served.post(EVALUATE, {"on": "2026-02-04"})
        queues = _counters(served)["queues"]
    assert {"searches", "pages", "evaluations", "database"} <= {*queues}
    assert {"under_way": 0, "refused_full": 0, "refused_share": 0} == queues["evaluations of aeron"]


def test_refusals_are_counted_by_whose_limit_it_was() -> None:
    admission = Admission("searches", LaneSize(threads=1, line=1, of_one_client=1))
    for client in ("a", "a", "b", "c", "a"):
        try:
            admission.take_on(client)
        except HttpProblem:
            continue
    assert (2, 2, 1) == (admission.under_way, admission.refused_full, admission.refused_share)
