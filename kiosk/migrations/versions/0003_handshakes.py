"""What a handshake leads to: blocks, reports, topics, wishes to be introduced, an event's questions.

Two constraints allow one value more. SQLite cannot alter a constraint, and meetings are referred to,
so its schema text is edited, as https://sqlite.org/lang_altertable.html (7) describes for changes
that touch no row.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "event_prompts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("prompt_id", sa.String(length=40), nullable=False),
        sa.Column("pair", sa.String(length=30), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column(
            "wording", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("put_away", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "level IN ('easy', 'story', 'advice')", name=op.f("ck_event_prompts_level")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_prompts_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_prompts")),
        sa.UniqueConstraint(
            "event_id", "prompt_id", name=op.f("uq_event_prompts_event_id_prompt_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_event_prompts_public_id")),
    )
    op.create_table(
        "employer_logos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employers.id"], name=op.f("fk_employer_logos_employer_id_employers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_logos")),
        sa.UniqueConstraint("employer_id", name=op.f("uq_employer_logos_employer_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_employer_logos_public_id")),
    )
    op.create_table(
        "vacancies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employers.id"], name=op.f("fk_vacancies_employer_id_employers")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_vacancies_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancies")),
        sa.UniqueConstraint("public_id", name=op.f("uq_vacancies_public_id")),
    )
    with op.batch_alter_table("vacancies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vacancies_employer_id"), ["employer_id"], unique=False)

    op.create_table(
        "blocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("blocker_id", sa.Integer(), nullable=False),
        sa.Column("blocked_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["blocked_id"], ["attendees.id"], name=op.f("fk_blocks_blocked_id_attendees")
        ),
        sa.ForeignKeyConstraint(
            ["blocker_id"], ["attendees.id"], name=op.f("fk_blocks_blocker_id_attendees")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_blocks_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocks")),
        sa.UniqueConstraint("public_id", name=op.f("uq_blocks_public_id")),
    )
    with op.batch_alter_table("blocks", schema=None) as batch_op:
        batch_op.create_index("ix_blocks_blocked", ["blocked_id"], unique=False)
        batch_op.create_index(
            "uq_blocks_live",
            ["blocker_id", "blocked_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "introductions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=False),
        sa.Column("wish", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.String(length=40), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'taken', 'made', 'taken_back')", name=op.f("ck_introductions_state")
        ),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendees.id"], name=op.f("fk_introductions_attendee_id_attendees")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_introductions_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introductions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_introductions_public_id")),
    )
    with op.batch_alter_table("introductions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_introductions_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            "uq_introductions_open",
            ["attendee_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('open', 'taken')"),
            postgresql_where=sa.text("state IN ('open', 'taken')"),
        )

    op.create_table(
        "remembered_meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column(
            "gives", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'confirmed', 'declined')", name=op.f("ck_remembered_meetings_state")
        ),
        sa.ForeignKeyConstraint(
            ["asked_id"], ["attendees.id"], name=op.f("fk_remembered_meetings_asked_id_attendees")
        ),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["attendees.id"], name=op.f("fk_remembered_meetings_asker_id_attendees")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_remembered_meetings_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_meetings")),
        sa.UniqueConstraint("public_id", name=op.f("uq_remembered_meetings_public_id")),
    )
    with op.batch_alter_table("remembered_meetings", schema=None) as batch_op:
        batch_op.create_index("ix_remembered_meetings_asked", ["asked_id"], unique=False)
        batch_op.create_index(
            "uq_remembered_meetings_open",
            ["asker_id", "asked_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("reported_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.CheckConstraint("decision IN ('upheld', 'dismissed')", name=op.f("ck_reports_decision")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_reports_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["reported_id"], ["attendees.id"], name=op.f("fk_reports_reported_id_attendees")
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["attendees.id"], name=op.f("fk_reports_reporter_id_attendees")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reports_public_id")),
        sa.UniqueConstraint(
            "reporter_id", "reported_id", name=op.f("uq_reports_reporter_id_reported_id")
        ),
    )
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index("ix_reports_reported", ["reported_id"], unique=False)

    with op.batch_alter_table("attendees", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cv", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("wants_quiet", sa.Boolean(), nullable=True))

    with op.batch_alter_table("employers", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "topics",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                server_default="[]",
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column("link_serial", sa.Integer(), server_default="1", nullable=False)
        )

    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("quiet_hour", sa.String(length=120), server_default="", nullable=False)
        )

    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "asked_before",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                server_default="[]",
                nullable=False,
            )
        )
        batch_op.create_index("ix_meetings_asker", ["asker", "recorded_at"], unique=False)

    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "topics",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                server_default="[]",
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column("next_step", sa.String(length=120), server_default="", nullable=False)
        )

    with op.batch_alter_table("phone_codes", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "shown_through", sa.String(length=10), server_default="tablet", nullable=False
            )
        )
    # Plain SQL, as a batch would make the whole table anew, and others refer to it.
    op.execute("ALTER TABLE events ADD COLUMN missions BOOLEAN DEFAULT false NOT NULL")
    op.execute("ALTER TABLE events ADD COLUMN introductions BOOLEAN DEFAULT true NOT NULL")
    op.execute("ALTER TABLE notes ADD COLUMN follow_up BOOLEAN DEFAULT false NOT NULL")
    op.execute(
        "ALTER TABLE notes ADD COLUMN rating SMALLINT"
        " CONSTRAINT ck_notes_rating CHECK (rating BETWEEN 1 AND 3)"
    )
    _widen("meetings", "way", "('phone', 'tablet', 'stand', 'typed')", "'named'")
    _widen(
        "deliveries", "kind", "('pack', 'ticket', 'phone_linked')", "'phone_confirm', 'phone_left'"
    )


def _widen(table: str, column: str, values: str, more: str) -> None:
    """Allow more values in a column that a check keeps to a list."""
    name, wider = f"ck_{table}_{column}", values.replace(")", f", {more})")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({column} IN {wider})")
        return
    bind = op.get_bind()
    schema_version = bind.exec_driver_sql("PRAGMA schema_version").scalar() or 0
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    bind.execute(
        sa.text("UPDATE sqlite_master SET sql = replace(sql, :old, :new) WHERE name = :name"),
        {
            "old": f"CHECK ({column} IN {values})",
            "new": f"CHECK ({column} IN {wider})",
            "name": table,
        },
    )
    bind.exec_driver_sql(f"PRAGMA schema_version = {schema_version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = OFF")


def downgrade() -> None:
    """Refuse: what people asked for would be lost. Restore the backup made before instead."""
    raise NotImplementedError("Restore the backup that was made before this revision.")
