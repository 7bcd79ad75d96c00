"""What a quote costs the seller is sealed apart from what the buyer sees, and never changed either.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_BYTEWISE = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_TABLE = "quote_costs"


def upgrade() -> None:
    """Create the table, and the triggers that keep its rows as they were written."""
    op.create_table(
        _TABLE,
        sa.Column("seller", _BYTEWISE, nullable=False),
        sa.Column("quote", _BYTEWISE, nullable=False),
        sa.Column("digest", _BYTEWISE, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller", "quote"],
            ["quotes.seller", "quotes.id"],
            name=f"fk_{_TABLE}_quotes",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("seller", "quote", name=f"pk_{_TABLE}"),
    )
    if op.get_bind().dialect.name == "postgresql":
        _protect_on_postgresql()
    else:
        _protect_on_sqlite()


def _protect_on_sqlite() -> None:
    sealed = "EXISTS (SELECT 1 FROM quotes WHERE seller = NEW.seller AND id = NEW.quote)"
    for name, event in (
        ("update", f"BEFORE UPDATE ON {_TABLE}"),
        ("delete", f"BEFORE DELETE ON {_TABLE}"),
        ("late", f"BEFORE INSERT ON {_TABLE} WHEN {sealed}"),
    ):
        op.execute(
            f"CREATE TRIGGER {_TABLE}_refuse_{name} {event} BEGIN "
            f"SELECT RAISE(ABORT, 'rows of {_TABLE} are never changed: make a new revision'); END"
        )


def _protect_on_postgresql() -> None:
    for name, event, function in (
        ("change", "BEFORE UPDATE OR DELETE", "FOR EACH ROW EXECUTE FUNCTION configurator_refuse()"),
        ("truncate", "BEFORE TRUNCATE", "FOR EACH STATEMENT EXECUTE FUNCTION configurator_refuse()"),
        ("late", "BEFORE INSERT", "FOR EACH ROW EXECUTE FUNCTION configurator_refuse_late()"),
    ):
        op.execute(f"CREATE TRIGGER {_TABLE}_refuse_{name} {event} ON {_TABLE} {function}")
