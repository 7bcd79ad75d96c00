"""Each word of a request has one form."""

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from configurator_api.schemas.request_models import (
    BestRequest,
    Day,
    EvaluateRequest,
    ExplainRequest,
    FrontRequest,
    ItemRequest,
    Locale,
    Path,
    QuoteRequest,
    RangeRequest,
    RequestModel,
    SaveRequest,
    Seconds,
    Value,
)
from pydantic import TypeAdapter, ValidationError

from tests.api.service import NOW as SERVICE_NOW


@pytest.mark.parametrize(
    ("kind", "good"),
    [
        (Value, ["jet_black", True, 4, Fraction(5, 2), "2.5 m"]),
        (Path, ["paint", "cells[c1].memory", "rack.psu-1"]),
        (Locale, ["en", "de-AT", "zh-Hant-TW"]),
        (Day, ["2026-01-31"]),
        (Seconds, [1, Fraction(1, 10), 60]),
    ],
)
def test_what_is_of_the_form_is_taken(kind: Any, good: list[object]) -> None:
    for each in good:
        TypeAdapter(kind).validate_python(each)


@pytest.mark.parametrize(
    ("kind", "bad"),
    [
        (Value, [None, [], {}, 0.5, "x" * 201]),
        (Path, ["", "Paint", "a b", "<b>", "a" * 301, "ä"]),
        (Locale, ["", "e", "en_US", "<script>"]),
        (Day, ["2026-02-30", "31.01.2026", 20260131, "2026-W05-1"]),
        (Seconds, [0, -1, 61, True, "1"]),
    ],
)
def test_anything_else_is_refused(kind: Any, bad: list[object]) -> None:
    for each in bad:
        with pytest.raises(ValidationError):
            TypeAdapter(kind).validate_python(each)


def test_a_body_has_no_unknown_fields() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        RequestModel.model_validate({"a": 1})


DAY = date(2026, 3, 1)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_an_evaluation_is_asked_with_the_defaults_of_the_service() -> None:
    request = EvaluateRequest.model_validate(
        {"choices": {"cells": 4}, "instances": {"cells": ["a", "b"]}}
    ).evaluation_request("s", NOW, 10)
    assert ("s", NOW, {"cells": 4}, {"cells": ("a", "b")}, 10) == (
        request.catalog,
        request.on,
        request.choices.values,
        request.choices.instances,
        request.seconds,
    )
    assert (True, True, False, None) == (request.priced, request.differences, request.cheapest, request.book)


def test_nobody_gets_more_time_than_the_service_gives() -> None:
    given = [
        EvaluateRequest.model_validate({"seconds": most}).evaluation_request("s", NOW, 10).seconds for most in (1, 60)
    ]
    assert [1, 10] == given


def test_numbers_of_parameters_are_exact() -> None:
    body = EvaluateRequest.model_validate({"parameters": {"chairs": 25, "new": True, "rate": Fraction(1, 3)}})
    assert {"chairs": Fraction(25), "new": True, "rate": Fraction(1, 3)} == body.evaluation_request(
        "s", NOW, 1
    ).parameters


def test_why_needs_a_path() -> None:
    with pytest.raises(ValidationError, match="path"):
        ExplainRequest.model_validate({})


def test_a_saved_configuration_keeps_the_day_only_where_one_was_named() -> None:
    assert NOW == SaveRequest.model_validate({"catalog": "aeron"}).evaluation_request(NOW, 1).on
    assert (
        date(2013, 6, 1)
        == SaveRequest.model_validate({"catalog": "aeron", "on": "2013-06-01"}).evaluation_request(NOW, 1).on
    )


def test_an_item_is_one_piece_unless_said_otherwise() -> None:
    item = ItemRequest.model_validate({"id": "a", "catalog": "aeron"}).order_item(DAY, 5)
    assert ("a", 1, 5) == (item.id, item.quantity, item.request.seconds)


def test_a_quote_has_from_one_to_a_thousand_items_each_with_its_id() -> None:
    items = [{"id": f"i{number}", "catalog": "aeron"} for number in range(1001)]
    QuoteRequest.model_validate({"items": items[:1000]})
    for wrong in ([], items, [items[0], items[0]]):
        with pytest.raises(ValidationError):
            QuoteRequest.model_validate({"items": wrong})


GOAL = {"sense": "most", "expression": "power"}


def test_a_search_asks_for_choices_on_a_day_within_the_time_of_the_service() -> None:
    request = RangeRequest.model_validate({"choices": {"a": True}, "seconds": Fraction(60)}).evaluation_request(
        "lamps", SERVICE_NOW, 10.0
    )
    assert ({"a": True}, SERVICE_NOW, 10.0) == (request.choices.values, request.on, request.seconds)


@pytest.mark.parametrize("amount", [40_000, Fraction("1999.90"), 0])
def test_an_amount_is_an_exact_number(amount: int | Fraction) -> None:
    assert Fraction(amount) == BestRequest.model_validate({"at_most": amount}).at_most


@pytest.mark.parametrize("amount", [-1, "40000", True, 10**16])
def test_what_is_no_amount_is_refused(amount: object) -> None:
    with pytest.raises(ValidationError, match="expected an amount"):
        BestRequest.model_validate({"at_most": amount})


@pytest.mark.parametrize("goals", [[], [GOAL] * 3, [{"sense": "best", "expression": "power"}], [{"sense": "most"}]])
def test_a_front_has_one_goal_or_two(goals: object) -> None:
    with pytest.raises(ValidationError):
        FrontRequest.model_validate({"goals": goals})


def test_a_best_build_needs_no_goal() -> None:
    assert [] == BestRequest.model_validate({}).goals
