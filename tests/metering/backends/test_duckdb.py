"""Events in DuckDB: each once, all or nothing, and read as the plain count has it."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from configurator.errors import InvalidRequest
from configurator.metering.backends.duckdb import DuckDbEvents
from configurator.metering.event_store import Receipt
from configurator.metering.model import Event
from tests.examples import share
from tests.metering.counting import expected
from tests.metering.meters import ALL, START, events, questions

FEWER = settings(max_examples=share(40))


@pytest.mark.slow
@FEWER
@given(st.lists(st.lists(events(), max_size=40), max_size=4))
def test_any_events_are_counted_as_a_plain_count_has_it(batches: list[list[Event]]) -> None:
    with DuckDbEvents() as store:
        for batch in batches:
            store.add(batch, ALL)
        found = store.read(questions(), ALL.time_zone)
    assert expected([event for batch in batches for event in batch], questions(), ALL) == found


@pytest.mark.slow
@FEWER
@given(st.lists(events(), max_size=30, unique_by=lambda event: event.id), st.randoms(use_true_random=False))
def test_the_order_of_arrival_and_sending_twice_change_nothing(found: list[Event], random: object) -> None:
    shuffled = [*found, *found]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    with DuckDbEvents() as one, DuckDbEvents() as other:
        one.add(found, ALL)
        for begin in range(0, len(shuffled), 7):
            other.add(shuffled[begin : begin + 7], ALL)
        assert one.read(questions(), ALL.time_zone) == other.read(questions(), ALL.time_zone)


def event(name: str, quantity: int = 1) -> Event:
    return Event(name, "acme", "bytes", START, Fraction(quantity), {})


def test_a_receipt_says_what_was_new_known_and_contradicting() -> None:
    with DuckDbEvents() as store:
        assert Receipt(2, 0) == store.add([event("a"), event("b")], ALL)
        assert Receipt(1, 1, ("b",)) == store.add([event("a"), event("b", 2), event("c")], ALL)
        assert Receipt(1, 1, ("d",)) == store.add([event("d"), event("d"), event("d", 3)], ALL)
        assert Receipt(0, 0) == store.add([], ALL)


def test_a_question_of_what_was_known_then_is_answered_alike_for_ever() -> None:
    with DuckDbEvents() as store:
        store.add([event("a", 5)], ALL)
        then = store.received()
        before = store.read(questions(then), ALL.time_zone)
        store.add([event("late", 7)], ALL)
        assert before == store.read(questions(then), ALL.time_zone)
        assert [12] == [each.quantity for each in store.read(questions(), ALL.time_zone)]


def test_events_outlive_the_process(tmp_path: Path) -> None:
    with DuckDbEvents(tmp_path / "events.db") as store:
        store.add([event("a", 5)], ALL)
    with DuckDbEvents(tmp_path / "events.db") as store:
        assert Receipt(0, 1) == store.add([event("a", 5)], ALL)
        assert [5] == [each.quantity for each in store.read(questions(), ALL.time_zone)]


def test_a_file_that_is_no_store_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello " * 5000)
    with pytest.raises(InvalidRequest, match=r"notes\.txt cannot be opened"):
        DuckDbEvents(tmp_path / "notes.txt")
