"""Windows made to measure: which there are and what they cost, in plain decimal arithmetic."""

import csv
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from random import Random
from typing import Any

import pytest

from configurator.engine import Engine, EvaluationRequest
from configurator.session.choices import Choices
from configurator.shipped import shipped_folder
from tests.shipped import ENGINE

DAY = date(2026, 3, 1)
THICKNESS = {"double": 8, "triple": 12, "acoustic": 16, "security": 20}
LARGEST_PANE = {"double": 3_500_000, "triple": 3_200_000, "acoustic": 2_800_000, "security": 2_400_000}
CARRIES = {"pvc": 90, "wood": 120, "aluminium": 150}
WIDEST_SASH = {"pvc": 1400, "wood": 1500, "aluminium": 1600}
COLOURS = {"pvc": ("white", "anthracite", "oak"), "wood": ("white", "oak"), "aluminium": ("white", "anthracite")}
GLASS = {"double": "62", "triple": "96", "acoustic": "139.50", "security": "188"}
FRAME = {"pvc": "21.80", "wood": "37.40", "aluminium": "44.90"}
SASH = {"turn": "14.20", "tilt_turn": "17.60"}
HANDLE = {"plain_handle": "12.50", "locking_handle": "39"}
Window = Mapping[str, Any]


def _random_window(random: Random) -> dict[str, Any]:
    window: dict[str, Any] = {
        "width": random.randrange(400, 2401),
        "height": random.randrange(400, 2401),
        "opening": random.choice(["fixed", "turn", "tilt_turn"]),
        "profile": random.choice(list(FRAME)),
        "colour": random.choice(["white", "anthracite", "oak"]),
        "glazing": random.choice(list(GLASS)),
        "sill": random.random() < 0.5,
        "with_shutter": random.random() < 0.3,
    }
    if window["opening"] != "fixed":
        window |= {"hung": "left", "hinges": random.randint(2, 4), "handle": random.choice(list(HANDLE))}
    if window["with_shutter"]:
        window["shutter"] = random.choice(["shutter", "motor_shutter"])
    return window


RANDOM = Random(11)
WINDOWS = [_random_window(RANDOM) for _ in range(30)]


def _is_made(window: Window) -> bool:
    width, height = window["width"], window["height"]
    grams = width * height * THICKNESS[window["glazing"]] * 2500 // 10**6
    opens = window["opening"] != "fixed"
    return (
        width * height <= LARGEST_PANE[window["glazing"]]
        and window["colour"] in COLOURS[window["profile"]]
        and (not opens or width <= WIDEST_SASH[window["profile"]])
        and (not opens or grams <= 1000 * min(CARRIES[window["profile"]], 40 * window["hinges"]))
        and (window["opening"] != "tilt_turn" or 2 * width <= 3 * height)
        and (window.get("shutter") != "shutter" or width * height <= 2_500_000)
    )


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


@cache
def _sizes() -> dict[tuple[int, int], Decimal]:
    with (shipped_folder("pricing_rules") / "window" / "sizes.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {(int(row["width"]), int(row["height"])): Decimal(row["price"]) for row in rows}


def _next_size(millimetres: int) -> int:
    return next(size for size in range(400, 2401, 400) if millimetres <= size)


def _price(window: Window) -> Decimal:
    """Return the price of a window, taxes included: each line rounded to a cent."""
    square_metres = Decimal(window["width"] * window["height"]) / 10**6
    around = Decimal(2 * (window["width"] + window["height"])) / 1000
    lines = [
        max(square_metres, Decimal("0.5")) * Decimal(GLASS[window["glazing"]]),
        around * Decimal(FRAME[window["profile"]]),
        around * Decimal(SASH.get(window["opening"], 0)),
        around * Decimal("8.90" if window["colour"] != "white" else 0),
        window.get("hinges", 0) * Decimal("9.50"),
        Decimal(HANDLE.get(window.get("handle", ""), 0)),
        _sizes()[_next_size(window["width"]), _next_size(window["height"])],
        Decimal(window["width"] + 100) / 1000 * 24 if window["sill"] else Decimal(0),
        max(square_metres, Decimal(1)) * 88 if window["with_shutter"] else Decimal(0),
        Decimal(149 if window.get("shutter") == "motor_shutter" else 0),
    ]
    net = max(sum(map(_cents, lines), Decimal()), Decimal(220)) + 49
    return net + _cents(net * Decimal("0.19"))


@cache
def _engine() -> Engine:
    return ENGINE


@pytest.mark.parametrize("window", WINDOWS, ids=str)
def test_a_window_is_made_and_costs_what_plain_arithmetic_says(window: Window) -> None:
    found = _engine().evaluation(EvaluationRequest("window", DAY, Choices(dict(window)), differences=False))
    assert _is_made(window) == found.session.consistent
    if found.session.consistent:
        assert found.priced is not None
        assert _price(window) == found.priced.totals.one_time.fraction


def test_random_windows_are_of_both_kinds() -> None:
    made = sum(map(_is_made, WINDOWS))
    assert 8 <= made <= 22
