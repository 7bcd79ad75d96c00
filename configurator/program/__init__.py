"""The finite-domain middle: variables, logic, sums and tables, blind to products."""
