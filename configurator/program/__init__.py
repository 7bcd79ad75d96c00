"""The finite-domain intermediate representation: variables, logic, sums and tables, independent of products."""
