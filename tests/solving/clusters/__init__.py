"""Tests of the solver over clusters."""
