"""Stored quotes priced anew: resumable, and the same figures however often the work was killed."""

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path
from random import Random

import pytest
from hypothesis import settings

from tests.cli.running import RUN, run

QUOTE = ("quote", "create", "bmw_x3", "--on", "2013-06-01")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('quotes') / 'quotes.db'}"
    for choice in ("navigation=true", "bmw_apps=true", "navigation=false", "m_sport_package=true"):
        assert 0 == run(*QUOTE, "--set", choice, "--database", url).returncode
    return url


def reprice(database: str, target: Path) -> list[str]:
    return ["quote", "reprice", "bmw_x3", "--database", database, "--batch", "1", "--write", str(target)]


def test_an_unchanged_book_changes_nothing(database: str, tmp_path: Path) -> None:
    done = run(*reprice(database, tmp_path / "found.jsonl"), "--json")
    assert (0, "") == (done.returncode, done.stderr)
    found = json.loads(done.stdout)
    assert (4, 0, 0) == (found["items"], found["changed"], found["impossible"])
    assert found["before"] == found["after"]


def test_results_of_another_book_are_not_mixed(database: str, tmp_path: Path) -> None:
    (tmp_path / "found.jsonl").write_text('{"repriced_by":"another"}\n')
    done = run(*reprice(database, tmp_path / "found.jsonl"))
    assert 1 == done.returncode
    assert "holds something else; name another file" in done.stderr


@pytest.mark.slow
def test_killed_at_random_points_the_work_ends_with_the_same_figures(database: str, tmp_path: Path) -> None:
    """200 kills in the thorough profile, a few in the usual one."""
    run(*reprice(database, tmp_path / "whole.jsonl"))
    random, target = Random(5), tmp_path / "killed.jsonl"
    for _ in range(max(3, settings().max_examples // 10)):
        if random.random() < 0.5:
            target.unlink(missing_ok=True)
        with subprocess.Popen([*RUN, *reprice(database, target)], stdout=subprocess.DEVNULL, env=os.environ) as worker:
            _wait_for(target, random.randrange(1, 4))
            worker.send_signal(signal.SIGKILL)
        if random.random() < 0.3 and target.exists():
            target.write_bytes(target.read_bytes()[: -random.randrange(1, 30)])
    run(*reprice(database, target))
    assert sorted((tmp_path / "whole.jsonl").read_text().splitlines()) == sorted(target.read_text().splitlines())


def _wait_for(target: Path, lines: int) -> None:
    for _ in range(10_000):
        if target.exists() and target.read_bytes().count(b"\n") >= lines:
            return
        time.sleep(0.002)


def test_a_quote_reads_in_the_language_asked_for(tmp_path: Path) -> None:
    database = ("--database", f"sqlite:///{tmp_path / 'quotes.db'}")
    made = run("--locale", "de", *QUOTE, *database)
    first, *_, last = made.stdout.splitlines()
    assert re.fullmatch(r"Angebot \w+ vom 1\. Juni 2013", first)
    assert re.fullmatch(r"Summe [0-9.]+,00\u00a0\$", last)
    assert f"Datenbank: {tmp_path / 'quotes.db'}\n" == made.stderr
    proved = run("--locale", "de", "quote", "verify", first.split()[1], *database)
    assert proved.stdout.startswith(
        f"Angebot {first.split()[1]}: bestanden (10 Prüfungen)\nbestanden: Inhalt: canonical"
    )
