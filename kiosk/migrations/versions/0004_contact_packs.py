"""Contact packs: freezes, runs and their pace, suppression, bounces, deletion notices, follow-ups.

A test letter has no attendee, and the outbox knows more kinds: as in 0003, SQLite's schema text is
edited (https://sqlite.org/lang_altertable.html, 7), because other tables refer to the outbox.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "mail_pace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_pace")),
    )
    op.create_table(
        "suppressions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "reason IN ('unsubscribed', 'bounced')", name=op.f("ck_suppressions_reason")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppressions")),
        sa.UniqueConstraint("address_hash", name=op.f("uq_suppressions_address_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_suppressions_public_id")),
    )
    op.create_table(
        "freezes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reached_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_freezes_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_freezes")),
        sa.UniqueConstraint("public_id", name=op.f("uq_freezes_public_id")),
    )
    with op.batch_alter_table("freezes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_freezes_event_id"), ["event_id"], unique=False)

    op.create_table(
        "mail_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=10), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('running', 'paused')", name=op.f("ck_mail_runs_state")),
        sa.CheckConstraint(
            "why IN ('', 'by_hand', 'unknowns', 'refusals')", name=op.f("ck_mail_runs_why")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_mail_runs_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_runs")),
        sa.UniqueConstraint("event_id", "kind", name=op.f("uq_mail_runs_event_id_kind")),
    )
    op.create_table(
        "bounces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=True),
        sa.Column("report_hash", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendees.id"], name=op.f("fk_bounces_attendee_id_attendees")
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["deliveries.id"],
            name=op.f("fk_bounces_delivery_id_deliveries"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_bounces_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bounces")),
        sa.UniqueConstraint("public_id", name=op.f("uq_bounces_public_id")),
        sa.UniqueConstraint("report_hash", name=op.f("uq_bounces_report_hash")),
    )
    with op.batch_alter_table("bounces", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bounces_attendee_id"), ["attendee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bounces_delivery_id"), ["delivery_id"], unique=False)

    op.create_table(
        "deletion_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("receiver_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=10), nullable=False),
        sa.Column(
            "fields", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_in", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.String(length=40), nullable=True),
        sa.CheckConstraint("why IN ('withdrawn', 'erased')", name=op.f("ck_deletion_notices_why")),
        sa.ForeignKeyConstraint(
            ["employer_id"],
            ["employers.id"],
            name=op.f("fk_deletion_notices_employer_id_employers"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_deletion_notices_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["giver_id"], ["attendees.id"], name=op.f("fk_deletion_notices_giver_id_attendees")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_deletion_notices_meeting_id_meetings")
        ),
        sa.ForeignKeyConstraint(
            ["receiver_id"],
            ["attendees.id"],
            name=op.f("fk_deletion_notices_receiver_id_attendees"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletion_notices")),
        sa.UniqueConstraint(
            "meeting_id",
            "giver_id",
            "receiver_id",
            "why",
            name=op.f("uq_deletion_notices_meeting_id_giver_id_receiver_id_why"),
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_deletion_notices_public_id")),
    )
    with op.batch_alter_table("deletion_notices", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_deletion_notices_employer_id"), ["employer_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_deletion_notices_event_id"), ["event_id"], unique=False
        )
        batch_op.create_index("ix_deletion_notices_receiver", ["receiver_id"], unique=False)

    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("wrote_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["attendees.id"], name=op.f("fk_follow_ups_author_id_attendees")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_follow_ups_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_follow_ups_meeting_id_meetings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
        sa.UniqueConstraint(
            "meeting_id", "author_id", name=op.f("uq_follow_ups_meeting_id_author_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_follow_ups_public_id")),
    )
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_ups_event_id"), ["event_id"], unique=False)

    for table, column in (
        ("attendees", sa.Column("wants_nudge", sa.Boolean(), nullable=True)),
        ("attendees", sa.Column("lets_count", sa.Boolean(), nullable=True)),
        ("deliveries", sa.Column("evidence", sa.String(length=20), nullable=True)),
        ("packs", sa.Column("stamp", sa.String(length=64), server_default="", nullable=False)),
        ("packs", sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True)),
    ):
        op.add_column(table, column)
    kinds = "'pack', 'ticket', 'phone_linked', 'phone_confirm', 'phone_left'"
    more = f"{kinds}, 'nudge', 'deletion', 'test'"
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE deliveries DROP CONSTRAINT ck_deliveries_kind")
        op.execute(
            f"ALTER TABLE deliveries ADD CONSTRAINT ck_deliveries_kind CHECK (kind IN ({more}))"
        )
        op.execute("ALTER TABLE deliveries ALTER COLUMN attendee_id DROP NOT NULL")
        return
    _rewrite("deliveries", f"CHECK (kind IN ({kinds}))", f"CHECK (kind IN ({more}))")
    _rewrite("deliveries", "attendee_id INTEGER NOT NULL", "attendee_id INTEGER")


def _rewrite(table: str, old: str, new: str) -> None:
    """Edit the schema text of one of SQLite's tables; no row is touched."""
    bind = op.get_bind()
    schema_version = bind.exec_driver_sql("PRAGMA schema_version").scalar() or 0
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    bind.execute(
        sa.text("UPDATE sqlite_master SET sql = replace(sql, :old, :new) WHERE name = :name"),
        {"old": old, "new": new, "name": table},
    )
    bind.exec_driver_sql(f"PRAGMA schema_version = {schema_version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = OFF")


def downgrade() -> None:
    """Refuse: what went out would be forgotten. Restore the backup made before instead."""
    raise NotImplementedError("Restore the backup that was made before this revision.")
