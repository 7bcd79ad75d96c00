"""Questions are answered one after the other at their catalog's desk, and nothing else waits for them."""

import asyncio
import threading
from functools import partial
from time import sleep

import pytest
from configurator_api.desks import ENOUGH_PROMPT, PROMPT, Desk, Desks

from configurator.errors import Undecided


def test_questions_are_answered_in_the_order_of_arrival_by_one_thread() -> None:
    told: list[tuple[int, str]] = []

    def work(number: int) -> int:
        sleep(0.002)
        told.append((number, threading.current_thread().name))
        return number

    async def ask() -> list[int]:
        desk = Desk("aeron")
        return await asyncio.gather(*(desk.done(partial(work, number)) for number in range(5)))

    assert list(range(5)) == asyncio.run(ask())
    assert [(number, "desk aeron") for number in range(5)] == told


def test_a_long_search_holds_up_neither_the_service_nor_another_catalog() -> None:
    async def ask() -> list[str]:
        desks, end, order = Desks(), threading.Event(), list[str]()

        async def asking(catalog: str, seconds: float | None) -> None:
            await desks.of(catalog).done(lambda: end.wait(seconds))
            order.append(catalog)

        long = asyncio.create_task(asking("linux", 10))
        await asking("aeron", 0)
        end.set()
        await long
        return order

    assert ["aeron", "linux"] == asyncio.run(ask())


def test_what_goes_wrong_is_raised_where_it_was_asked_and_the_desk_goes_on() -> None:
    def late() -> int:
        raise Undecided("time ran out")

    async def ask() -> int:
        desk = Desk("aeron")
        with pytest.raises(Undecided):
            await desk.done(late)
        return await desk.done(lambda: 1)

    assert 1 == asyncio.run(ask())


def test_who_does_not_wait_any_more_is_passed_over() -> None:
    async def ask() -> list[str]:
        desk, begun, end, done = Desk("aeron"), threading.Event(), threading.Event(), list[str]()

        def long() -> None:
            begun.set()
            end.wait(10)

        first = asyncio.create_task(desk.done(long))
        await asyncio.to_thread(begun.wait, 10)
        second = asyncio.create_task(desk.done(lambda: done.append("second")))
        await asyncio.sleep(0)
        for each in (first, second):
            each.cancel()
        end.set()
        await desk.done(lambda: done.append("third"))
        return done

    assert ["third"] == asyncio.run(ask())


def test_a_desk_without_questions_is_left_and_attended_again() -> None:
    async def ask() -> list[bool]:
        desk, attended = Desk("aeron", patience=0.01), list[bool]()
        for _ in range(2):
            await desk.done(lambda: None)
            while desk._attended:
                await asyncio.sleep(0.005)
            attended.append(desk._attended)
        return attended

    assert [False, False] == asyncio.run(ask())


@pytest.mark.timing
def test_a_desk_is_prompt_while_its_latest_answers_came_at_once_and_nobody_waits() -> None:
    async def ask() -> list[bool]:
        desk, found = Desk("aeron"), list[bool]()
        for _ in range(ENOUGH_PROMPT):
            found.append(desk.is_prompt)
            await desk.done(lambda: None)
        found.append(desk.is_prompt)
        waiting = asyncio.create_task(desk.done(lambda: None))
        await asyncio.sleep(0)
        found.append(desk.is_prompt)
        await waiting
        desk.timed(lambda: sleep(2 * PROMPT))
        return [*found, desk.is_prompt]

    assert [*[False] * ENOUGH_PROMPT, True, False, False] == asyncio.run(ask())
