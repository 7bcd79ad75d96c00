"""The compiled catalogs of the random generator, each made once."""

from functools import lru_cache

from configurator.catalog.load import load_catalog
from configurator.program.compile import CompiledCatalog, compile_catalog
from configurator.reading.files import Files
from tests.laws.catalogs import random_catalog


@lru_cache(maxsize=64)
def compiled_catalog(seed: int) -> CompiledCatalog:
    """Return the catalog of a seed, which has no errors."""
    catalog, problems = load_catalog(Files({"catalog.yaml": random_catalog(seed).text.encode()}))
    if catalog is None:
        raise ValueError("\n".join(map(str, problems)))
    compiled, found = compile_catalog(catalog)
    if compiled is None:
        raise ValueError("\n".join(map(str, found)))
    return compiled
