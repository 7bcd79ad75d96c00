"""Run every trial, and print a table of what was counted.

Run `python -m tests.chaos [--full] [trial …]`. In full, with 500 kills on each database, it takes about an hour. Trials
for which the machine lacks something are listed with what it is; the full disk needs the right to mount a file system.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.benchmarks.clicks import set_out
from tests.chaos.suite import POSTGRESQL, TRIALS
from tests.chaos.trials import FULL, SMALL, CannotTry, Outcome, Trial, TrialRoom, TrialSize
from tests.storage.servers import postgresql_server, schema_of_its_own

HEADINGS = ("trial", "database", "counted", "longest", "faults")


def main(arguments: Sequence[str]) -> int:
    """Run the named trials, by default all; return 1 where one found a fault."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--full", action="store_true", help="in full instead of at the size of the tests")
    parser.add_argument("trials", nargs="*", metavar="trial", help="; ".join(TRIALS))
    given = parser.parse_args(arguments)
    rows, size, wrong = [HEADINGS], FULL if given.full else SMALL, 0
    for name in given.trials or TRIALS:
        for database in TRIALS[name].databases:
            outcome = _tried(TRIALS[name].trial, database, size)
            rows.append((name, database, *_shown(outcome)))
            wrong += isinstance(outcome, Outcome) and bool(outcome.faults)
            print(set_out([HEADINGS, rows[-1]]), flush=True)
            print("\n".join(outcome.faults[:20] if isinstance(outcome, Outcome) else ()), flush=True)
    print(set_out(rows))
    return int(wrong > 0)


def _tried(trial: Trial, database: str, size: TrialSize) -> Outcome | str:
    """Return what a trial came to, or what the machine lacks for it."""
    with TemporaryDirectory() as folder:
        try:
            with _url(database, Path(folder)) as url:
                return trial(TrialRoom(Path(folder), url, perf_counter, size))
        except CannotTry as lacking:
            return str(lacking)


@contextmanager
def _url(database: str, folder: Path) -> Iterator[str]:
    """Give the URL of an empty database; a server of PostgreSQL of its own, as it may be frozen and killed."""
    if database != POSTGRESQL:
        yield f"sqlite:///{folder / 'quotes.db'}"
        return
    with postgresql_server() as server, schema_of_its_own(server) as url:
        yield url


def _shown(outcome: Outcome | str) -> tuple[str, str, str]:
    if isinstance(outcome, str):
        return outcome, "", "not tried"
    counted = ", ".join(f"{number:,} {what}" for what, number in sorted(outcome.counts.items()))
    longest = ", ".join(f"{what} {seconds:.2f} s" for what, seconds in outcome.seconds.items())
    return counted, longest, str(len(outcome.faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
