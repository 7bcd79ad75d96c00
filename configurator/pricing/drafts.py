"""What the stages hand on: the question, which stays the same, and the lines so far, which grow."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from configurator.catalog.world import ConfigurationWorld
from configurator.configuration import Configuration
from configurator.pricing.lines import Considered, OpenLine, Unpriced
from configurator.pricing.prepare import Prepared


@dataclass(frozen=True, slots=True)
class Question:
    """A configuration to price by a prepared book; `world` is the configuration as expressions see it."""

    prepared: Prepared
    configuration: Configuration
    world: ConfigurationWorld


@dataclass(frozen=True, slots=True)
class Draft:
    """The lines so far, what was considered and did not apply, and what was sold without a price in force."""

    lines: tuple[OpenLine, ...] = ()
    trace: tuple[Considered, ...] = ()
    unpriced: tuple[Unpriced, ...] = ()

    def extended(self, lines: Iterable[OpenLine], trace: Iterable[Considered] = ()) -> "Draft":
        """Return the draft with further lines at its end."""
        return replace(self, lines=(*self.lines, *lines), trace=(*self.trace, *trace))
