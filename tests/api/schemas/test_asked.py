"""Requests become what the engine is asked, no more and no less."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from configurator_api.schemas.asked import EvaluateRequest, ExplainRequest, ItemRequest, QuoteRequest, SaveRequest
from pydantic import ValidationError

DAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_an_evaluation_is_asked_with_the_defaults_of_the_service() -> None:
    ask = EvaluateRequest.model_validate({"choices": {"cells": 4}, "instances": {"cells": ["a", "b"]}}).ask(
        "s", NOW, 10
    )
    assert ("s", NOW, {"cells": 4}, {"cells": ("a", "b")}, 10) == (
        ask.catalog,
        ask.on,
        ask.choices.values,
        ask.choices.instances,
        ask.seconds,
    )
    assert (True, True, False, None) == (ask.priced, ask.differences, ask.cheapest, ask.book)


def test_nobody_gets_more_time_than_the_service_gives() -> None:
    given = [EvaluateRequest.model_validate({"seconds": asked}).ask("s", NOW, 10).seconds for asked in (1, 60)]
    assert [1, 10] == given


def test_numbers_of_parameters_are_exact() -> None:
    body = EvaluateRequest.model_validate({"parameters": {"chairs": 25, "new": True, "rate": Fraction(1, 3)}})
    assert {"chairs": Fraction(25), "new": True, "rate": Fraction(1, 3)} == body.ask("s", NOW, 1).parameters


def test_why_needs_a_path() -> None:
    with pytest.raises(ValidationError, match="path"):
        ExplainRequest.model_validate({})


def test_a_saved_configuration_keeps_the_day_only_where_one_was_named() -> None:
    assert NOW == SaveRequest.model_validate({"catalog": "aeron"}).ask(NOW, 1).on
    assert date(2013, 6, 1) == SaveRequest.model_validate({"catalog": "aeron", "on": "2013-06-01"}).ask(NOW, 1).on


def test_an_item_is_one_piece_unless_said_otherwise() -> None:
    asked = ItemRequest.model_validate({"id": "a", "catalog": "aeron"}).ask(DAY, 5)
    assert ("a", 1, 5) == (asked.id, asked.quantity, asked.ask.seconds)


def test_a_quote_has_from_one_to_a_thousand_items_each_with_its_id() -> None:
    items = [{"id": f"i{number}", "catalog": "aeron"} for number in range(1001)]
    QuoteRequest.model_validate({"items": items[:1000]})
    for wrong in ([], items, [items[0], items[0]]):
        with pytest.raises(ValidationError):
            QuoteRequest.model_validate({"items": wrong})
