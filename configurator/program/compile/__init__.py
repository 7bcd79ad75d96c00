"""Catalog → program, in named passes; the one place that knows both."""

from configurator.program.compile.catalog_encoding import CatalogEncoding, CountSlot, FeatureSlot, Slot
from configurator.program.compile.catalog_passes import PASSES, CompiledCatalog, compile_catalog

__all__ = ["PASSES", "CatalogEncoding", "CompiledCatalog", "CountSlot", "FeatureSlot", "Slot", "compile_catalog"]
