"""Which features and structures a checked expression names, by their id paths in the catalog."""

from collections.abc import Iterator, Mapping

from configurator.catalog.addresses import IdPath
from configurator.language.tree import (
    ROOT,
    AttributeRef,
    Comprehension,
    Expression,
    FeatureRef,
    StructureRef,
    children,
)


def references(tree: Expression, variables: Mapping[str, IdPath] | None = None) -> Iterator[IdPath]:
    """Yield the id path of every feature and structure that a checked expression names, with repetitions."""
    variables = variables or {}
    match tree:
        case FeatureRef(binder, path) | StructureRef(binder, path):
            yield (*_base(binder, variables), *path)
        case AttributeRef(feature):
            yield from references(feature, variables)
        case Comprehension(generators=generators):
            for generator in generators:
                yield from references(generator.source, variables)
                if isinstance(generator.source, StructureRef):
                    source = generator.source
                    variables = {
                        **variables,
                        generator.variable: (*_base(source.binder, variables), *source.path),
                    }
            yield from references(tree.body, variables)
            if tree.condition is not None:
                yield from references(tree.condition, variables)
        case _:
            for child in children(tree):
                yield from references(child, variables)


def _base(binder: str, variables: Mapping[str, IdPath]) -> IdPath:
    """Return the referent of a binder: a comprehension's variable, or the structure whose body holds the expression."""
    if binder in variables:
        return variables[binder]
    return () if binder == ROOT else tuple(binder.split("."))
