"""Catalog → program, in named passes; the one place that knows both."""

from configurator.program.compile.catalog_passes import PASSES, CompiledCatalog, compile_catalog
from configurator.program.compile.encoding import CountSlot, Encoding, FeatureSlot, Slot

__all__ = ["PASSES", "CompiledCatalog", "CountSlot", "Encoding", "FeatureSlot", "Slot", "compile_catalog"]
