"""The second oracle: python-constraint2, a backtracking solver of other hands."""
