"""Printers of an event, batches of badges, an event's logo; print jobs know them.

The queue gains constraints, which SQLite cannot add to a table: it is made anew with its rows.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "event_logos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_logos_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_logos")),
        sa.UniqueConstraint("event_id", name=op.f("uq_event_logos_event_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_event_logos_public_id")),
    )
    op.create_table(
        "print_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_print_batches_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_batches")),
        sa.UniqueConstraint("public_id", name=op.f("uq_print_batches_public_id")),
    )
    with op.batch_alter_table("print_batches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_print_batches_event_id"), ["event_id"], unique=False)

    op.create_table(
        "printers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("from_setting", sa.Boolean(), nullable=False),
        sa.Column("stock", sa.String(length=20), nullable=False),
        sa.Column("dpi", sa.Integer(), nullable=False),
        sa.Column("colour", sa.Boolean(), nullable=False),
        sa.Column(
            "prints", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("offset_x_mm", sa.Double(), nullable=False),
        sa.Column("offset_y_mm", sa.Double(), nullable=False),
        sa.Column("labels_left", sa.Integer(), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_why", sa.String(length=60), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column(
            "warnings", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("writer", sa.String(length=32), nullable=True),
        sa.Column("writer_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('unseen', 'ready', 'busy', 'stopped', 'away')",
            name=op.f("ck_printers_state"),
        ),
        sa.CheckConstraint(
            "abs(offset_x_mm) <= 20 AND abs(offset_y_mm) <= 20", name=op.f("ck_printers_offset")
        ),
        sa.CheckConstraint("dpi BETWEEN 100 AND 1200", name=op.f("ck_printers_dpi")),
        sa.CheckConstraint(
            "labels_left IS NULL OR labels_left >= 0", name=op.f("ck_printers_labels")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_printers_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printers")),
        sa.UniqueConstraint("public_id", name=op.f("uq_printers_public_id")),
    )
    with op.batch_alter_table("printers", schema=None) as batch_op:
        batch_op.create_index(
            "uq_printers_live_name",
            ["event_id", "name"],
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )
        batch_op.create_index(
            "uq_printers_live_url",
            ["event_id", "url"],
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )

    jobs = _jobs()
    op.drop_table("print_jobs")
    op.create_table(
        "print_jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=True),
        sa.Column("employer_id", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("printer_id", sa.Integer(), nullable=True),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("stock", sa.String(length=20), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sending_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("take_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", sa.String(length=120), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "reason IN ('arrival', 'entry', 'reprint', 'lost', 'corrected', 'spoiled', 'asked')",
            name=op.f("ck_print_jobs_reason"),
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'claimed', 'sent', 'printed', 'failed', 'unknown', 'voided')",
            name=op.f("ck_print_jobs_state"),
        ),
        sa.CheckConstraint(
            "what <> 'badge' OR attendee_id IS NOT NULL", name=op.f("ck_print_jobs_somebodys_badge")
        ),
        sa.CheckConstraint(
            "what IN ('badge', 'slip', 'sign', 'tent', 'proof')", name=op.f("ck_print_jobs_what")
        ),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendees.id"], name=op.f("fk_print_jobs_attendee_id_attendees")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["print_batches.id"], name=op.f("fk_print_jobs_batch_id_print_batches")
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["devices.id"], name=op.f("fk_print_jobs_device_id_devices")
        ),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employers.id"], name=op.f("fk_print_jobs_employer_id_employers")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_print_jobs_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["printer_id"], ["printers.id"], name=op.f("fk_print_jobs_printer_id_printers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_jobs")),
        sa.UniqueConstraint("public_id", name=op.f("uq_print_jobs_public_id")),
    )
    with op.batch_alter_table("print_jobs", schema=None) as batch_op:
        batch_op.create_index(
            "ix_print_jobs_batch",
            ["batch_id"],
            unique=False,
            sqlite_where=sa.text("batch_id IS NOT NULL"),
            postgresql_where=sa.text("batch_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_print_jobs_printer",
            ["printer_id"],
            unique=False,
            sqlite_where=sa.text("printer_id IS NOT NULL"),
            postgresql_where=sa.text("printer_id IS NOT NULL"),
        )
        batch_op.create_index("ix_print_jobs_state", ["state", "id"], unique=False)
        batch_op.create_index(
            "uq_print_jobs_first",
            ["attendee_id"],
            unique=True,
            sqlite_where=sa.text("reason = 'arrival' AND state NOT IN ('failed', 'voided')"),
            postgresql_where=sa.text("reason = 'arrival' AND state NOT IN ('failed', 'voided')"),
        )
        batch_op.create_index(
            "uq_print_jobs_live",
            ["attendee_id", "what"],
            unique=True,
            sqlite_where=sa.text("state IN ('queued', 'claimed', 'sent')"),
            postgresql_where=sa.text("state IN ('queued', 'claimed', 'sent')"),
        )

    _keep(jobs)
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("printer_id", sa.Integer(), nullable=True))

    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("stock", sa.String(length=20), server_default="62x100", nullable=False)
        )


def _jobs() -> list[dict[str, object]]:
    """Return the rows of the queue; a job under way ends as unknown: no printer is known for it."""
    kept = (
        "id, public_id, event_id, attendee_id, device_id, serial, reason, stock, state, epoch,"
        " attempts, lease_until, not_before, sending_at, why, created_at, settled_at"
    )
    rows = op.get_bind().execute(sa.text(f"SELECT {kept} FROM print_jobs")).mappings()
    return [dict(row) | {"what": "badge", "by_hand": False} for row in rows]


def _keep(jobs: list[dict[str, object]]) -> None:
    if not jobs:
        return
    columns = ", ".join(jobs[0])
    values = ", ".join(f":{name}" for name in jobs[0])
    op.get_bind().execute(sa.text(f"INSERT INTO print_jobs ({columns}) VALUES ({values})"), jobs)
    op.execute(
        "UPDATE print_jobs SET state = 'unknown', why = 'worker_gone',"
        " settled_at = coalesce(lease_until, created_at)"
        " WHERE state IN ('claimed', 'sent')"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval('print_jobs_id_seq', (SELECT max(id) FROM print_jobs))")


def downgrade() -> None:
    """Refuse: what is known of printers would be lost. Restore the backup made before instead."""
    raise NotImplementedError("Restore the backup that was made before this revision.")
