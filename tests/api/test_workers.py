"""Requests are answered one after the other by their catalog's worker, and nothing else waits for them."""

import asyncio
import threading
from functools import partial
from itertools import chain, repeat
from time import sleep

import pytest
from configurator_api.limits import CATALOG_LINE, ENOUGH_PROMPT, LONGEST_PROMPT, LONGEST_TURN, PROMPT
from configurator_api.problem_details import HttpProblem
from configurator_api.workers import CatalogWorker, CatalogWorkers

from configurator.budget import Cancellation, asked_by, or_by_asker
from configurator.errors import Undecided


def test_questions_are_answered_in_the_order_of_arrival_by_one_thread() -> None:
    outcomes: list[tuple[int, str]] = []

    def work(number: int) -> int:
        sleep(0.002)
        outcomes.append((number, threading.current_thread().name))
        return number

    async def request() -> list[int]:
        worker = CatalogWorker("aeron")
        return await asyncio.gather(*(worker.done(str(number), partial(work, number)) for number in range(5)))

    assert list(range(5)) == asyncio.run(request())
    assert [(number, "worker aeron") for number in range(5)] == outcomes


def test_a_long_search_holds_up_neither_the_service_nor_another_catalog() -> None:
    async def request() -> list[str]:
        workers, end, order = CatalogWorkers(), threading.Event(), list[str]()

        async def asking(catalog: str, seconds: float | None) -> None:
            await workers.of(catalog).done("a", lambda: end.wait(seconds))
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
            await worker.done("a", late)
        return await worker.done("a", lambda: 1)

    assert 1 == asyncio.run(request())


def test_who_does_not_wait_any_more_is_passed_over() -> None:
    async def request() -> list[str]:
        worker, begun, end, done = CatalogWorker("aeron"), threading.Event(), threading.Event(), list[str]()

        def long() -> None:
            begun.set()
            end.wait(10)

        first = asyncio.create_task(worker.done("a", long))
        await asyncio.to_thread(begun.wait, 10)
        second = asyncio.create_task(worker.done("a", lambda: done.append("second")))
        await asyncio.sleep(0)
        for each in (first, second):
            each.cancel()
        end.set()
        await worker.done("a", lambda: done.append("third"))
        return done

    assert ["third"] == asyncio.run(request())


def test_a_desk_without_questions_is_left_and_attended_again() -> None:
    async def request() -> list[bool]:
        worker, attended = CatalogWorker("aeron", patience=0.01), list[bool]()
        for _ in range(2):
            await worker.done("a", lambda: None)
            while worker._running:
                await asyncio.sleep(0.005)
            attended.append(worker._running)
        return attended

    assert [False, False] == asyncio.run(request())


@pytest.mark.parametrize(("waited", "used"), [(LONGEST_PROMPT, 0.0), (PROMPT, PROMPT)])
def test_a_desk_is_prompt_while_its_latest_answers_came_at_once_and_nobody_waits(waited: float, used: float) -> None:
    async def request() -> list[bool]:
        before = 2 * (ENOUGH_PROMPT + 1)
        moments, times = (chain(repeat(0.0, before), (0.0, last), repeat(0.0)) for last in (waited, used))
        worker, found = CatalogWorker("aeron", now=moments.__next__, used=times.__next__), list[bool]()
        for _ in range(ENOUGH_PROMPT):
            found.append(worker.is_quick)
            await worker.done("a", lambda: None)
        found.append(worker.is_quick)
        waiting = asyncio.create_task(worker.done("a", lambda: None))
        await asyncio.sleep(0)
        found.append(worker.is_quick)
        await waiting
        await worker.done("a", lambda: None)
        return [*found, worker.is_quick]

    assert [*[False] * ENOUGH_PROMPT, True, False, False] == asyncio.run(request())


def test_the_event_loop_tries_no_further_answer_before_it_has_looked_at_its_sockets() -> None:
    async def request() -> list[bool]:
        moments = chain(repeat(0.0, 2 * ENOUGH_PROMPT), (0.0, 0.0, LONGEST_TURN, LONGEST_TURN), repeat(0.0))
        worker, found = CatalogWorker("aeron", now=moments.__next__, used=lambda: 0.0), list[bool]()
        for _ in range(ENOUGH_PROMPT):
            await worker.done("a", lambda: None)
        found.append(worker.is_quick)
        worker.at_once(lambda: None)
        found.append(worker.is_quick)
        await asyncio.sleep(0)
        return [*found, worker.is_quick]

    assert [True, False, True] == asyncio.run(request())


def test_a_catalog_takes_on_no_more_than_its_line_and_says_so_at_once() -> None:
    async def request() -> tuple[list[object], int]:
        worker, end, most = CatalogWorker("aeron"), threading.Event(), CATALOG_LINE.threads + CATALOG_LINE.line
        asked = [asyncio.ensure_future(worker.done(str(number), lambda: end.wait(60))) for number in range(most + 1)]
        refused = await asyncio.gather(asked.pop(), return_exceptions=True)
        end.set()
        return [*refused, *await asyncio.gather(*asked)], worker.admission.under_way

    (refused, *answers), left = asyncio.run(request())
    assert isinstance(refused, HttpProblem)
    assert (503, {"Retry-After": "1"}) == (refused.status_code, refused.headers)
    assert ([True] * 5, 0) == (answers, left)


def test_work_takes_its_asker_along_to_the_thread() -> None:
    async def request() -> bool:
        asker, never = Cancellation(), Cancellation()
        with asked_by(asker):
            asked = asyncio.ensure_future(CatalogWorker("aeron").done("a", lambda: or_by_asker(never)))
        known = await asked
        asker.cancel()
        return known.cancelled

    assert asyncio.run(request())
