"""Each course's newest edition is the live one.

Safe to deploy? It only fills a new column; going back leaves it to the migration before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.execute(
        sa.text(
            "UPDATE course SET live_edition_id = (SELECT edition.id FROM edition WHERE edition.course_id = course.id "
            "ORDER BY edition.number DESC LIMIT 1)"
        )
    )


def downgrade() -> None:
    """Go back."""
    op.execute(sa.text("UPDATE course SET live_edition_id = NULL"))
