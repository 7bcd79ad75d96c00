"""What a trial is: trouble of some size, what was counted meanwhile, and every fault that was found."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class TrialSize:
    """How much trouble is made."""

    kills: int
    server_kills: int
    seconds: float
    """For how long a database is frozen, and how long the load of other trials lasts at most."""
    clients: int
    requests: int
    processes: int
    is_full: bool = False


SMALL = TrialSize(kills=6, server_kills=1, seconds=3.0, clients=4, requests=60, processes=2)
FULL = TrialSize(kills=500, server_kills=20, seconds=60.0, clients=16, requests=20_000, processes=4, is_full=True)


@dataclass(slots=True)
class Outcome:
    """What a trial counted, and its faults; without any it has passed."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    """What took how long at most; only shown, as it says as much about the machine."""

    def expect(self, holds: bool, fault: str) -> None:
        """Note a fault unless something holds."""
        if not holds:
            self.faults.append(fault)

    def took(self, what: str, seconds: float) -> None:
        """Note how long something took, if it is the longest so far."""
        self.seconds[what] = max(seconds, self.seconds.get(what, 0.0))


class CannotTry(Exception):
    """The machine lacks what a trial needs; the text names it."""


@dataclass(frozen=True, slots=True)
class TrialRoom:
    """Where a trial takes place: an empty folder, the URL of an empty database, and a clock in seconds."""

    folder: Path
    url: str
    clock: Callable[[], float]
    size: TrialSize


Trial = Callable[[TrialRoom], Outcome]
