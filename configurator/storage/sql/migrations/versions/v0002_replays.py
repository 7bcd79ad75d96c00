"""A request sent again is answered from what it made: no second copy of that is kept, which nothing would verify.

Revision ID: 0002
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop the copies."""
    op.drop_column("idempotency", "body")
