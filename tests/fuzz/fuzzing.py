"""Give a target many inputs, each within its processor time and memory, and count what came of them."""

import hashlib
import resource
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import process_time

from configurator.reading.files import Files
from tests.fuzz.mutation import mutated, words_of
from tests.fuzz.targets import Target

MOST_SECONDS = 10.0
"""Seconds of processor time that one input may take."""
MOST_BYTES = 4_000_000_000
"""Bytes of address space of the process; an input that needs more ends in a MemoryError, which is a finding."""


class TooLate(BaseException):
    """An input took more than its processor time; no `except Exception` of a reader keeps it."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many inputs a target took; how many broke it, and how many took too long."""

    name: str
    inputs: int = 0
    broken: int = 0
    late: int = 0
    slowest: float = 0.0
    seconds: float = 0.0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.name,
            self.inputs + other.inputs,
            self.broken + other.broken,
            self.late + other.late,
            max(self.slowest, other.slowest),
            self.seconds + other.seconds,
        )


def inputs(target: Target, numbers: Iterable[int]) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Yield for each number the mutated file's path and all files; the same for the same number."""
    seeds = target.seeds()
    words = words_of([seed.files[seed.path] for seed in seeds])
    for number in numbers:
        random = Random(f"{target.name} {number}")
        seed = random.choice(seeds)
        yield seed.path, {**seed.files, seed.path: mutated(seed.files[seed.path], words, random)}


def fuzz(
    target: Target, numbers: Iterable[int], keep: Path | None = None, clock: Callable[[], float] = process_time
) -> Tally:
    """Give a target the inputs of these numbers; keep those that break it, one for each cause."""
    tally = Tally(target.name)
    for path, files in inputs(target, numbers):
        began, wrong = clock(), ""
        try:
            with _within(MOST_SECONDS):
                target.take(Files(files), path)
        except TooLate:
            wrong = "late"
        except Exception:
            wrong = traceback.format_exc()
        seconds = clock() - began
        late = wrong == "late" or seconds > MOST_SECONDS
        tally += Tally(target.name, 1, int(bool(wrong) and not late), int(late), seconds, seconds)
        if keep is not None and (wrong or late):
            _keep(keep, target.name, path, files[path], wrong or "late")
    return tally


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    def end(*_: object) -> None:
        raise TooLate

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def limit_memory() -> None:
    """Let this process use `MOST_BYTES` of address space at most."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _keep(folder: Path, target: str, path: str, data: bytes, wrong: str) -> None:
    """Keep an input and its traceback, unless one that ended at the same line is kept."""
    cause = "\n".join(line for line in wrong.splitlines() if line.lstrip().startswith("File "))
    name = f"{target.replace(' ', '_')}.{hashlib.sha256((cause or data.hex()).encode()).hexdigest()[:12]}.{path}"
    if not (folder / name).exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
        (folder / f"{name}.why").write_text(wrong, encoding="utf-8", errors="backslashreplace")
