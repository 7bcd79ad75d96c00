"""Phases by vote: every value still looked for votes for what follows from it at once.

Without votes a search sees one new value, because what is decided first rules the others out.
"""

import numpy as np
from numpy.typing import NDArray

from configurator.solving.local_search.layout import Mask
from configurator.solving.sat.ground import Ground

MOST_VOTING = 64
"""The values of variables with more than these do not vote: numbers, of which a search sees one at a time anyway."""


class Votes:
    """The votes of the values still open. One that implies a contradiction is taken out of the open ones given."""

    def __init__(self, ground: Ground, open_values: Mask) -> None:
        self._ground = ground
        self._size = ground.machine.top + 1
        few = (ground.layout.sizes <= MOST_VOTING)[ground.layout.owner]
        for position in np.flatnonzero(open_values & few).tolist():
            if ground.implied(position) is None:
                open_values[position] = False
        self._voters = open_values & few
        self._votes = self._cast(self._voters)

    def phases(self, open_values: Mask) -> list[int]:
        """Return the literals that most of the voters still open imply, rather than their opposites."""
        leaving = self._voters & ~open_values
        if leaving.any():
            self._votes = self._votes - self._cast(leaving)
            self._voters = self._voters & ~leaving
        concerned = np.flatnonzero(self._votes)
        found: list[int] = np.where(self._votes[concerned] > 0, concerned, -concerned).tolist()
        return found

    def _cast(self, voters: Mask) -> NDArray[np.int64]:
        """Count for each variable how many of these values imply it, less those that imply its opposite."""
        implied = [self._ground.implied(position) for position in np.flatnonzero(voters).tolist()]
        literals = np.concatenate([np.zeros(0, dtype=np.int32), *(found for found in implied if found is not None)])
        up = np.bincount(literals[literals > 0], minlength=self._size)
        down = np.bincount(-literals[literals < 0], minlength=self._size)
        return up - down
