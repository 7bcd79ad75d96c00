"""The catalogs of parts are what they should be, and the states by hand are those of the engine."""

from pathlib import Path
from random import Random

import pytest

from configurator.engine import Engine
from configurator.offering.evaluation import Evaluation
from configurator.session.states import OptionState
from tests.benchmarks.part_catalogs import write_catalog
from tests.benchmarks.parts import COLUMNS, asked, choose, exponent, measure, row
from tests.benchmarks.parts_by_hand import PARTS, ByHand

OPEN = (OptionState.AVAILABLE, OptionState.IMPLIED, OptionState.SELECTED)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_the_states_by_hand_are_those_of_the_engine(seed: int, tmp_path: Path) -> None:
    catalogs, books = write_catalog(tmp_path, 300 + seed)
    engine, hand, chance = Engine.open(catalogs, books), ByHand(catalogs / "parts"), Random(seed)
    choices: dict[str, str | bool] = {}
    for _ in range(5):
        evaluation = engine.evaluation(asked(choices))
        possible = hand.states(choices)
        for group in PARTS:
            if group not in choices:
                names = [name for name, there in zip(hand.names[group], possible[group], strict=True) if there]
                assert _open(evaluation, group) == names
        if "card" not in choices:
            wanted = [value for value, there in zip((False, True), possible["with_card"], strict=True) if there]
            assert _open(evaluation, "with_card") == wanted
        path, value = choose(evaluation, chance)
        choices[path] = value


def _open(evaluation: Evaluation, path: str) -> list[object]:
    options = evaluation.states.features[path].options.items()
    return [value for value, state in options if state in OPEN]


def test_the_same_size_gives_the_same_catalog(tmp_path: Path) -> None:
    one, other = (write_catalog(tmp_path / name, 200)[0] / "parts" for name in ("one", "other"))
    assert {path.name: path.read_text() for path in one.iterdir()} == {
        path.name: path.read_text() for path in other.iterdir()
    }


def test_values_that_grow_with_the_square_have_the_exponent_two() -> None:
    assert exponent([1, 2, 4, 8], [3, 12, 48, 192]) == pytest.approx(2)


@pytest.mark.slow
def test_every_column_is_measured(tmp_path: Path) -> None:
    assert len(COLUMNS) + 1 == len(row(200, measure(200, tmp_path)))
