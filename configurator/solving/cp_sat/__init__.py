"""The production engine: programs given to CP-SAT of OR-tools, deterministic and within the budget."""
