"""The audit: what staff and commands did, in slugs and public ids."""

import pytest
from sqlalchemy import select

from kiosk.db import db, writing
from kiosk.domain import audit
from kiosk.domain.audit import AuditEntry
from tests.people import NOON, Fair

pytestmark = pytest.mark.usefixtures("records")


def test_an_act_is_kept_with_who_what_and_when() -> None:
    fair = Fair(people=())

    with writing():
        audit.note(fair.id, "staff:abc", "reprint", "xyz", at=NOON, reason="lost", n=1)
        audit.note(None, "command", "migrate", at=NOON)

    one, other = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    assert (one.event_id, one.actor, one.act, one.subject) == (
        fair.id, "staff:abc", "reprint", "xyz",
    )  # fmt: skip
    assert (one.facts, one.at) == ({"reason": "lost", "n": 1}, NOON)
    assert (other.event_id, other.subject, other.facts) == (None, "", {})
