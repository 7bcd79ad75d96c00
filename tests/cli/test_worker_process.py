"""Worker processes of the command: what ends them, and that neither side outlives the other."""

import os
import shlex
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from configurator.limits import WORKER_BYTES, WORKER_NICENESS

START = """
import os, signal, sys, time
from configurator.cli import worker_process
{before}
worker = worker_process.into_worker_process(time.monotonic, {locale!r})
{after}
"""
COMMAND = """
import sys
from configurator.cli.main import main
from configurator.engine import Engine
def evaluation(*_):
    {evaluation}
Engine.evaluation = evaluation
sys.argv = ["configurator", "price", "aeron"]
main()
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes can be forked here")


def _command(after: str, *, before: str = "", locale: str = "en") -> list[str]:
    return [sys.executable, "-c", START.format(before=before, after=after, locale=locale)]


def _run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _priced(evaluation: str) -> "subprocess.CompletedProcess[str]":
    return _run([sys.executable, "-c", COMMAND.format(evaluation=evaluation)])


def test_a_worker_says_what_the_command_says_and_ends_as_it_does() -> None:
    done = _run(_command("print('said'); print('told', file=sys.stderr); sys.exit(7)"))
    assert (7, "said\n", "told\n") == (done.returncode, done.stdout, done.stderr)


def test_a_worker_has_a_lower_priority_and_a_cap_on_its_memory() -> None:
    done = _run(_command("import resource; print(os.nice(0), *resource.getrlimit(resource.RLIMIT_DATA))"))
    assert f"{os.nice(0) + WORKER_NICENESS} {WORKER_BYTES} {WORKER_BYTES}\n" == done.stdout


def test_an_answer_that_takes_more_memory_than_the_cap_is_undecided() -> None:
    done = _priced("return bytearray(2 * 10**9)")
    assert (3, "", "memory ran out before the answer was certain\n") == (done.returncode, done.stdout, done.stderr)


def test_an_answer_that_looks_at_no_budget_ends_with_its_seconds_and_is_undecided() -> None:
    done = _run(_command("with worker.answering(0.1):\n    while True: pass"))
    assert (3, "time ran out before the answer was certain; allow more --seconds\n") == (done.returncode, done.stderr)


def test_what_follows_an_answer_is_not_limited_by_its_seconds() -> None:
    done = _run(
        _command("with worker.answering(0.01):\n    pass\nwhile time.process_time() < 1: pass\nprint('printed')")
    )
    assert (0, "printed\n") == (done.returncode, done.stdout)


def test_a_worker_that_the_system_ends_leaves_the_answer_undecided() -> None:
    done = _run(_command("os.kill(os.getpid(), signal.SIGKILL)"))
    ended = "SIGKILL ended the worker before the answer was certain; it may hold 850 MB of memory\n"
    assert (3, ended) == (done.returncode, done.stderr)


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 1), (signal.SIGTERM, 128 + signal.SIGTERM)])
def test_a_signal_to_the_command_ends_its_worker(sent: signal.Signals, code: int) -> None:
    wait = "print(os.getpid(), flush=True)\ntry:\n    time.sleep(60)\nexcept KeyboardInterrupt: sys.exit(1)"
    with subprocess.Popen(_command(wait), stdout=subprocess.PIPE, text=True) as command:
        assert command.stdout is not None
        worker = int(command.stdout.readline())
        command.send_signal(sent)
        assert code == command.wait()
    assert not _is_alive(worker)


def test_a_worker_ends_when_its_command_is_killed() -> None:
    wait = "print(os.getpid(), flush=True)\ntime.sleep(60)"
    with subprocess.Popen(_command(wait), stdout=subprocess.PIPE, text=True) as command:
        assert command.stdout is not None
        worker = int(command.stdout.readline())
        command.kill()
    while _is_alive(worker):
        time.sleep(0.01)


def test_the_progress_is_shown_on_a_terminal_and_cleared_before_the_answer_is_printed() -> None:
    before = "worker_process.SECONDS_WITHOUT_PROGRESS = 0.0"
    after = "with worker.answering(1.5):\n    time.sleep(0.5)\nprint('answer')"
    command = _command(after, before=before, locale="de")
    shown = subprocess.run(
        ["script", "-qc", shlex.join(command), "/dev/null"],
        capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
    ).stdout  # fmt: skip
    assert "] 0 von höchstens 1,5 s" in shown
    assert shown.endswith("\n\x1b[Kanswer\n")
    assert "" == _run(command).stderr


def _is_alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    with suppress(FileNotFoundError):
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    return False
