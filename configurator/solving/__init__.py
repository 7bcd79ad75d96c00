"""Engines behind one small port. They see the program and nothing else."""
