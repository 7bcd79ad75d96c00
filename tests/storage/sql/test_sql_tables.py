"""What holds for every table."""

from sqlalchemy import Float, Numeric

from configurator.storage.sql.sql_tables import metadata

TABLES = metadata.sorted_tables


def test_every_row_belongs_to_a_seller() -> None:
    assert ["sellers"] == [table.name for table in TABLES if "seller" not in table.c]


def test_no_amount_is_held_in_a_column_that_rounds() -> None:
    assert [] == [column for table in TABLES for column in table.c if isinstance(column.type, Numeric | Float)]


def test_every_table_has_a_key() -> None:
    assert [] == [table.name for table in TABLES if not table.primary_key.columns]
