import pytest

from configurator.errors import Undecided
from configurator.offering.recent import Recent


def test_a_question_is_answered_once_as_long_as_it_is_among_the_latest() -> None:
    asked: list[str] = []

    def answer() -> str:
        asked.append(question)
        return question.upper()

    recent: Recent[str] = Recent(2)
    for question in "abacab":
        assert question.upper() == recent.of(question, answer)
    assert ["a", "b", "c", "b"] == asked


def test_what_is_undecided_is_asked_again() -> None:
    answers = iter([None, 1, 2])
    recent: Recent[int | None] = Recent(9, keep=lambda found: found is not None)
    assert [None, 1, 1] == [recent.of("how many", lambda: next(answers)) for _ in range(3)]


def test_what_is_raised_is_raised_again_or_answered() -> None:
    def late() -> int:
        raise Undecided("time ran out")

    recent: Recent[int] = Recent(9)
    with pytest.raises(Undecided):
        recent.of("how many", late)
    assert 1 == recent.of("how many", lambda: 1)


def test_what_is_known_is_told_without_an_answer_being_worked_out() -> None:
    recent: Recent[int] = Recent(1)
    recent.of("a", lambda: 1)
    assert [1, None] == [recent.known(question) for question in "ab"]
