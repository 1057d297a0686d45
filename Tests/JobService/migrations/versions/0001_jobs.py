"""jobs and their events"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("progress", sa.Integer, nullable=False, server_default="0"),
        sa.Column("source", sa.Text, nullable=False),
    )
    op.execute(
        """
        CREATE FUNCTION notify_job_event() RETURNS trigger AS $$
        BEGIN
            PERFORM pg_notify('job_events', json_build_object('id', NEW.id, 'progress', NEW.progress)::text);
            RETURN NEW;
        END;
        $$ LANGUAGE plpgsql
        """
    )
    op.execute(
        """
        CREATE TRIGGER job_event AFTER INSERT OR UPDATE ON jobs
        FOR EACH ROW EXECUTE FUNCTION notify_job_event()
        """
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER job_event ON jobs")
    op.execute("DROP FUNCTION notify_job_event()")
    op.drop_table("jobs")
