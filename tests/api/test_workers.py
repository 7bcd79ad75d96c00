"""Requests are answered one after the other by their catalog's worker, and nothing else waits for them."""

import asyncio
import threading
from functools import partial
from itertools import chain, repeat
from time import sleep

import pytest
from configurator_api.limits import ENOUGH_PROMPT, LONGEST_PROMPT, PROMPT
from configurator_api.workers import CatalogWorker, CatalogWorkers

from configurator.errors import Undecided


def test_questions_are_answered_in_the_order_of_arrival_by_one_thread() -> None:
    outcomes: list[tuple[int, str]] = []

    def work(number: int) -> int:
        sleep(0.002)
        outcomes.append((number, threading.current_thread().name))
        return number

    async def request() -> list[int]:
        worker = CatalogWorker("aeron")
        return await asyncio.gather(*(worker.done(partial(work, number)) for number in range(5)))

    assert list(range(5)) == asyncio.run(request())
    assert [(number, "worker aeron") for number in range(5)] == outcomes


def test_a_long_search_holds_up_neither_the_service_nor_another_catalog() -> None:
    async def request() -> list[str]:
        workers, end, order = CatalogWorkers(), threading.Event(), list[str]()

        async def asking(catalog: str, seconds: float | None) -> None:
            await workers.of(catalog).done(lambda: end.wait(seconds))
            order.append(catalog)

        long = asyncio.create_task(asking("linux", 10))
        await asking("aeron", 0)
        end.set()
        await long
        return order

    assert ["aeron", "linux"] == asyncio.run(request())


def test_what_goes_wrong_is_raised_where_it_was_asked_and_the_desk_goes_on() -> None:
    def late() -> int:
        raise Undecided("time ran out")

    async def request() -> int:
        worker = CatalogWorker("aeron")
        with pytest.raises(Undecided):
            await worker.done(late)
        return await worker.done(lambda: 1)

    assert 1 == asyncio.run(request())


def test_who_does_not_wait_any_more_is_passed_over() -> None:
    async def request() -> list[str]:
        worker, begun, end, done = CatalogWorker("aeron"), threading.Event(), threading.Event(), list[str]()

        def long() -> None:
            begun.set()
            end.wait(10)

        first = asyncio.create_task(worker.done(long))
        await asyncio.to_thread(begun.wait, 10)
        second = asyncio.create_task(worker.done(lambda: done.append("second")))
        await asyncio.sleep(0)
        for each in (first, second):
            each.cancel()
        end.set()
        await worker.done(lambda: done.append("third"))
        return done

    assert ["third"] == asyncio.run(request())


def test_a_desk_without_questions_is_left_and_attended_again() -> None:
    async def request() -> list[bool]:
        worker, attended = CatalogWorker("aeron", patience=0.01), list[bool]()
        for _ in range(2):
            await worker.done(lambda: None)
            while worker._running:
                await asyncio.sleep(0.005)
            attended.append(worker._running)
        return attended

    assert [False, False] == asyncio.run(request())


@pytest.mark.parametrize(("waited", "used"), [(LONGEST_PROMPT, 0.0), (PROMPT, PROMPT)])
def test_a_desk_is_prompt_while_its_latest_answers_came_at_once_and_nobody_waits(waited: float, used: float) -> None:
    async def request() -> list[bool]:
        before = 2 * (ENOUGH_PROMPT + 1)
        moments, times = (chain(repeat(0.0, before), (0.0, last)) for last in (waited, used))
        worker, found = CatalogWorker("aeron", now=moments.__next__, used=times.__next__), list[bool]()
        for _ in range(ENOUGH_PROMPT):
            found.append(worker.is_quick)
            await worker.done(lambda: None)
        found.append(worker.is_quick)
        waiting = asyncio.create_task(worker.done(lambda: None))
        await asyncio.sleep(0)
        found.append(worker.is_quick)
        await waiting
        worker.timed(lambda: None)
        return [*found, worker.is_quick]

    assert [*[False] * ENOUGH_PROMPT, True, False, False] == asyncio.run(request())
