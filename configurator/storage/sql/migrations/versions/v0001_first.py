"""The first tables: sellers, contents, quotes that nothing can change, answers, keys, saved configurations.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_BYTEWISE = sa.String().with_variant(sa.String(collation="C"), "postgresql")

_UNCHANGEABLE = ("contents", "content_files", "quotes", "quote_items", "quote_amounts")
_SEALED = ("quote_items", "quote_amounts")


def upgrade() -> None:
    """Create the tables, and the triggers that keep quotes as they were written."""
    _create_sellers_and_keys()
    _create_contents()
    _create_quotes()
    _create_parts_of_quotes()
    _create_answers_and_configurations()
    if op.get_bind().dialect.name == "postgresql":
        _protect_on_postgresql()
    else:
        _protect_on_sqlite()


def _text(name: str, *, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, _BYTEWISE, nullable=nullable)


def _prose(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=False)


def _of_seller(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["seller"], ["sellers.id"], name=f"fk_{table}_sellers")


def _of_quote(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["seller", "quote"],
        ["quotes.seller", "quotes.id"],
        name=f"fk_{table}_quotes",
        deferrable=True,
        initially="DEFERRED",
    )


def _of_content(column: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["seller", column], ["contents.seller", "contents.digest"], name=name)


def _create_sellers_and_keys() -> None:
    op.create_table(
        "sellers",
        _text("id"),
        _prose("name"),
        _text("created"),
        sa.PrimaryKeyConstraint("id", name="pk_sellers"),
    )
    op.create_table(
        "api_keys",
        _text("id"),
        _text("seller"),
        _prose("label"),
        _text("secret_hash"),
        _prose("scopes"),
        _text("created"),
        _text("revoked", nullable=True),
        _of_seller("api_keys"),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.UniqueConstraint("secret_hash", name="uq_api_keys_secret_hash"),
    )


def _create_contents() -> None:
    op.create_table(
        "contents",
        _text("seller"),
        _text("digest"),
        _of_seller("contents"),
        sa.PrimaryKeyConstraint("seller", "digest", name="pk_contents"),
    )
    op.create_table(
        "content_files",
        _text("seller"),
        _text("digest"),
        _text("path"),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        _of_content("digest", "fk_content_files_contents"),
        sa.PrimaryKeyConstraint("seller", "digest", "path", name="pk_content_files"),
    )


def _create_quotes() -> None:
    op.create_table(
        "quotes",
        _text("seller"),
        _text("id"),
        _text("number", nullable=True),
        _number("revision"),
        _text("revises", nullable=True),
        _text("created"),
        _text("evaluated_on"),
        _text("currency"),
        _number("semantics"),
        _text("digest"),
        _prose("body"),
        _of_seller("quotes"),
        sa.ForeignKeyConstraint(["seller", "revises"], ["quotes.seller", "quotes.id"], name="fk_quotes_quotes"),
        sa.PrimaryKeyConstraint("seller", "id", name="pk_quotes"),
        sa.UniqueConstraint("seller", "number", "revision", name="uq_quotes_seller"),
        sa.CheckConstraint("revision >= 1", name="ck_quotes_revision_counts_from_one"),
    )
    op.create_index("ix_quotes_newest_first", "quotes", ["seller", "created", "id"])


def _create_parts_of_quotes() -> None:
    op.create_table(
        "quote_items",
        _text("seller"),
        _text("quote"),
        _number("position"),
        _text("item"),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        _text("catalog"),
        _text("catalog_digest"),
        _text("book"),
        _text("book_digest"),
        _of_quote("quote_items"),
        _of_content("catalog_digest", "fk_quote_items_catalog"),
        _of_content("book_digest", "fk_quote_items_book"),
        sa.PrimaryKeyConstraint("seller", "quote", "position", name="pk_quote_items"),
        sa.UniqueConstraint("seller", "quote", "item", name="uq_quote_items_seller"),
        sa.CheckConstraint("quantity >= 1", name="ck_quote_items_quantity_counts_from_one"),
    )
    op.create_index("ix_quote_items_catalog", "quote_items", ["seller", "catalog_digest"])
    op.create_index("ix_quote_items_book", "quote_items", ["seller", "book_digest"])
    op.create_table(
        "quote_amounts",
        _text("seller"),
        _text("quote"),
        _number("position"),
        _text("cadence"),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        _number("scale"),
        _text("currency"),
        _of_quote("quote_amounts"),
        sa.PrimaryKeyConstraint("seller", "quote", "position", "cadence", name="pk_quote_amounts"),
        sa.CheckConstraint("scale BETWEEN 0 AND 18", name="ck_quote_amounts_scale_is_small"),
    )


def _create_answers_and_configurations() -> None:
    op.create_table(
        "idempotency",
        _text("seller"),
        _text("key"),
        _text("request_digest"),
        _number("status"),
        _prose("body"),
        _text("resource"),
        _text("created"),
        _of_seller("idempotency"),
        sa.PrimaryKeyConstraint("seller", "key", name="pk_idempotency"),
    )
    op.create_index("ix_idempotency_created", "idempotency", ["created"])
    op.create_table(
        "configurations",
        _text("seller"),
        _text("id"),
        _text("catalog"),
        _text("catalog_digest"),
        _prose("title"),
        _text("digest"),
        _prose("body"),
        _text("created"),
        _text("updated"),
        _of_seller("configurations"),
        sa.PrimaryKeyConstraint("seller", "id", name="pk_configurations"),
    )
    op.create_index("ix_configurations_newest_first", "configurations", ["seller", "created", "id"])


def _protect_on_sqlite() -> None:
    for table in _UNCHANGEABLE:
        for event in ("UPDATE", "DELETE"):
            _refuse_on_sqlite(f"{table}_refuse_{event.lower()}", f"BEFORE {event} ON {table}", table)
    # INSERT OR REPLACE deletes without asking the triggers for deletes.
    _refuse_on_sqlite(
        "quotes_refuse_replace",
        "BEFORE INSERT ON quotes WHEN EXISTS (SELECT 1 FROM quotes WHERE seller = NEW.seller AND id = NEW.id)",
        "quotes",
    )
    _refuse_on_sqlite(
        "content_files_refuse_replace",
        "BEFORE INSERT ON content_files WHEN EXISTS (SELECT 1 FROM content_files "
        "WHERE seller = NEW.seller AND digest = NEW.digest AND path = NEW.path)",
        "content_files",
    )
    for table in _SEALED:
        _refuse_on_sqlite(
            f"{table}_refuse_late",
            f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM quotes WHERE seller = NEW.seller AND id = NEW.quote)",
            table,
        )


def _refuse_on_sqlite(name: str, event: str, table: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} {event} BEGIN "
        f"SELECT RAISE(ABORT, 'rows of {table} are never changed: make a new revision'); END"
    )


def _protect_on_postgresql() -> None:
    op.execute("""
        CREATE FUNCTION configurator_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'rows of % are never changed: make a new revision', TG_TABLE_NAME
                USING ERRCODE = 'integrity_constraint_violation';
        END $$
    """)
    op.execute("""
        CREATE FUNCTION configurator_refuse_late() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE sealed boolean;
        BEGIN
            EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I.quotes WHERE seller = $1 AND id = $2)', TG_TABLE_SCHEMA)
                INTO sealed USING NEW.seller, NEW.quote;
            IF sealed THEN
                RAISE EXCEPTION 'rows of % are never changed: make a new revision', TG_TABLE_NAME
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
    """)
    for table in _UNCHANGEABLE:
        op.execute(
            f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION configurator_refuse()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_refuse_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION configurator_refuse()"
        )
    for table in _SEALED:
        op.execute(
            f"CREATE TRIGGER {table}_refuse_late BEFORE INSERT ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION configurator_refuse_late()"
        )
