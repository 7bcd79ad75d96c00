"""A queue takes on what it has room for, tells whose limit was reached, and is shorter under lasting pressure."""

from collections.abc import Callable

import pytest
from configurator_api.admission import Admission
from configurator_api.limits import LaneSize
from configurator_api.problem_details import HttpProblem

CALM, PRESSED = LaneSize(threads=1, line=4, of_one_client=4), LaneSize(threads=1, line=1, of_one_client=1)


class Queue:
    """A queue of evaluations with a clock of its own, whose answers take a second each."""

    def __init__(self, size: LaneSize = CALM, pressed: LaneSize | None = PRESSED) -> None:
        self.moment = 0.0
        self.admission = Admission("evaluations of bmw_x3", size, pressed=pressed, clock=lambda: self.moment)
        self.admission.took(1.0)

    def refusal(self, client: str) -> str:
        """Return why a question is refused; empty if it is not."""
        try:
            self.admission.take_on(client)
        except HttpProblem as problem:
            return problem.detail
        return ""

    def asked(self, *clients: str) -> list[bool]:
        """Return which questions are taken on."""
        return [not self.refusal(client) for client in clients]


def test_a_full_queue_says_how_much_it_takes_on() -> None:
    queue = Queue()
    assert [True] * 5 == queue.asked("a", "b", "c", "d", "e")
    expected = "the service takes on 5 evaluations of bmw_x3 at a time, and has as many; send the same again in 5 s"
    queue.moment = 1.0
    assert expected == queue.refusal("f")


def test_a_client_that_has_its_share_is_told_so_and_others_have_room() -> None:
    queue = Queue()
    assert [True] * 4 == queue.asked("a", "a", "a", "a")
    queue.moment = 1.0
    expected = "of the evaluations of bmw_x3 under way, 4 may be this client's, and are; send the same again in 4 s"
    assert expected == queue.refusal("a")
    assert [True] == queue.asked("b")


def test_when_to_come_back_follows_from_how_long_the_work_takes() -> None:
    moment = [0.0]
    admission = Admission("searches", LaneSize(threads=2, line=0, of_one_client=2), clock=lambda: moment[0])

    def take_long() -> None:
        moment[0] += 50

    for client in ("a", "b"):
        admission.take_on(client)
    admission.timed(take_long)
    with pytest.raises(HttpProblem) as refused:
        admission.take_on("c")
    assert {"Retry-After": "50"} == refused.value.headers


def test_a_burst_may_wait_but_under_lasting_pressure_hardly_anything_does() -> None:
    queue = Queue()
    longest: list[int] = []
    for second in range(60):
        queue.moment = float(second)
        if queue.admission.under_way:
            queue.admission.let_go(next(iter(queue.admission._clients)))
        queue.asked(*(f"{second} {number}" for number in range(4)))
        longest.append(queue.admission.under_way)
    assert 5 == max(longest[:5])
    assert {2} == set(longest[10:])


def test_under_pressure_one_client_leaves_room_for_another() -> None:
    queue = Queue()
    queue.asked(*["a"] * 20)
    while queue.admission.under_way:
        queue.admission.let_go("a")
    assert [True, False, True] == queue.asked("a", "a", "b")


def _calm_after(seconds: float) -> Callable[[Queue], bool]:
    def calm(queue: Queue) -> bool:
        queue.moment += seconds
        return [True, True] == queue.asked("a", "a")

    return calm


@pytest.mark.parametrize(("seconds", "expected"), [(4.0, False), (7.0, True)])
def test_the_pressure_ends_soon_after_its_cause(seconds: float, expected: bool) -> None:
    queue = Queue()
    queue.asked(*["a"] * 1000)
    while queue.admission.under_way:
        queue.admission.let_go("a")
    assert expected is _calm_after(seconds)(queue)
