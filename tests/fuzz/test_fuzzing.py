"""A few mutated inputs for every reader, the same every time; `python -m tests.fuzz` gives them a million."""

from pathlib import Path
from random import Random

import pytest

from configurator.errors import InvalidRequest
from configurator.reading.files import Files
from tests.clocks import ticking
from tests.examples import share
from tests.fuzz.fuzzing import Tally, fuzz, inputs
from tests.fuzz.http_target import HTTP_TARGETS, seed_statuses
from tests.fuzz.mutation import mutated, words_of
from tests.fuzz.targets import TARGETS, Seed, Target

ALL = (*TARGETS, *HTTP_TARGETS)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("target", ALL, ids=lambda target: target.name)
def test_no_mutated_input_breaks_a_reader(target: Target) -> None:
    tally = fuzz(target, range(share(20 * target.weight)), clock=ticking(0.0))
    assert (0, 0) == (tally.broken, tally.late)


@pytest.mark.parametrize("target", ALL, ids=lambda target: target.name)
def test_the_seeds_are_read(target: Target) -> None:
    for seed in target.seeds():
        target.read(Files(seed.files), seed.path)


def test_the_requests_of_the_corpus_reach_what_they_ask_for() -> None:
    assert {} == {path: status for path, status in seed_statuses().items() if status >= 400 and path != "saved.txt"}


def test_targets_have_names_of_their_own() -> None:
    assert len(ALL) == len({target.name for target in ALL})


def test_an_input_follows_from_its_number() -> None:
    again = [dict(inputs(ALL[0], [number]))[path] for number, (path, _) in enumerate(inputs(ALL[0], range(20)))]
    assert [files for _, files in inputs(ALL[0], range(20))] == again


def test_every_mutation_changes_something_now_and_then() -> None:
    text = b'{"a": [1, 2, {"b": "c"}]}'
    made = {mutated(text, words_of([text]), Random(number)) for number in range(200)}
    assert len(made) > 150


def test_what_breaks_a_reader_is_counted_and_one_of_a_kind_is_kept(tmp_path: Path) -> None:
    def read(files: Files, path: str) -> None:
        if b"x" in files[path]:
            raise KeyError(files[path].decode("latin-1"))
        if b"y" in files[path]:
            raise InvalidRequest("refused")

    seeds = (Seed({"a": b"x"}, "a"), Seed({"a": b"y"}, "a"), Seed({"a": b"z"}, "a"))
    target = Target("letters", read, lambda: seeds, refusals=(InvalidRequest,))
    tally = fuzz(target, range(60), tmp_path, ticking(0.0))
    assert (60, True) == (tally.inputs, 0 < tally.broken < 60)
    assert 2 == len([*tmp_path.iterdir()])


def test_tallies_add_up() -> None:
    assert Tally("all", 3, 1, 1, 2.0, 3.0) == Tally("all", 1, 1, 0, 2.0, 2.0) + Tally("b", 2, 0, 1, 1.0, 1.0)
