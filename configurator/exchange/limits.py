"""Limits of the exchange room, each with what happens beyond."""

from typing import Final

LONGEST_ID: Final = 80
"""Characters kept of a name that becomes an id, below the maximum of a hundred; the rest is truncated."""

CELLS_IN_PLACE: Final = 24
"""Cells of an inline table; a larger one becomes a CSV file."""

LONGEST_CONDITION: Final = 4_000
"""Letters of a condition; one that would be longer stays a list of clauses."""

WRITTEN_CLAUSES: Final = 3_000_000
"""Clauses of an exported model; a catalog that needs more is a problem."""

PAIRWISE_LITERALS: Final = 40
"""Values of which each pair is excluded; more are excluded by a ladder of truths, which takes fewer clauses."""

FACTORING_DEPTH: Final = 20
"""Nesting of a factored condition; deeper, it would be harder to read than its clauses, which then stay."""

DIMACS_VARIABLES: Final = 100_000
"""Variables of a file in DIMACS CNF; one that declares more is a problem."""

EXPORTED_VALUES: Final = 2_000
"""Values of one variable that an exporter spells out; a variable of more is a problem."""

COMBINATION_ROWS: Final = 100_000
"""Rows of a condition seen as a table; one of more stays a condition."""

FEWEST_COMBINATIONS: Final = 3
"""Combinations from which on a table is easier to read; a condition of fewer stays one."""

SXFM_DEPTH: Final = 100
"""Nesting of features in an SXFM tree; a deeper one is a problem."""

UVL_CONSTRAINT_DEPTH: Final = 30
"""Nesting of a UVL constraint; a deeper one is a problem."""

UVL_PAIRS: Final = 100
"""Signs in a row that join two at a time; more are a problem, while sums and logic may be longer."""

UVL_COPIES: Final = 1_000
"""Occurrences of a feature with a cardinality in UVL; more are a problem."""

UVL_NUMBERS: Final = 1_000_000
"""Numbers that a feature of UVL may take; a wider one is a problem."""

UVL_MODELS: Final = 200
"""Models that a UVL model imports, directly and indirectly; more are a problem."""

UVL_TOKENS: Final = 2_000_000
"""Tokens of a UVL file; a longer file is a problem."""

UVL_DEPTH: Final = 100
"""Indentation levels of a UVL file; deeper ones are a problem."""

XCSP3_EXPRESSION_DEPTH: Final = 40
"""Nesting of an expression in XCSP3; a deeper one is a problem."""

XCSP3_CONSTRAINTS: Final = 100_000
"""Constraints of an XCSP3 instance once groups are written out; more are a problem."""

XCSP3_LETTERS: Final = 20_000_000
"""Letters of all constraints that groups write out; more are a problem."""

XCSP3_VARIABLES: Final = 100_000
"""Variables of an XCSP3 instance once arrays are written out; more are a problem."""

XCSP3_VALUES: Final = 100_000
"""Values of the domain of an XCSP3 variable; a larger one is a problem."""

XML_ELEMENTS: Final = 200_000
"""Elements of an XML file; one of more is a problem."""
