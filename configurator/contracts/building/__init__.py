"""From shapes to contracts: names are resolved, and everything that is wrong is reported at its place."""
