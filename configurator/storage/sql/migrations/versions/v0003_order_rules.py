"""A quote names the order rules that priced the whole of it.

Revision ID: 0003
"""

from alembic import op
from sqlalchemy import Column, String

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_BYTEWISE = String().with_variant(String(collation="C"), "postgresql")


def upgrade() -> None:
    """Add their id and the digest of their files; earlier quotes have none."""
    op.add_column("quotes", Column("order_rules", _BYTEWISE))
    op.add_column("quotes", Column("order_rules_digest", _BYTEWISE))
