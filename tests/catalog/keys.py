"""The keys that files of this room may have, by the schema that editors complete them with."""

from configurator.catalog.shape import CatalogShape, LibraryShape, ScenariosShape


def keys_of_files() -> dict[str, tuple[str, ...]]:
    """Return the keys of every map in a catalog, library or scenarios file, by the name of its shape."""
    found: dict[str, tuple[str, ...]] = {}
    for shape in (CatalogShape, LibraryShape, ScenariosShape):
        schema = shape.editor_schema()
        for name, part in {shape.__name__: schema, **schema.get("$defs", {})}.items():
            found[name] = tuple(part.get("properties", ()))
    return found
