"""The way out: a compiled catalog as the text of another format, or every reason why it cannot be said there."""

from collections.abc import Callable, Mapping
from typing import Final

from configurator.exchange.dimacs.write import write_dimacs
from configurator.exchange.uvl.write import write_uvl
from configurator.problems import Problem
from configurator.program.compile import CompiledCatalog

Writer = Callable[[CompiledCatalog], tuple[str | None, tuple[Problem, ...]]]

WRITERS: Final[Mapping[str, Writer]] = {"uvl": write_uvl, "dimacs": write_dimacs}
"""By the name of the format. What is written has as many solutions as the catalog has products."""
