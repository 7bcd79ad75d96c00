"""XCSP3: variables with finite domains, tables of supports and conflicts, conditions and sums."""
