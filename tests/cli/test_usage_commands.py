"""Usage from the command line: what is wrong is told, and interrupted or repeated work counts nothing twice."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.running import run

EXAMPLE = Path(__file__).parents[1] / "docs" / "metering"
JANUARY = ("--from", "2026-01-01", "--until", "2026-02-01")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLE, tmp_path, dirs_exist_ok=True)
    return tmp_path


def usage(folder: Path, *arguments: str) -> list[str]:
    return [*arguments, "--meters", str(folder / "meters.yaml"), "--events", str(folder / "usage.duckdb")]


def test_wrong_events_are_told_and_the_good_ones_kept(folder: Path) -> None:
    lines = (folder / "january.jsonl").read_text()
    (folder / "mixed.jsonl").write_text(lines + '{"id": "x"}\n')
    done = run("usage", *usage(folder, "add", str(folder / "mixed.jsonl")))
    assert (1, "3 new, 0 already known, 1 invalid\n") == (done.returncode, done.stdout)
    assert "mixed.jsonl:4:1: subject: it is missing" in done.stderr


def test_a_contradiction_is_told_and_the_first_event_stays(folder: Path) -> None:
    run("usage", *usage(folder, "add", str(folder / "january.jsonl")))
    changed = (folder / "january.jsonl").read_text().replace("450", "451")
    (folder / "changed.jsonl").write_text(changed)
    done = run("usage", *usage(folder, "add", str(folder / "changed.jsonl")))
    assert 1 == done.returncode
    assert "event `1` is already known with other content; the first one is kept" in done.stderr
    assert "3 contradicting" in done.stdout


def test_an_answer_of_the_past_is_given_again(folder: Path) -> None:
    run("usage", *usage(folder, "add", str(folder / "january.jsonl")))
    run("usage", *usage(folder, "add", str(folder / "late.jsonl")))
    then = run("usage", *usage(folder, "read", *JANUARY, "--known", "1", "--json"))
    now = run("usage", *usage(folder, "read", *JANUARY, "--json"))
    assert ["1350", "1353"] == [json.loads(each.stdout)["usage"][0]["quantity"] for each in (then, now)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("read", *JANUARY, "--meter", "call"), "there is no meter `call`; did you mean `calls`?"),
        (("read", "--from", "2026-02-01", "--until", "2026-01-01"), "holds no day; let it end after it begins"),
        (("bill", "aeroon", *JANUARY), "did you mean `aeron`?"),
        (
            ("statement", "hp_superdome", "--contract", "outright", "--subject", "a", *JANUARY),
            "--resource RESOURCE=METER",
        ),
    ],
)
def test_a_wrong_question_is_told(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run("usage", *usage(folder, *arguments))
    assert 1 == done.returncode
    assert said in done.stderr
