"""Give every reader very many mutated inputs, and print a table of what came of them.

Run `python -m tests.fuzz [--inputs 1000000] [--first 0] [--keep FOLDER] [target …]`. An input follows from its target
and its number, so two runs of the same numbers are the same; what breaks a reader is kept in the folder.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.clicks import set_out
from tests.fuzz.fuzzing import MOST_SECONDS, Tally, fuzz, limit_memory
from tests.fuzz.http_target import HTTP_TARGETS
from tests.fuzz.targets import TARGETS, Target

ALL: tuple[Target, ...] = (*TARGETS, *HTTP_TARGETS)
HEADINGS = ("target", "inputs", "broken", "late", "slowest", "mean")


def main(arguments: Sequence[str]) -> int:
    """Fuzz the named targets, by default all; return 1 where an input broke one or took too long."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=20_000, help="inputs of all targets together")
    parser.add_argument("--first", type=int, default=0, help="the number of the first input of each target")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"), help="where findings are kept")
    parser.add_argument("targets", nargs="*", metavar="target", help=", ".join(each.name for each in ALL))
    given = parser.parse_args(arguments)
    chosen = [each for each in ALL if not given.targets or each.name in given.targets]
    limit_memory()
    weights = sum(each.weight for each in chosen)
    tallies = list[Tally]()
    for target in chosen:
        number = -(-given.inputs * target.weight // weights)
        tallies.append(fuzz(target, range(given.first, given.first + number), given.keep))
        print(set_out([HEADINGS, _row(tallies[-1])]), flush=True)
    print(set_out([HEADINGS, *map(_row, tallies), _row(sum(tallies, Tally("all")))]))
    return int(any(tally.broken or tally.late for tally in tallies))


def _row(tally: Tally) -> tuple[str, ...]:
    mean = 1000 * tally.seconds / max(1, tally.inputs)
    slowest = f"{tally.slowest:.2f} of {MOST_SECONDS:g} s"
    return tally.name, f"{tally.inputs:,}", str(tally.broken), str(tally.late), slowest, f"{mean:.2f} ms"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
