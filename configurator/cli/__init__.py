"""The command `configurator`."""
