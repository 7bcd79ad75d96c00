"""A program compiled once into an AND/OR diagram, of which passes over arrays answer every question."""
