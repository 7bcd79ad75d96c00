"""Wrong arguments of a library call are named, whatever their type; names that are mistyped come with a hint."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from configurator import Engine
from configurator.errors import ConfiguratorError, InvalidRequest, NotFound
from configurator.session.choices import Choices
from tests.shipped import ENGINE

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("catalog", "choices", "options", "field", "message"),
    [
        (5, {}, {}, "catalog", "catalog: found 5 of type int; expected the id of a catalog"),
        ("lamps", [("shade", 1)], {}, "choices", "expected a mapping such as {'paint': 'jet_black'}"),
        ("lamps", {5: True}, {}, "choices", "choices: found 5 of type int; expected the path of a feature as key"),
        ("lamps", {"bulbs": 1.5}, {}, "bulbs", "bulbs: found 1.5 of type float"),
        ("lamps", {"bulbs": None}, {}, "bulbs", "bulbs: found None of type NoneType"),
        ("lamps", {}, {"on": "2026-03-01"}, "on", "on: found '2026-03-01' of type str; expected a datetime.date"),
        ("lamps", {}, {"book": 3}, "book", "book: found 3 of type int; expected the id of a price book"),
        ("lamps", {}, {"parameters": 3}, "parameters", "parameters: found 3 of type int; expected a mapping"),
        ("lamps", {}, {"parameters": {"tone": 3}}, "tone", "no parameter `tone`"),
        ("lamps", {}, {"seconds": "3"}, "seconds", "seconds: found '3' of type str; expected a number of seconds"),
        ("lamps", {}, {"seconds": True}, "seconds", "seconds: found True of type bool; expected a number of seconds"),
        ("lamps", {}, {"cheapest": "False"}, "cheapest", "cheapest: found 'False' of type str; expected True or False"),
        ("lamps", {}, {"differences": 1}, "differences", "differences: found 1 of type int; expected True or False"),
        ("lamps", {}, {"on": datetime.min.replace(tzinfo=timezone(timedelta(hours=1)))}, "on", "is no day in"),
        ("lamps", {}, {"seconds": 0}, "seconds", "seconds: found 0; expected a positive number, or None"),
        ("lamps", {"shade": "stel"}, {}, "shade", "did you mean `steel`?"),
        ("lamps", {"shad": "steel"}, {}, "", "there is no `shad` in the catalog `lamps`; did you mean `shade`?"),
        ("x" * 100_000, {}, {"on": "x" * 100_000}, "on", "… of type str"),
    ],
)
def test_a_wrong_argument_is_named(
    lamps: Engine, catalog: Any, choices: Any, options: dict[str, Any], field: str, message: str
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        lamps.evaluate(catalog, choices, **{"on": DAY, **options})
    assert (field, True) == (caught.value.field, message in str(caught.value)), str(caught.value)
    assert len(str(caught.value)) < 300


def test_a_mistyped_catalog_book_or_folder_is_not_found(lamps: Engine) -> None:
    for call in (
        lambda: lamps.evaluate("lamp"),
        lambda: lamps.evaluate("lamps", on=DAY, book="lamps_us"),
        lambda: Engine.open("/no/such/folder"),
    ):
        with pytest.raises(NotFound) as caught:
            call()
        assert isinstance(caught.value, ConfiguratorError)


def test_wrong_arguments_of_quotes_folders_and_clocks_are_named(lamps: Engine) -> None:
    item = lamps.evaluate("lamps", on=DAY).item()
    calls: list[tuple[str, Callable[[], object]]] = [
        ("items", lambda: lamps.quote(item)),  # type: ignore[arg-type]
        ("items", lambda: lamps.quote([1])),  # type: ignore[list-item]
        ("on", lambda: lamps.quote([item], on="x")),  # type: ignore[arg-type]
        ("stored", lambda: lamps.verify(lamps.quote([item]))),  # type: ignore[arg-type]
        ("catalogs", lambda: Engine.open(5)),  # type: ignore[arg-type]
        ("clock", lambda: Engine.open(clock=lambda: datetime(2026, 3, 1)).evaluate("aeron")),
    ]
    for field, call in calls:
        with pytest.raises(InvalidRequest) as caught:
            call()
        assert field == caught.value.field


def test_two_instances_cannot_have_one_id() -> None:
    choices = Choices({"cells": 3}, {"cells": ("a", "a", "b")})
    with pytest.raises(InvalidRequest, match="'a' already names another instance"):
        ENGINE.evaluate("modular_server", choices, on=DAY)
