"""What errors are made of."""

from configurator_api.schemas.field_types import ProblemResponse


def test_a_problem_has_what_rfc_9457_asks_for() -> None:
    assert {"type", "title", "status", "detail"} <= set(ProblemResponse.model_json_schema()["required"])
