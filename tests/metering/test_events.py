"""Events are read exactly as written, and each wrong line is one problem that stops no other."""

import json
from fractions import Fraction

import pytest

from configurator.metering.events import events_of_csv, events_of_lines
from configurator.metering.model import Event
from configurator.problems import Problem
from tests.metering.meters import ALL

GOOD = {"id": "1", "subject": "acme", "meter": "bytes", "time": "2026-01-05T10:00:00.000001+01:00", "quantity": "0.1"}


def one(**changes: object) -> Event | Problem:
    fields = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    (found,) = events_of_lines([json.dumps(fields).encode()], "e.jsonl", ALL)
    return found


def test_an_event_is_what_the_line_says() -> None:
    found = one()
    assert Event("1", "acme", "bytes", 1_767_603_600_000_001, Fraction(1, 10), {}) == found


def test_numbers_are_read_as_they_are_written() -> None:
    (found,) = events_of_lines([json.dumps(GOOD).replace('"0.1"', "0.100001").encode()], "e.jsonl", ALL)
    assert isinstance(found, Event)
    assert Fraction(100_001, 1_000_000) == found.quantity


def test_without_a_quantity_it_is_one() -> None:
    found = one(quantity=None)
    assert isinstance(found, Event)
    assert 1 == found.quantity


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"id": None}, "metering.bad-event"),
        ({"id": "x" * 201}, "metering.bad-event"),
        ({"subject": "a\nb"}, "metering.bad-event"),
        ({"meter": "byte"}, "metering.unknown-meter"),
        ({"meter": "calls"}, "metering.missing-dimension"),
        ({"time": "2026-01-05T10:00:00"}, "metering.bad-event"),
        ({"time": "yesterday"}, "metering.bad-event"),
        ({"time": "1969-12-31T23:59:59Z"}, "metering.bad-event"),
        ({"quantity": "0.0000001"}, "metering.bad-event"),
        ({"quantity": "1e18"}, "metering.bad-event"),
        ({"quantity": "1e999999999"}, "metering.bad-event"),
        ({"quantity": "NaN"}, "metering.bad-event"),
        ({"quantity": [1]}, "metering.bad-event"),
        ({"meter": "traffic", "quantity": "-1"}, "metering.bad-event"),
        ({"dimensions": {"region": True}}, "metering.bad-event"),
        ({"dimensions": {f"d{n}": "x" for n in range(51)}}, "metering.bad-event"),
        ({"price": "1"}, "metering.bad-event"),
    ],
)
def test_a_wrong_event_is_a_problem(changes: dict[str, object], code: str) -> None:
    found = one(**changes)
    assert isinstance(found, Problem), found
    assert code == str(found.code)


@pytest.mark.parametrize(
    "line", [b"{", b"[]", b'"a"', b"\xff", b"[" * 60_000, b"x" * 70_000, b'{"id": "1", "id": "2"}']
)
def test_a_line_that_is_no_event_is_a_problem_and_the_next_one_is_read(line: bytes) -> None:
    wrong, good = events_of_lines([line, b"\n", json.dumps(GOOD).encode()], "e.jsonl", ALL)
    assert isinstance(wrong, Problem) and isinstance(good, Event)
    assert ("e.jsonl", 1) == (wrong.location.file, wrong.location.line)


def test_other_columns_of_a_table_are_dimensions() -> None:
    table = b"id,subject,meter,time,quantity,region\n1,acme,calls,2026-01-05T10:00:00Z,2,eu\n2,acme,calls,soon,2,eu\n"
    events, problems = events_of_csv(table, "e.csv", ALL)
    assert [{"region": "eu"}] == [event.dimensions for event in events]
    assert [("metering.bad-event", 3)] == [(str(problem.code), problem.location.line) for problem in problems]
