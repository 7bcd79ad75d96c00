"""How much the room `owner` takes on before it refuses, stops or reports that it stopped."""

from typing import Final

MANY_VALUES: Final = 1_000
"""Values of a feature that is added up or compared; of one with more, a narrower range is advised."""

MANY_AMOUNTS: Final = 20_000
"""Amounts of a sum from which on the advice is a coarser unit."""

MANY_ROWS: Final = 20_000
"""Combinations of a table; of one with more, tables of fewer columns are advised."""

MUCH_RELIEF: Final = 3
"""How much less the width is without a constraint from which on splitting it is advised."""

FEW_EXCLUSIONS: Final = 4
"""Features that exclude one another in pairs from which on one constraint for all is advised."""

MOST_CREDIT_DAYS: Final = 8
"""Start days of credits that are searched for a negative total; later ones are not."""

MOST_PRICE_DAYS: Final = 8
"""Days on which figures of a book begin or end that are searched for products without a price; later ones are not."""

MOST_PARAMETER_SETS: Final = 16
"""Sets of parameters with which products without a price are searched; further ones are not."""

SECONDS_FOR_MISSING_PRICES: Final = 20.0
"""Seconds, for each book, in which products without a price are looked for; after them its catalog is not checked to
the end."""

SECONDS_FOR_CHECK: Final = 300.0
"""Seconds that `configurator check` takes by default; what it has not seen by then it reports as not checked."""

SECONDS_FOR_COMPILING: Final = 300.0
"""Seconds a full check may take to compile one catalog; after them the catalog is not checked to the end."""

SECONDS_FOR_PRODUCT: Final = 10.0
"""Seconds in which any product of a catalog is looked for; after them the catalog is not checked to the end."""

SECONDS_FOR_CREDITS: Final = 10.0
"""Seconds, for each book with credits, in which a product below zero is looked for; after them its catalog is not
checked to the end."""

MOST_FOR_WIDTH: Final = 3_000
"""Variables of a part whose width is measured; of a larger one none is reported."""

HEAVIEST_LISTED: Final = 8
"""Largest parts of a program that a profile measures; the others are left out."""

MOST_FOR_RELIEF: Final = 600
"""Variables of a part that is tried without each of its constraints; a larger one is not."""

SECONDS_FOR_SCENARIO: Final = 60.0
"""Seconds one question of a scenario may take; after them it counts as undecided, and so as failed."""
