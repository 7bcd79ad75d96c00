"""Every trial at a small size, for real; `python -m tests.chaos --full` runs them in full."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.suite import POSTGRESQL, SHORT, TRIALS, Entry
from tests.chaos.trials import SMALL, CannotTry, Outcome, TrialRoom
from tests.clocks import ticking
from tests.storage.servers import postgresql_server, schema_of_its_own


def _cases(entries: dict[str, Entry]) -> list[tuple[str, str]]:
    return [(name, database) for name, entry in entries.items() for database in entry.databases]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server of PostgreSQL that may be frozen and killed."""
    if os.environ.get("TEST_DATABASE_URL"):
        pytest.skip("TEST_DATABASE_URL names a server that is not ours to freeze and kill")
    with postgresql_server() as url:
        yield url


@pytest.fixture
def room(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Iterator[TrialRoom]:
    """Where a trial takes place. No clock is read."""
    if database != POSTGRESQL:
        yield TrialRoom(tmp_path, f"sqlite:///{tmp_path / 'quotes.db'}", ticking(0.0), SMALL)
        return
    with schema_of_its_own(request.getfixturevalue("server")) as url:
        yield TrialRoom(tmp_path, url, ticking(0.0), SMALL)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("name", "database"), _cases(dict(SHORT)))
def test_nothing_is_lost_or_doubled_in_trouble(name: str, room: TrialRoom) -> None:
    _try(SHORT[name], room)


@pytest.mark.nightly
@pytest.mark.parametrize(("name", "database"), _cases({name: TRIALS[name] for name in TRIALS if name not in SHORT}))
def test_nor_is_it_in_each_trouble_by_itself(name: str, room: TrialRoom) -> None:
    _try(TRIALS[name], room)


def _try(entry: Entry, room: TrialRoom) -> None:
    try:
        outcome = entry.trial(room)
    except CannotTry as lacking:
        pytest.skip(str(lacking))
    assert [] == outcome.faults


def test_an_outcome_counts_faults_and_the_longest() -> None:
    outcome = Outcome()
    outcome.expect(True, "right")
    outcome.expect(False, "wrong")
    for seconds in (1.0, 3.0, 2.0):
        outcome.took("answer", seconds)
    assert (["wrong"], {"answer": 3.0}) == (outcome.faults, outcome.seconds)
