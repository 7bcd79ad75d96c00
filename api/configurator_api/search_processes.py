"""The worker processes of a service: at most one less than it has processors, each started when it is needed.

A process keeps the catalogs that it has loaded, so a question goes to one that has its catalog. A process that the
system ends, for its time or for its memory, leaves the answer undecided; the next question starts another.
"""

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from threading import Condition
from typing import ClassVar

from configurator.budget import Budget, BudgetResource
from configurator.limits import WORKER_BYTES
from configurator_api.limits import HANGING_SECONDS, WITHDRAWAL_SECONDS
from configurator_api.search_messages import NoReply, SearchQuestion, SearchReply, WorkerSettings, reply_from, written
from configurator_api.trials import Trials


def processes_at_most() -> int:
    """Return how many worker processes there may be: one less than processors that may be used, but at least one."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, processors - 1)


class SearchProcess:
    """One worker process, and what it has loaded."""

    PROGRAM: ClassVar = ("-m", "configurator_api.search_worker")

    def __init__(self, settings: WorkerSettings) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            number = theirs.fileno()
            command = [sys.executable, *self.PROGRAM, str(number)]
            self._process = subprocess.Popen(command, pass_fds=(number,), stdin=subprocess.DEVNULL)
        self._channel = Connection(ours.detach())
        self._channel.send_bytes(written(settings))
        self.loaded: set[str] = set()

    def reply(self, question: SearchQuestion, budget: Budget) -> SearchReply:
        """Return the reply to a question. Raises NoReply where the process ends before, or hangs."""
        self.loaded.add(question.about)
        with suppress(OSError, EOFError):
            self._channel.send_bytes(written(question))
            if budget.allows(self._channel.poll) or self._replies_late(budget):
                return reply_from(self._channel.recv_bytes())
        raise self._undecided()

    def _replies_late(self, budget: Budget) -> bool:
        """Return whether a reply comes after the budget has ended; the process is told that nobody awaits it."""
        if budget.lacks() is not BudgetResource.PATIENCE:
            return self._channel.poll(HANGING_SECONDS)
        self._process.send_signal(signal.SIGUSR1)
        return self._channel.poll(WITHDRAWAL_SECONDS)

    def _undecided(self) -> NoReply:
        self.end()
        code = self._process.returncode
        if code == -signal.SIGPROF:
            return NoReply("time ran out before the answer was certain; allow more time")
        size = WORKER_BYTES // 1_000_000
        return NoReply(f"the worker ended ({code}) before the answer was certain; it may hold {size} MB of memory")

    def kill(self) -> None:
        """End the process, whatever it does: an answer that is awaited is undecided."""
        self._process.kill()

    def end(self) -> None:
        """End the process, unless it has ended, and free what it took; nobody awaits an answer."""
        self._channel.close()
        self._process.kill()
        self._process.wait()


class SearchProcesses:
    """The pool of worker processes. Safe to share among threads."""

    def __init__(self, settings: WorkerSettings, *, most: int | None = None) -> None:
        self.trials = Trials()
        self._settings, self._most = settings, most or processes_at_most()
        self._idle: list[SearchProcess] = []
        self._busy: set[SearchProcess] = set()
        self._change, self._closed = Condition(), False

    def answer(self, question: SearchQuestion, budget: Budget) -> str | None:
        """Return the answer to a question as JSON, None if it was declined; raise what its search raises.

        Waiting for a process counts, starting one does not. Raises NoReply where the time is over before an answer.
        """
        process = self._taken(question.about, budget)
        left = budget.remaining()
        timed = replace(question, milliseconds=int(1000 * (left if left is not None else HANGING_SECONDS)))
        try:
            reply = process.reply(timed, budget)
        except BaseException:
            self._released(process, leaving=True)
            raise
        self._released(process, leaving=reply.leaving)
        return reply.result()

    def close(self) -> None:
        """End all processes: what they search is undecided, and so is every later question."""
        with self._change:
            self._closed = True
            for process in self._busy:
                process.kill()
            while self._idle:
                self._idle.pop().end()
            self._change.notify_all()

    def _taken(self, about: str, budget: Budget) -> SearchProcess:
        with self._change:
            while not self._closed:
                process = self._best_idle(about)
                if process is not None:
                    self._busy.add(process)
                    return process
                if not budget.allows(self._change.wait):
                    raise NoReply(str(budget.undecided("it was the turn of this question")))
            raise NoReply("the service is closing; ask again")

    def _best_idle(self, about: str) -> SearchProcess | None:
        """Return an idle process that has this loaded, a new one, or any idle one."""
        known = next((each for each in self._idle if about in each.loaded), None)
        if known is None and len(self._idle) + len(self._busy) < self._most:
            return SearchProcess(self._settings)
        if known is None and self._idle:
            known = self._idle[0]
        if known is not None:
            self._idle.remove(known)
        return known

    def _released(self, process: SearchProcess, *, leaving: bool) -> None:
        with self._change:
            self._busy.discard(process)
            if leaving or self._closed:
                process.end()
            else:
                self._idle.append(process)
            self._change.notify()
