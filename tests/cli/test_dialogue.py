"""Choosing step by step: what a person types, and what the terminal answers."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from configurator.cli.command_context import CommandContext, read_choices_file
from configurator.cli.dialogue import Dialogue
from configurator.engine import EvaluationRequest
from tests.offering.shop import written

Talk = Callable[..., str]


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> CommandContext:
    return CommandContext(*written(tmp_path_factory.mktemp("lamps")))


@pytest.fixture
def talk(context: CommandContext) -> Talk:
    """Say some lines to a dialogue; return what it answered after its greeting."""

    def said(*lines: str) -> str:
        dialogue = Dialogue(context, EvaluationRequest("lamps", date(2026, 1, 1)))
        with CliRunner().isolation(input="\n".join((*lines, "quit")) + "\n") as streams:
            dialogue.run()
            return streams[2].getvalue().decode().partition("leave\n\n")[2]

    return said


def test_a_choice_is_answered_with_the_new_total(talk: Talk) -> None:
    assert "total €44.50, €2.00 monthly" in talk("dimmer=true")


def test_choices_that_clash_are_explained_and_a_repair_mends_them(talk: Talk) -> None:
    answered = talk("shade=steel", "bulbs=4", "repair 2", "choices", "repair 2")
    assert "Steel shades hold two bulbs." in answered
    assert "  1. possible if you change" in answered
    assert "  1. shade = steel\n" in answered
    assert "expected the number of a repair: none is listed now" in answered


def test_a_question_is_answered_and_changes_nothing(talk: Talk) -> None:
    answered = talk("shade=steel", "?bulbs=4", "?dimmer", "?shade=paper", "choices")
    assert "Bulbs: 4 is not possible" in answered
    assert "nothing decides it; it is your choice" in answered
    assert "nothing stands in the way" in answered
    assert "  1. shade = steel\n" in answered
    assert "  2." not in answered.partition("nothing stands in the way")[2]


def test_undo_goes_back_to_any_point(talk: Talk) -> None:
    answered = talk("dimmer=true", "bulbs=2", "shade=glass", "undo 2", "choices", "undo", "choices", "undo")
    assert "  1. dimmer = true\n" in answered
    assert "nothing is chosen yet" in answered
    assert "cannot go back by 1; steps so far: 0" in answered


def test_a_choice_is_taken_back(talk: Talk) -> None:
    answered = talk("dimmer=true", "-dimmer", "choices", "-dimmer")
    assert "nothing is chosen yet" in answered
    assert "'dimmer' was not chosen; `choices` lists what was" in answered


def test_what_is_not_understood_is_answered_with_what_would_be(talk: Talk) -> None:
    assert "found 'help'; expected one of these:\n  path=value" in talk("help")
    assert "found repair '3'; expected the number of a repair: none is listed now" in talk("repair 3")
    assert "did you mean `dimmer`?" in talk("dimer=true")


def test_show_can_be_narrowed_to_some_paths(talk: Talk) -> None:
    answered = talk("show bu")
    assert "Bulbs  (bulbs) = 1" in answered
    assert "Shade" not in answered


def test_the_price_is_shown_with_its_steps(talk: Talk) -> None:
    assert "1 × €10.00" in talk("price")


def test_choices_are_saved_to_a_file(talk: Talk, tmp_path: Path) -> None:
    assert "saved to" in talk("dimmer=true", f"save {tmp_path / 'mine.json'}")
    assert {"dimmer": True} == read_choices_file(tmp_path / "mine.json").choices
    assert "found no file to save to" in talk("save")
