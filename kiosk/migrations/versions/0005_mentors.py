"""Mentors: profiles, offers, openings and places at a fair; the outbox knows their letters.

As in 0004, SQLite's schema text is edited for the kinds of letters.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "mentors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=120), nullable=False),
        sa.Column("organisation", sa.String(length=160), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("shuffle", sa.Integer(), nullable=False),
        sa.Column("link_serial", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspended_for_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("asked_to_pause_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_active_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('unconfirmed', 'waiting', 'approved', 'declined')",
            name=op.f("ck_mentors_state"),
        ),
        sa.ForeignKeyConstraint(
            ["suspended_for_id"], ["events.id"], name=op.f("fk_mentors_suspended_for_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentors")),
        sa.UniqueConstraint("address_hash", name=op.f("uq_mentors_address_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mentors_public_id")),
    )
    with op.batch_alter_table("mentors", schema=None) as batch_op:
        batch_op.create_index("ix_mentors_state", ["state", "shuffle"], unique=False)

    op.create_table(
        "mentor_offer_kinds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_mentor_offer_kinds_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_offer_kinds")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mentor_offer_kinds_public_id")),
    )
    with op.batch_alter_table("mentor_offer_kinds", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mentor_offer_kinds_event_id"), ["event_id"], unique=False
        )

    op.create_table(
        "mentor_offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("capacity", sa.SmallInteger(), nullable=False),
        sa.Column("period", sa.String(length=6), nullable=False),
        sa.Column("lead_days", sa.SmallInteger(), nullable=False),
        sa.Column("format", sa.String(length=10), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "format IN ('in_person', 'phone', 'video')", name=op.f("ck_mentor_offers_format")
        ),
        sa.CheckConstraint(
            "kind IN ('cv', 'story', 'insight_day', 'experience', 'mock_interview', 'own')",
            name=op.f("ck_mentor_offers_kind"),
        ),
        sa.CheckConstraint("period IN ('month', 'term')", name=op.f("ck_mentor_offers_period")),
        sa.CheckConstraint("capacity BETWEEN 0 AND 50", name=op.f("ck_mentor_offers_capacity")),
        sa.CheckConstraint("lead_days BETWEEN 0 AND 90", name=op.f("ck_mentor_offers_lead")),
        sa.ForeignKeyConstraint(
            ["mentor_id"],
            ["mentors.id"],
            name=op.f("fk_mentor_offers_mentor_id_mentors"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_offers")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mentor_offers_public_id")),
    )
    with op.batch_alter_table("mentor_offers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_offers_mentor_id"), ["mentor_id"], unique=False)
        batch_op.create_index(
            "uq_mentor_offers_live",
            ["mentor_id", "kind", "title"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "mentor_openings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minute", sa.SmallInteger(), nullable=False),
        sa.Column("lasts", sa.SmallInteger(), nullable=False),
        sa.Column("buffer", sa.SmallInteger(), nullable=False),
        sa.Column("weekly", sa.Boolean(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("buffer BETWEEN 0 AND 120", name=op.f("ck_mentor_openings_buffer")),
        sa.CheckConstraint("lasts BETWEEN 10 AND 480", name=op.f("ck_mentor_openings_lasts")),
        sa.CheckConstraint("minute BETWEEN 0 AND 1439", name=op.f("ck_mentor_openings_minute")),
        sa.ForeignKeyConstraint(
            ["mentor_id"],
            ["mentors.id"],
            name=op.f("fk_mentor_openings_mentor_id_mentors"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_openings")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mentor_openings_public_id")),
    )
    with op.batch_alter_table("mentor_openings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mentor_openings_mentor_id"), ["mentor_id"], unique=False
        )

    op.create_table(
        "mentor_tags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("folded", sa.String(length=80), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "kind IN ('sector', 'topic', 'language', 'course')", name=op.f("ck_mentor_tags_kind")
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"],
            ["mentors.id"],
            name=op.f("fk_mentor_tags_mentor_id_mentors"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_tags")),
        sa.UniqueConstraint(
            "mentor_id", "kind", "folded", name=op.f("uq_mentor_tags_mentor_id_kind_folded")
        ),
    )
    with op.batch_alter_table("mentor_tags", schema=None) as batch_op:
        batch_op.create_index("ix_mentor_tags_found", ["kind", "folded", "mentor_id"], unique=False)

    op.create_table(
        "mentees",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendees.id"], name=op.f("fk_mentees_attendee_id_attendees")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_mentees_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentees")),
        sa.UniqueConstraint("attendee_id", name=op.f("uq_mentees_attendee_id")),
    )
    op.create_table(
        "mentor_places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendees.id"], name=op.f("fk_mentor_places_attendee_id_attendees")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_mentor_places_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"],
            ["mentors.id"],
            name=op.f("fk_mentor_places_mentor_id_mentors"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_places")),
        sa.UniqueConstraint("attendee_id", name=op.f("uq_mentor_places_attendee_id")),
        sa.UniqueConstraint(
            "event_id", "mentor_id", name=op.f("uq_mentor_places_event_id_mentor_id")
        ),
    )
    with op.batch_alter_table("mentor_places", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_places_mentor_id"), ["mentor_id"], unique=False)

    op.add_column(
        "events",
        sa.Column("mentors_sign_up", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    kinds = "'pack', 'ticket', 'phone_linked', 'phone_confirm', 'phone_left'"
    kinds = f"{kinds}, 'nudge', 'deletion', 'test'"
    more = f"{kinds}, 'mentoring'"
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE deliveries DROP CONSTRAINT ck_deliveries_kind")
        op.execute(
            f"ALTER TABLE deliveries ADD CONSTRAINT ck_deliveries_kind CHECK (kind IN ({more}))"
        )
        return
    _rewrite("deliveries", f"CHECK (kind IN ({kinds}))", f"CHECK (kind IN ({more}))")


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
    """Refuse: what people agreed would be forgotten. Restore the backup made before instead."""
    raise NotImplementedError("Restore the backup that was made before this revision.")
