"""Work stops when its budget ends."""

from threading import Event

import pytest

from configurator.budget import (
    UNLIMITED,
    Budget,
    BudgetMeter,
    BudgetResource,
    Cancellation,
    OutOfBudget,
    asked_by,
    or_by_asker,
    resident_bytes,
)
from configurator.limits import STEPS_BETWEEN_LOOKS, WATCHED_EVERY


def test_a_share_is_a_part_of_the_time_that_is_left() -> None:
    budget = Budget(lambda: 2.0, deadline=6.0)
    assert (1.0, 6.0) == (budget.share(0.25).remaining(), budget.deadline)
    assert UNLIMITED is UNLIMITED.share(0.25)


def test_without_a_limit_nothing_stops() -> None:
    meter = BudgetMeter(UNLIMITED)
    for _ in range(1000):
        meter.step()
    assert 1000 == meter.steps


def test_so_many_steps_are_allowed() -> None:
    meter = BudgetMeter(UNLIMITED, most_steps=3)
    for _ in range(3):
        meter.step()
    with pytest.raises(OutOfBudget):
        meter.step()


def test_a_spent_budget_stops_the_first_step_and_every_later_one() -> None:
    meter = BudgetMeter(Budget(now=lambda: 2.0, deadline=1.0))
    for _ in range(3):
        with pytest.raises(OutOfBudget):
            meter.step()


def test_the_clock_is_read_once_in_many_steps() -> None:
    looks: list[float] = []

    def now() -> float:
        looks.append(0.0)
        return 0.0

    meter = BudgetMeter(Budget(now, deadline=1.0))
    for _ in range(3 * STEPS_BETWEEN_LOOKS):
        meter.step()
    assert 3 == len(looks)


def test_a_budget_of_memory_ends_where_the_process_holds_more() -> None:
    held = [100]
    budget = UNLIMITED.within(50, lambda: held[0])
    assert (False, None) == (budget.spent(), budget.lacks())
    held[0] = 151
    assert (True, BudgetResource.MEMORY) == (budget.spent(), budget.lacks())
    with pytest.raises(OutOfBudget, match="memory ran out"):
        budget.check()


def test_the_process_holds_some_memory() -> None:
    assert 1 << 20 < resident_bytes() < 1 << 40


def test_native_work_is_interrupted_when_the_question_is_withdrawn() -> None:
    cancellation, stopped = Cancellation(), Event()
    with Budget(cancellation=cancellation).interrupting(stopped.set):
        cancellation.cancel()
        assert stopped.wait(5)


def test_a_question_ends_with_its_engine_and_with_its_asker() -> None:
    engine, asker = Cancellation(), Cancellation()
    with asked_by(asker):
        question = or_by_asker(engine)
    assert engine is or_by_asker(engine)
    assert not question.cancelled
    asker.cancel()
    assert (True, False) == (question.cancelled, engine.cancelled)
    with asked_by(Cancellation()):
        another = or_by_asker(engine)
    engine.cancel()
    assert another.cancelled


@pytest.mark.parametrize(
    ("budget", "waits", "expected"),
    [
        (UNLIMITED, 5, True),
        (Budget(lambda: 0.0, 3.5 * WATCHED_EVERY), 4, True),
        (Budget(lambda: 0.0, 3.5 * WATCHED_EVERY), 5, False),
    ],
)
def test_a_budget_allows_to_wait_until_it_ends(budget: Budget, waits: int, expected: bool) -> None:
    waited: list[float] = []

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        return len(waited) == waits

    assert expected is budget.allows(wait)
    assert budget.deadline is None or sum(waited) <= budget.deadline * 1.001


def test_nobody_waits_once_the_question_is_withdrawn() -> None:
    asker, waited = Cancellation(), list[float]()

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        asker.cancel()
        return False

    assert not Budget(cancellation=asker).allows(wait)
    assert [WATCHED_EVERY] == waited
