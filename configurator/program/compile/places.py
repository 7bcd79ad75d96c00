"""Where things stand: in the file, for problems, and among the instances, for expressions."""

import re

from configurator.catalog.model import Feature, Structure
from configurator.language.tree import ROOT

_NUMBER = re.compile(r"\[\d+\]")


def where_of(id_path: tuple[str, ...], member: Feature | Structure) -> str:
    """Return where a member stands in its file: `structures.cells.features.memory`."""
    outer = "".join(f"structures.{name}." for name in id_path[:-1])
    return f"{outer}{'features' if isinstance(member, Feature) else 'structures'}.{id_path[-1]}"


def bindings(instance: str) -> dict[str, str]:
    """Return for an expression in the body of a slot which slot each binder stands for.

    The binders are ROOT and the id paths of the structures around it.
    """
    found = {ROOT: ""}
    steps = instance.split(".") if instance else []
    for length in range(1, len(steps) + 1):
        slot = ".".join(steps[:length])
        found[_NUMBER.sub("", slot)] = slot
    return found
