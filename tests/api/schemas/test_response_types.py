"""What answers are made of."""

import pytest
from configurator_api.schemas.response_types import MoneyResponse, Number, ProblemResponse
from pydantic import TypeAdapter, ValidationError


def test_amounts_and_numbers_are_exact_text() -> None:
    for text in ("0", "-1.50", "1/3"):
        TypeAdapter(Number).validate_python(text)
    for wrong in (1, 1.5, "1e3", ""):
        with pytest.raises(ValidationError):
            TypeAdapter(Number).validate_python(wrong)
    MoneyResponse.model_validate({"amount": "42145.00", "currency": "USD"})


def test_a_problem_has_what_rfc_9457_asks_for() -> None:
    assert {"type", "title", "status", "detail"} <= set(ProblemResponse.model_json_schema()["required"])
