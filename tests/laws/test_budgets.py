"""Law: no question works on for long after its time is over, counted in calls.

The clock of these questions goes on with the calls of functions, so the same work takes the same time on any machine.
`python -m tests.benchmarks.budgets` measures the same in processor time.
"""

from contextlib import suppress
from pathlib import Path

import pytest

from configurator.errors import ConfiguratorError
from tests.benchmarks.budgets import QUESTIONS, hard_subjects
from tests.clocks import CallClock

SECONDS = 0.3
"""Of a clock on which a second is `CallClock.OF_A_SECOND` calls."""
LATE = 0.2
SEEDS = (2, 18, 33, 41)
"""Those that are late if sums, tables or kinds of values are written, or clusters made, without a look at the time."""


@pytest.mark.slow
@pytest.mark.parametrize("question", ["configure", "check", "best", "range"])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_question_stops_with_its_time(tmp_path: Path, seed: int, question: str) -> None:
    (subject,) = hard_subjects(tmp_path, [seed])
    clock = CallClock()
    engine = subject.open(clock)
    began = clock()
    with clock.running(), suppress(ConfiguratorError):
        QUESTIONS[question](engine, subject, SECONDS, clock)
    assert clock() - began < SECONDS + LATE
