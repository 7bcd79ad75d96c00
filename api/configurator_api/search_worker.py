"""A worker process: answers questions until its service closes the channel or its memory fills up.

It is started as a program of its own with a channel; see `search_processes`.
"""

import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from configurator.budget import BudgetResource, Cancellation, OutOfBudget, asked_by, resident_bytes
from configurator.engine import Engine
from configurator.errors import ConfiguratorError, InvalidDocument
from configurator.limits import OVERTIME_SECONDS, WORKER_BYTES
from configurator.process_limits import confine_this_process, end_after, is_out_of_memory
from configurator_api.search_messages import (
    NoReply,
    SearchQuestion,
    SearchReply,
    WorkerSettings,
    error_reply,
    question_from,
    settings_from,
    written,
)
from configurator_api.searches import answer_to, digests_of

DECLINED = SearchReply()
_log = logging.getLogger("configurator_api")


def main() -> None:
    """Answer what comes through the channel whose number is the one argument."""
    for ignored in (signal.SIGINT, signal.SIGUSR1):
        signal.signal(ignored, signal.SIG_IGN)
    confine_this_process()
    with Connection(int(sys.argv[1])) as channel:
        engine = opened(settings_from(channel.recv_bytes()))
        reply = DECLINED
        with suppress(EOFError, ConnectionError):  # The service has ended, and nobody awaits an answer.
            while not reply.leaving:
                question = question_from(channel.recv_bytes())
                with withdrawn_by(signal.SIGUSR1):
                    reply = reply_to(engine, question)
                channel.send_bytes(written(reply))


@contextmanager
def withdrawn_by(number: signal.Signals) -> Iterator[None]:
    """Let the questions of the block end undecided once a signal comes in."""
    asker = Cancellation()
    signal.signal(number, lambda *_: asker.cancel())
    with asked_by(asker):
        yield
    signal.signal(number, signal.SIG_IGN)


def opened(settings: WorkerSettings) -> Engine:
    """Return the engine of a worker process."""
    kept = None if settings.kept is None else Path(settings.kept)
    return Engine.open(settings.catalogs, settings.books, engine=settings.engine, kept=kept, checked=settings.checked)


def reply_to(engine: Engine, question: SearchQuestion) -> SearchReply:
    """Return the reply to a question; the time of its answer begins when the files are read."""
    try:
        if question.digests != digests_of(engine, question.search, question.about):
            return replace(DECLINED, leaving=True)
        end_after(question.milliseconds / 1000 + OVERTIME_SECONDS)
        reply = SearchReply(answer_to(engine, question))
    except InvalidDocument:
        reply = DECLINED
    except ConfiguratorError as error:
        reply = error_reply(error)
    except Exception as error:  # The service answers in any case, and the worker ends.
        if not is_out_of_memory(error):
            _log.exception("an unexpected error in a worker process")
            return SearchReply(error=ConfiguratorError.__name__, message="the search failed", leaving=True)
        return replace(error_reply(NoReply(str(OutOfBudget(BudgetResource.MEMORY)))), leaving=True)
    finally:
        end_after(0)
    return replace(reply, leaving=2 * resident_bytes() > WORKER_BYTES)


if __name__ == "__main__":
    main()
