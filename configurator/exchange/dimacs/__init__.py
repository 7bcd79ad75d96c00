"""DIMACS: clauses in, a catalog out; a program in, clauses out."""
