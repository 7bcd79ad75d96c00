"""What the stages hand on: the question, which stays the same, and the lines so far, which grow."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from configurator.catalog.world import ConfigurationWorld
from configurator.configuration import Configuration
from configurator.pricing.lines import Considered, OpenLine, Unpriced
from configurator.pricing.prepare import Prepared
from configurator.pricing.reuse import NO_EARLIER, Earlier, Pieces


@dataclass(frozen=True, slots=True)
class Question:
    """A configuration to price by a prepared book; `world` is the configuration as expressions see it.

    `earlier` are the pieces of an earlier price, of which those that still stand are taken as they are.
    """

    prepared: Prepared
    configuration: Configuration
    world: ConfigurationWorld
    earlier: Earlier = NO_EARLIER


@dataclass(frozen=True, slots=True)
class Draft:
    """The lines so far, what was considered and did not apply, and what was sold without a price in force.

    `pieces` are what list prices and charges were made of.
    """

    lines: tuple[OpenLine, ...] = ()
    trace: tuple[Considered, ...] = ()
    unpriced: tuple[Unpriced, ...] = ()
    pieces: Pieces = field(default_factory=dict)

    def extended(self, lines: Iterable[OpenLine], trace: Iterable[Considered] = ()) -> "Draft":
        """Return the draft with further lines at its end."""
        return replace(self, lines=(*self.lines, *lines), trace=(*self.trace, *trace))

    def made_of(self, pieces: Pieces) -> "Draft":
        """Return the draft with the lines of further pieces at its end."""
        lines = (line for piece in pieces.values() for line in piece.lines)
        trace = (each for piece in pieces.values() for each in piece.trace)
        return replace(self.extended(lines, trace), pieces={**self.pieces, **pieces})
