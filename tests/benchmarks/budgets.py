"""Do budgets hold? Every question about random hard catalogs, each in a process of its own, and what it took beyond.

Run `python -m tests.benchmarks.budgets [catalogs [seconds [question …]]]`; `--folder PATH` asks about the catalogs
below a folder instead, `--first SEED` begins later. A question that is late leaves where it was at that moment.
"""

import argparse
import faulthandler
import os
import resource
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from configurator.engine import Engine, EvaluationRequest
from configurator.errors import ConfiguratorError, Undecided
from configurator.limits import OVERTIME_SECONDS
from configurator.offering.best_build import Aim, read_aim
from configurator.offering.goals import Sense
from configurator.offering.price_range import OverviewParts
from configurator.owner.full_check import check
from configurator.owner.profile import profile
from configurator.program.compile import compile_catalog
from configurator.session.choices import Choices
from configurator.shipped import shipped_folder
from tests.benchmarks.clicks import set_out
from tests.laws.hard_catalogs import catalog_id, goal, write_hard_catalog

DAY = date(2026, 1, 31)
MEGABYTES = 1000
RUNAWAY = 20
"""Times its seconds after which a question is ended."""


Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Subject:
    """A catalog to ask about, in its folders, and an expression to have the most of."""

    catalogs: Path
    books: Path
    id: str
    goal: str

    def open(self, now: Clock) -> Engine:
        """Return an engine that has read the files."""
        engine = Engine.open(self.catalogs, self.books, now=now)
        engine.books(self.id)
        return engine

    def request(self, seconds: float) -> EvaluationRequest:
        """Return a question about nothing chosen."""
        return EvaluationRequest(self.id, DAY, Choices(), seconds=seconds)

    def aim(self, engine: Engine) -> Aim:
        """Return the goal, read."""
        return read_aim(engine.outline(self.id), [(Sense.MOST, self.goal)])


def _configure(engine: Engine, subject: Subject, seconds: float, _: Clock) -> bool:
    return not engine.evaluation(subject.request(seconds)).undecided


def _cheapest(engine: Engine, subject: Subject, seconds: float, _: Clock) -> bool:
    return not engine.evaluate(subject.id, on=DAY, cheapest=True, seconds=seconds).undecided


def _explain(engine: Engine, subject: Subject, seconds: float, _: Clock) -> bool:
    return engine.why(subject.request(seconds), next(iter(engine.outline(subject.id).root.members))) is not None


def _check(_: Engine, subject: Subject, seconds: float, clock: Clock) -> bool:
    return not check(subject.catalogs, subject.books, [subject.id], now=clock, seconds=seconds).unfinished


def _best(engine: Engine, subject: Subject, seconds: float, _: Clock) -> bool:
    request, budget = subject.request(seconds), engine.budget(seconds)
    search = engine.price_search(request, budget=budget)
    return search.best(request.choices, subject.aim(engine), budget=budget) is not None


def _front(engine: Engine, subject: Subject, seconds: float, _: Clock) -> bool:
    request, budget = subject.request(seconds), engine.budget(seconds)
    search = engine.price_search(request, budget=budget)
    return search.front(request.choices, subject.aim(engine), budget=budget) is not None


def _range(engine: Engine, subject: Subject, seconds: float, _: Clock) -> bool:
    budget = engine.budget(seconds)
    overview = engine.price_overview(subject.request(seconds), OverviewParts(builds=2, options=True), budget=budget)
    return overview is not None


def _profile(engine: Engine, subject: Subject, seconds: float, _clock: Clock) -> bool:
    budget = engine.budget(seconds)
    compiled, _ = compile_catalog(engine.outline(subject.id), budget)
    return compiled is not None and profile(compiled, budget) is not None


Question = Callable[[Engine, Subject, float, Clock], bool]
QUESTIONS: Mapping[str, Question] = {
    "configure": _configure,
    "cheapest": _cheapest,
    "explain": _explain,
    "check": _check,
    "best": _best,
    "front": _front,
    "range": _range,
    "profile": _profile,
}


@dataclass(frozen=True, slots=True)
class Use:
    """What one question took: processor seconds, megabytes at most, how it ended, and where it was when it was late."""

    question: str
    catalog: str
    seconds: float
    megabytes: float
    outcome: str
    late_in: str


