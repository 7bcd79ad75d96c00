"""One engine over the shipped catalogs for all tests of a process: what one has compiled, the others use."""

from configurator.engine import Engine

ENGINE = Engine.open(now=lambda: 0.0)
