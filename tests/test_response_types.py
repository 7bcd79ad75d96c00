"""What responses are made of."""

import pytest
from pydantic import TypeAdapter, ValidationError

from configurator.response_types import MoneyResponse, Number


def test_amounts_and_numbers_are_exact_text() -> None:
    for text in ("0", "-1.50", "1/3"):
        TypeAdapter(Number).validate_python(text)
    for wrong in (1, 1.5, "1e3", ""):
        with pytest.raises(ValidationError):
            TypeAdapter(Number).validate_python(wrong)
    TypeAdapter(MoneyResponse).validate_python({"amount": "42145.00", "currency": "USD"})
