"""A command that may take long runs in a process of its own, so that its budgets of time and memory are the system's.

The process is forked before the command starts a thread. It inherits the command line, the streams and the terminal, so
nothing crosses but its exit code and when the clock of its answer runs. Meanwhile, its parent shows the progress on a
terminal.
"""

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from types import FrameType
from typing import NoReturn

import click

from configurator.cli.limits import PROGRESS_EVERY, PROGRESS_WIDTH, SECONDS_WITHOUT_PROGRESS
from configurator.cli.output import UNDECIDED
from configurator.limits import OVERTIME_SECONDS, WORKER_BYTES
from configurator.process_limits import confine_this_process, end_after
from configurator.texts import number_text, texts_for

SENT_ON = (signal.SIGINT, signal.SIGTERM)
"""Signals that end the worker as they would end the command."""


class WorkerProcess:
    """The worker's side: it tells its parent when the clock of an answer runs, and dies with its parent."""

    def __init__(self, channel: socket.socket | None = None) -> None:
        self._channel, self._cleared = channel, Event()
        if channel is not None:
            Thread(target=self._listen, args=(channel,), daemon=True, name="parent").start()

    @contextmanager
    def answering(self, seconds: float | None) -> Iterator[None]:
        """Let the system end the process if the block takes longer than this; show its progress meanwhile."""
        if self._channel is None or seconds is None:
            yield
            return
        end_after(seconds + OVERTIME_SECONDS)
        self._channel.sendall(f"{seconds}\n".encode())
        try:
            yield
        finally:
            end_after(0)
            self._cleared.clear()
            self._channel.sendall(b"\n")
            self._cleared.wait()

    def _listen(self, channel: socket.socket) -> None:
        while channel.recv(1):
            self._cleared.set()
        os.kill(os.getpid(), signal.SIGKILL)


def into_worker_process(clock: Callable[[], float], locale: str) -> WorkerProcess:
    """Go on as a worker process. The parent does not return: it waits, and exits as the worker does.

    A worker that the system ends leaves the answer undecided. Where processes cannot be forked, this one goes on.
    """
    if not hasattr(os, "fork"):
        return WorkerProcess()
    parents, workers = socket.socketpair()
    pid = os.fork()
    if pid:
        workers.close()
        _Watch(pid, parents, clock, locale).until_its_end()
    parents.close()
    confine_this_process()
    return WorkerProcess(workers)


class _Watch:
    """The parent's side."""

    def __init__(self, pid: int, channel: socket.socket, clock: Callable[[], float], locale: str) -> None:
        self._pid, self._channel, self._clock, self._locale = pid, channel, clock, locale
        self._shown = False
        self._pending: list[int] = []

    def until_its_end(self) -> NoReturn:
        for each in SENT_ON:
            signal.signal(each, self._note)
        self._channel.settimeout(PROGRESS_EVERY)
        running: tuple[float, float] | None = None
        while (message := self._message()) != b"":
            self._send_on()
            for line in (message or b"").decode().splitlines():
                running = (self._clock(), float(line)) if line else None
                if running is None:
                    self._finish()
            if running is not None:
                self._show(*running)
        self._clear()
        _, status = os.waitpid(self._pid, 0)
        code = os.waitstatus_to_exitcode(status)
        sys.exit(code if code >= 0 else self._ended_by(signal.Signals(-code)))

    def _note(self, number: int, _: FrameType | None) -> None:
        self._pending.append(number)

    def _send_on(self) -> None:
        """Send on what the terminal did not send to the worker itself, too: then it has ended by now."""
        while self._pending:
            with suppress(ProcessLookupError):
                os.kill(self._pid, self._pending.pop())

    def _message(self) -> bytes | None:
        """Return what the worker says, nothing at its end, None if it is silent."""
        try:
            return self._channel.recv(64)
        except TimeoutError:
            return None
        except ConnectionResetError:
            return b""

    def _finish(self) -> None:
        self._clear()
        with suppress(BrokenPipeError):
            self._channel.sendall(b".")

    def _show(self, began: float, seconds: float) -> None:
        passed = self._clock() - began
        if passed < SECONDS_WITHOUT_PROGRESS or not sys.stderr.isatty():
            return
        bar = "#" * int(PROGRESS_WIDTH * passed / max(seconds, passed))
        _ = texts_for(self._locale).gettext
        clock = _("{passed} of at most {seconds} s").format(
            passed=number_text(int(passed), self._locale), seconds=number_text(round(seconds, 1), self._locale)
        )
        sys.stderr.write(f"\r\x1b[K[{bar:.<{PROGRESS_WIDTH}}] {clock}")
        sys.stderr.flush()
        self._shown = True

    def _clear(self) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._shown = False

    def _ended_by(self, ended_by: signal.Signals) -> int:
        """Say what ended the worker; return the exit code."""
        _ = texts_for(self._locale).gettext
        if ended_by in SENT_ON:
            return 128 + ended_by
        if ended_by is signal.SIGPROF:
            click.echo(_("time ran out before the answer was certain; allow more --seconds"), err=True)
        else:
            sentence = _("{signal} ended the worker before the answer was certain; it may hold {size} MB of memory")
            size = number_text(WORKER_BYTES // 1_000_000, self._locale)
            click.echo(sentence.format(signal=ended_by.name, size=size), err=True)
        return UNDECIDED
