"""The version of what the engine means by a catalog and a price book, so that an old quote is read as it was meant."""

from typing import Final

SEMANTICS_VERSION: Final = 1
"""Which reading of the two file formats this engine has.

It rises by one whenever the same files, choices, date and parameters could give another configuration, another price
or another canonical body than before: a rounding corrected, a rule read otherwise, a field of the priced body renamed.
It does not rise for what old files cannot contain. A quote keeps the version it was made with; an engine that no
longer has that reading says so when it verifies the quote, instead of reporting a difference as a fault of the quote.

1 is the first version.
"""
