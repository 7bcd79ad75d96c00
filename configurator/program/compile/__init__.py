"""Catalog → program, in named passes; the one place that knows both."""
