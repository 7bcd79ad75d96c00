"""Run a file of cases: `python -m tests.conformance.pricing FILE`. The exit code is 1 where a case failed."""

import sys
from pathlib import Path

from tests.conformance.pricing.bench import Verdict, judged
from tests.conformance.pricing.cases import read_cases
from tests.conformance.pricing.report import table


def main(arguments: list[str]) -> int:
    """Print the table of one file of cases."""
    if len(arguments) != 1:
        print("usage: python -m tests.conformance.pricing FILE", file=sys.stderr)
        return 2
    outcomes = [judged(case) for case in read_cases(Path(arguments[0]))]
    print("\n".join(table(outcomes)))
    return 1 if any(each.verdict is Verdict.FAILED for each in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
