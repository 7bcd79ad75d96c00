"""Incremental SAT: programs as clauses, kept in one solver from click to click, every model met used again."""
