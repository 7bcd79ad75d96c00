"""A catalog must not allow more instances than anyone could reason on."""

from collections.abc import Iterator

from configurator.catalog.addresses import IdPath
from configurator.catalog.codes import TOO_MANY_INSTANCES
from configurator.catalog.limits import MOST_INSTANCES
from configurator.catalog.model import Catalog, Structure
from configurator.problems import Problem


def instances_are_bounded(catalog: Catalog) -> Iterator[Problem]:
    """Yield a problem for the outermost structures that bring the number of possible instances above the bound."""
    yield from _below(catalog.root, (), 1)


def _below(structure: Structure, path: IdPath, times: int) -> Iterator[Problem]:
    for name, member in structure.members.items():
        if isinstance(member, Structure):
            here = (*path, name)
            if times * member.high > MOST_INSTANCES:
                yield _too_many(member, here, times * member.high)
            else:
                yield from _below(member, here, times * member.high)


def _too_many(structure: Structure, path: IdPath, number: int) -> Problem:
    return Problem(
        TOO_MANY_INSTANCES,
        structure.location,
        f"{'.'.join(path)}.cardinality",
        f"up to {number:,} instances are possible",
        f"at most {MOST_INSTANCES:,}",
        "count what is alike with an integer feature",
    )
