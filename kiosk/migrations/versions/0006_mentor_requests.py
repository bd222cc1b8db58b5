"""Requests to mentors: threads, papers, concerns, feedback, and the letters to come."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "mentor_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("open_no", sa.SmallInteger(), nullable=True),
        sa.Column("period", sa.String(length=12), nullable=True),
        sa.Column("place", sa.SmallInteger(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opening_id", sa.Integer(), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("format", sa.String(length=10), nullable=False),
        sa.Column("where", sa.String(length=300), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("missed_by", sa.String(length=8), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=8), nullable=True),
        sa.CheckConstraint(
            "state IN ('held', 'waiting', 'asked', 'suggested', 'accepted', 'declined', 'expired', 'withdrawn', 'cancelled', 'done', 'missed', 'lapsed')",
            name=op.f("ck_mentor_requests_state"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_mentor_requests_ends_after_start")),
        sa.CheckConstraint("open_no BETWEEN 1 AND 3", name=op.f("ck_mentor_requests_open_no")),
        sa.CheckConstraint("place >= 1", name=op.f("ck_mentor_requests_place")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_mentor_requests_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["mentor_id"],
            ["mentors.id"],
            name=op.f("fk_mentor_requests_mentor_id_mentors"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["mentor_offers.id"],
            name=op.f("fk_mentor_requests_offer_id_mentor_offers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["opening_id"],
            ["mentor_openings.id"],
            name=op.f("fk_mentor_requests_opening_id_mentor_openings"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["attendees.id"], name=op.f("fk_mentor_requests_seat_id_attendees")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["attendees.id"], name=op.f("fk_mentor_requests_student_id_attendees")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_requests")),
        sa.UniqueConstraint(
            "offer_id", "period", "place", name=op.f("uq_mentor_requests_offer_id_period_place")
        ),
        sa.UniqueConstraint(
            "opening_id", "booked_at", name=op.f("uq_mentor_requests_opening_id_booked_at")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_mentor_requests_public_id")),
        sa.UniqueConstraint(
            "student_id", "open_no", name=op.f("uq_mentor_requests_student_id_open_no")
        ),
    )
    with op.batch_alter_table("mentor_requests", schema=None) as batch_op:
        batch_op.create_index("ix_mentor_requests_due", ["state", "due_at"], unique=False)
        batch_op.create_index("ix_mentor_requests_event", ["event_id", "state"], unique=False)
        batch_op.create_index("ix_mentor_requests_mentor", ["mentor_id", "state"], unique=False)
        batch_op.create_index("ix_mentor_requests_offer", ["offer_id", "state"], unique=False)
        batch_op.create_index("ix_mentor_requests_seat", ["seat_id"], unique=False)
        batch_op.create_index(
            "uq_mentor_requests_live",
            ["student_id", "offer_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('held', 'waiting', 'asked', 'suggested', 'accepted')"),
            postgresql_where=sa.text(
                "state IN ('held', 'waiting', 'asked', 'suggested', 'accepted')"
            ),
        )

    op.create_table(
        "mentor_concerns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            "decision IN ('suspended', 'spoken', 'nothing')",
            name=op.f("ck_mentor_concerns_decision"),
        ),
        sa.ForeignKeyConstraint(
            ["about_id"], ["attendees.id"], name=op.f("fk_mentor_concerns_about_id_attendees")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_mentor_concerns_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["attendees.id"], name=op.f("fk_mentor_concerns_reporter_id_attendees")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["mentor_requests.id"],
            name=op.f("fk_mentor_concerns_request_id_mentor_requests"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_concerns")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mentor_concerns_public_id")),
    )
    with op.batch_alter_table("mentor_concerns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_concerns_about_id"), ["about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentor_concerns_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_mentor_concerns_reporter_id"), ["reporter_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_mentor_concerns_request_id"), ["request_id"], unique=False
        )

    op.create_table(
        "mentor_feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("worth", sa.SmallInteger(), nullable=False),
        sa.Column("came_of_it", sa.String(length=14), nullable=False),
        sa.Column("thanks", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "came_of_it IN ('surer', 'next_step', 'stay_in_touch', 'not_much')",
            name=op.f("ck_mentor_feedback_came_of_it"),
        ),
        sa.CheckConstraint("worth BETWEEN 1 AND 3", name=op.f("ck_mentor_feedback_worth")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["attendees.id"], name=op.f("fk_mentor_feedback_author_id_attendees")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_mentor_feedback_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["mentor_requests.id"],
            name=op.f("fk_mentor_feedback_request_id_mentor_requests"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_feedback")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mentor_feedback_public_id")),
        sa.UniqueConstraint(
            "request_id", "author_id", name=op.f("uq_mentor_feedback_request_id_author_id")
        ),
    )
    with op.batch_alter_table("mentor_feedback", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mentor_feedback_author_id"), ["author_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_mentor_feedback_event_id"), ["event_id"], unique=False)

    op.create_table(
        "mentor_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["attendees.id"], name=op.f("fk_mentor_messages_author_id_attendees")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_mentor_messages_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["mentor_requests.id"],
            name=op.f("fk_mentor_messages_request_id_mentor_requests"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_messages")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mentor_messages_public_id")),
    )
    with op.batch_alter_table("mentor_messages", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mentor_messages_author_id"), ["author_id"], unique=False
        )
        batch_op.create_index("ix_mentor_messages_thread", ["request_id", "id"], unique=False)

    op.create_table(
        "mentor_news",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=16), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendees.id"], name=op.f("fk_mentor_news_attendee_id_attendees")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_mentor_news_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["mentor_requests.id"],
            name=op.f("fk_mentor_news_request_id_mentor_requests"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_news")),
        sa.UniqueConstraint(
            "attendee_id",
            "what",
            "about",
            "n",
            name=op.f("uq_mentor_news_attendee_id_what_about_n"),
        ),
    )
    with op.batch_alter_table("mentor_news", schema=None) as batch_op:
        batch_op.create_index("ix_mentor_news_due", ["told_at", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentor_news_request_id"), ["request_id"], unique=False)

    op.create_table(
        "mentor_papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["attendees.id"], name=op.f("fk_mentor_papers_author_id_attendees")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_mentor_papers_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["mentor_requests.id"],
            name=op.f("fk_mentor_papers_request_id_mentor_requests"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_papers")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mentor_papers_public_id")),
        sa.UniqueConstraint("request_id", name=op.f("uq_mentor_papers_request_id")),
    )
    with op.batch_alter_table("mentor_papers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_papers_author_id"), ["author_id"], unique=False)


def downgrade() -> None:
    """Refuse: what people agreed would be forgotten. Restore the backup made before instead."""
    raise NotImplementedError("Restore the backup that was made before this revision.")
