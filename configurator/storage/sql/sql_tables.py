"""The tables as they are after the last migration; a test holds the two together.

Money is a whole number in a declared scale (4214500, scale 2, USD), because SQLite keeps NUMERIC as a float. Instants
are text in UTC of one fixed width, so that both databases order them alike. Bodies are canonical JSON text: the bytes
that digests were taken of.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

# Identifiers, instants and digests are compared byte by byte, whatever the language of the database.
Bytewise = String().with_variant(String(collation="C"), "postgresql")


def _seller(*, primary_key: bool = False) -> "Column[str]":
    return Column("seller", Bytewise, ForeignKey("sellers.id"), primary_key=primary_key, nullable=False)


sellers = Table(
    "sellers",
    metadata,
    Column("id", Bytewise, primary_key=True),
    Column("name", Text, nullable=False),
    Column("created", Bytewise, nullable=False),
)

contents = Table(
    "contents",
    metadata,
    _seller(primary_key=True),
    Column("digest", Bytewise, primary_key=True),
)

content_files = Table(
    "content_files",
    metadata,
    Column("seller", Bytewise, primary_key=True),
    Column("digest", Bytewise, primary_key=True),
    Column("path", Bytewise, primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
    ForeignKeyConstraint(("seller", "digest"), ("contents.seller", "contents.digest")),
)

quotes = Table(
    "quotes",
    metadata,
    _seller(primary_key=True),
    Column("id", Bytewise, primary_key=True),
    Column("number", Bytewise),
    Column("revision", Integer, nullable=False),
    Column("revises", Bytewise),
    Column("created", Bytewise, nullable=False),
    Column("evaluated_on", Bytewise, nullable=False),
    Column("currency", Bytewise, nullable=False),
    Column("semantics", Integer, nullable=False),
    Column("digest", Bytewise, nullable=False),
    Column("body", Text, nullable=False),
    Column("order_rules", Bytewise),
    Column("order_rules_digest", Bytewise),
    UniqueConstraint("seller", "number", "revision"),
    ForeignKeyConstraint(("seller", "revises"), ("quotes.seller", "quotes.id")),
    CheckConstraint("revision >= 1", name="revision_counts_from_one"),
    Index("ix_quotes_newest_first", "seller", "created", "id"),
)


def _of_a_quote() -> ForeignKeyConstraint:
    """The items and amounts of a quote are written before its own row, which seals them: hence a deferred key."""
    return ForeignKeyConstraint(
        ("seller", "quote"), ("quotes.seller", "quotes.id"), deferrable=True, initially="DEFERRED"
    )


quote_items = Table(
    "quote_items",
    metadata,
    Column("seller", Bytewise, primary_key=True),
    Column("quote", Bytewise, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("item", Bytewise, nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("catalog", Bytewise, nullable=False),
    Column("catalog_digest", Bytewise, nullable=False),
    Column("book", Bytewise, nullable=False),
    Column("book_digest", Bytewise, nullable=False),
    _of_a_quote(),
    UniqueConstraint("seller", "quote", "item"),
    ForeignKeyConstraint(
        ("seller", "catalog_digest"), ("contents.seller", "contents.digest"), name="fk_quote_items_catalog"
    ),
    ForeignKeyConstraint(("seller", "book_digest"), ("contents.seller", "contents.digest"), name="fk_quote_items_book"),
    CheckConstraint("quantity >= 1", name="quantity_counts_from_one"),
    Index("ix_quote_items_catalog", "seller", "catalog_digest"),
    Index("ix_quote_items_book", "seller", "book_digest"),
)

# An amount of the whole quote has the position 0; those of its items count from 1.
quote_amounts = Table(
    "quote_amounts",
    metadata,
    Column("seller", Bytewise, primary_key=True),
    Column("quote", Bytewise, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("cadence", Bytewise, primary_key=True),
    Column("amount", BigInteger, nullable=False),
    Column("scale", Integer, nullable=False),
    Column("currency", Bytewise, nullable=False),
    _of_a_quote(),
    CheckConstraint("scale BETWEEN 0 AND 18", name="scale_is_small"),
)

# What a quote costs the seller, apart from what the buyer sees.
quote_costs = Table(
    "quote_costs",
    metadata,
    Column("seller", Bytewise, primary_key=True),
    Column("quote", Bytewise, primary_key=True),
    Column("digest", Bytewise, nullable=False),
    Column("body", Text, nullable=False),
    _of_a_quote(),
)

idempotency = Table(
    "idempotency",
    metadata,
    _seller(primary_key=True),
    Column("key", Bytewise, primary_key=True),
    Column("request_digest", Bytewise, nullable=False),
    Column("status", Integer, nullable=False),
    Column("resource", Bytewise, nullable=False),
    Column("created", Bytewise, nullable=False, index=True),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Bytewise, primary_key=True),
    _seller(),
    Column("label", Text, nullable=False),
    Column("secret_hash", Bytewise, nullable=False, unique=True),
    Column("scopes", Text, nullable=False),
    Column("created", Bytewise, nullable=False),
    Column("revoked", Bytewise),
)

configurations = Table(
    "configurations",
    metadata,
    _seller(primary_key=True),
    Column("id", Bytewise, primary_key=True),
    Column("catalog", Bytewise, nullable=False),
    Column("catalog_digest", Bytewise, nullable=False),
    Column("title", Text, nullable=False),
    Column("digest", Bytewise, nullable=False),
    Column("body", Text, nullable=False),
    Column("created", Bytewise, nullable=False),
    Column("updated", Bytewise, nullable=False),
    Index("ix_configurations_newest_first", "seller", "created", "id"),
)
