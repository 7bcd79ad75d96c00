"""Models of other tools: UVL, DIMACS, SXFM, CSV and XCSP3 become catalogs; catalogs become UVL and DIMACS."""
