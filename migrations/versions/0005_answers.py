"""What was answered before, in the words of today: who took an answer back, and what each result counts for.

Safe to deploy? It only fills new columns. Going back, what the older code knows nothing of becomes what it knows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

#: An empty save stood only where its own device had answered before: that was taking the answer back.
CLEARED = """
UPDATE answer_event SET act = 'clear'
WHERE CAST(payload AS TEXT) = 'null' AND EXISTS (
    SELECT 1 FROM answer_event AS earlier
    WHERE earlier.attempt_id = answer_event.attempt_id AND earlier.item = answer_event.item
    AND earlier.device = answer_event.device AND earlier.sequence <= answer_event.sequence
    AND earlier.id <> answer_event.id AND CAST(earlier.payload AS TEXT) <> 'null')
"""


def upgrade() -> None:
    """Go forward."""
    op.execute(sa.text(CLEARED))
    op.execute(sa.text("UPDATE item_result SET credit = score"))


def downgrade() -> None:
    """Go back."""
    op.execute(sa.text("UPDATE answer_event SET act = 'save'"))
    op.execute(sa.text("UPDATE item_result SET score = 0 WHERE score IS NULL"))
    op.execute(
        sa.text(
            "UPDATE attempt SET state = 'abandoned' WHERE is_practice AND state IN ('in-progress', 'overdue')"
        )
    )
    op.execute(sa.text("UPDATE attempt SET state = 'in-progress' WHERE state = 'overdue'"))
