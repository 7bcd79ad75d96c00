"""Where events are kept and aggregated: DuckDB in the process, a PostgreSQL server, or Spark over exported files."""
