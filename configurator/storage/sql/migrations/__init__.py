"""The history of the tables, one file a step, shipped with the package and run whenever a database is opened."""
