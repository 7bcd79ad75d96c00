"""A component that nothing offers cannot be sold; usually it was forgotten."""

from collections.abc import Iterator

from configurator.catalog.codes import UNUSED_COMPONENT
from configurator.catalog.model import BooleanDomain, Catalog, Enumeration, features_in
from configurator.language.tree import Constant, TextLiteral, walk
from configurator.problems import Problem


def every_component_is_used(catalog: Catalog) -> Iterator[Problem]:
    """Yield a warning for every component that is no option, no boolean feature and no part of the bill.

    Libraries are there to be used in part, so their components are not complained about.
    """
    used = {*_offered(catalog), *_billed(catalog)}
    own = (group for group in catalog.groups.values() if group.location.file == catalog.location.file)
    for group in own:
        for component in group.components.values():
            if component.id not in used:
                yield Problem(
                    UNUSED_COMPONENT,
                    component.location,
                    f"components.{group.id}.{component.id}",
                    "no feature offers this component and no line of the bill of materials names it",
                    hint="offer it in a feature, or remove it",
                )


def _offered(catalog: Catalog) -> Iterator[str]:
    for _, feature in features_in(catalog.root):
        match feature.domain:
            case Enumeration(options):
                yield from options
            case BooleanDomain(component) if component is not None:
                yield component.id


def _billed(catalog: Catalog) -> Iterator[str]:
    for line in catalog.bill:
        for node in walk(line.part.tree):
            if isinstance(node, Constant | TextLiteral) and isinstance(node.value, str):
                yield node.value