def used(question: str, subject: Subject, seconds: float) -> Use:
    """Ask a question in a process of its own; return what it took after files were read."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        with suppress(BaseException):
            _ask(question, subject, seconds, writing)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, errors="replace") as lines:
        stack, _, result = lines.read().rpartition("=== ")
    _, status, usage = os.wait4(pid, 0)
    took, outcome = result.split(maxsplit=1) if result else (str(usage.ru_utime + usage.ru_stime), f"ended: {status}")
    return Use(question, subject.id, float(took), usage.ru_maxrss / 1024, outcome.strip(), _innermost(stack))


def _ask(question: str, subject: Subject, seconds: float, channel: int) -> None:
    engine = subject.open(process_time)
    resource.setrlimit(resource.RLIMIT_CPU, (int(RUNAWAY * seconds), int(RUNAWAY * seconds) + 1))
    faulthandler.register(signal.SIGPROF, file=channel, all_threads=False)
    began, outcome = process_time(), ""
    signal.setitimer(signal.ITIMER_PROF, seconds + OVERTIME_SECONDS)
    try:
        outcome = "answered" if QUESTIONS[question](engine, subject, seconds, process_time) else "undecided"
    except Undecided:
        outcome = "undecided"
    except ConfiguratorError as error:
        outcome = f"refused: {type(error).__name__} {str(error)[:100]!r}"
    except Exception as error:
        outcome = f"broken: {type(error).__name__} {str(error)[:100]!r}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        os.write(channel, f"=== {process_time() - began} {outcome}".encode())


def _innermost(stack: str) -> str:
    """Return the innermost functions of ours on a stack, outermost last."""
    frames = (line.split('"')[1:] for line in stack.splitlines() if "/configurator/" in line)
    short = [f"{Path(path).stem}:{place.split()[-3].strip(',')} {place.split()[-1]}" for path, place in frames]
    return " < ".join(short[:6])


def hard_subjects(folder: Path, seeds: Sequence[int]) -> Iterator[Subject]:
    """Yield the random hard catalogs of some seeds, written into a folder."""
    for seed in seeds:
        own = folder / str(seed)
        own.mkdir()
        yield Subject(*write_hard_catalog(own, seed), catalog_id(seed), goal(seed))


def subjects_below(folder: Path) -> Iterator[Subject]:
    """Yield every catalog below a folder that has a price book; its goal is the price itself."""
    for entry in sorted(folder.glob("**/catalogs/*/catalog.yaml")):
        family, around = entry.parent.name, entry.parents[2]
        yield Subject(entry.parents[1], around / "pricing_rules", family, "1")


def subjects_of(given: Path | None, folder: Path, first: int, catalogs: int) -> Iterator[Subject]:
    """Return the catalogs below a given folder, or else random ones, written into another folder."""
    return hard_subjects(folder, range(first, first + catalogs)) if given is None else subjects_below(given)


def table(uses: Sequence[Use], seconds: float) -> str:
    """Return a table of questions: how many were late, and the worst by time and by memory."""
    rows: list[tuple[str, ...]] = [("question", "asked", "undecided", "late", "longest", "of", "MB", "of")]
    for question in dict.fromkeys(use.question for use in uses):
        own = [use for use in uses if use.question == question]
        late = sum(use.seconds > seconds + OVERTIME_SECONDS for use in own)
        longest, largest = max(own, key=lambda use: use.seconds), max(own, key=lambda use: use.megabytes)
        undecided = sum(use.outcome == "undecided" for use in own)
        rows.append(
            (
                *(question, str(len(own)), str(undecided), str(late)),
                *(f"{longest.seconds:.2f} s", longest.catalog, f"{largest.megabytes:.0f}", largest.catalog),
            )
        )
    return set_out(rows)


def _import_everything() -> None:
    """Import what questions import: starting is no part of an answer."""
    engine = Engine.open()
    subject = Subject(shipped_folder("catalogs"), shipped_folder("pricing_rules"), "aeron", "1")
    for ask in QUESTIONS.values():
        ask(engine, subject, 60.0, process_time)


def main(arguments: Sequence[str]) -> None:
    """Ask, and print the table and what broke its budget; fail if anything did."""
    parser = argparse.ArgumentParser()
    parser.add_argument("catalogs", type=int, nargs="?", default=20)
    parser.add_argument("seconds", type=float, nargs="?", default=2.0)
    parser.add_argument("questions", nargs="*", default=list(QUESTIONS))
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--one", action="store_true", help="one question about each catalog, in turn")
    given = parser.parse_args(arguments)
    _import_everything()
    uses: list[Use] = []
    with TemporaryDirectory() as folder:
        subjects = subjects_of(given.folder, Path(folder), given.first, given.catalogs)
        for number, subject in enumerate(subjects):
            print(subject.id, end=" ", file=sys.stderr, flush=True)
            turn = number % len(given.questions)
            for question in given.questions[turn : turn + 1] if given.one else given.questions:
                use = used(question, subject, given.seconds)
                uses.append(use)
                if is_broken(use, given.seconds):
                    print(use, flush=True)
    broken = [use for use in uses if is_broken(use, given.seconds)]
    print(table(uses, given.seconds))
    for late_in, number in Counter(use.late_in for use in broken).most_common():
        print(f"{number:4} {late_in}")
    sys.exit(bool(broken))


def is_broken(use: Use, seconds: float) -> bool:
    """Return whether a question broke its budget, or anything else."""
    ended_well = use.outcome.startswith(("answered", "undecided", "refused"))
    return not ended_well or use.seconds > seconds + OVERTIME_SECONDS or use.megabytes > MEGABYTES


if __name__ == "__main__":
    main(sys.argv[1:])
