"""The handshake: one verb for a phone, a tablet, a stand and a program; undo, decide, withdraw.

Details of somebody reach another only by their own act: a standing choice, their own scan (which
gives what the page showed), or holding up their own badge (which gives the standing choice, never
more). What is not given is asked. After closing time a scan only asks. A minor shares nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete

from kiosk.db import Base, db, new_public_id
from kiosk.domain import prompts
from kiosk.domain.attendees import Attendee, hold, sharing
from kiosk.domain.events import EventFacts
from kiosk.domain.meetings.ledger import Given, given_at
from kiosk.domain.meetings.pair import PairFacts, facts_of
from kiosk.domain.meetings.record import Meeting, Share, between, shares_of
from kiosk.domain.operations import insert_once
from kiosk.errors import NotKnown, Refused

UNDO_WITHIN = timedelta(minutes=10)
_SHARES = Base.metadata.tables["shares"].insert()  # both rows of a meeting in one statement


@dataclass(frozen=True)
class Handshake:
    """How two people met: where, through what, on whose word, and what a scanner gives by it."""

    event: EventFacts
    way: str
    op_id: str
    asker: str
    device_id: int | None = None
    happened_at: datetime | None = None
    scanner_gives: tuple[str, ...] | None = None
    """What the page showed the one who scanned (the first of the pair); None: standing choice."""
    other_gives: tuple[str, ...] | None = None
    """What the page showed the other, where both said by one that they met."""


@dataclass(frozen=True)
class MeetingMade:
    """A meeting, whether these two had met before, and what each gives the other by now."""

    meeting: Meeting
    met_before: bool
    given: tuple[Given, ...]


def meet(handshake: Handshake, one: Attendee, other: Attendee, at: datetime) -> MeetingMade:
    """Let two people meet; met before: the next question, and shares may only rise.

    Raises:
        Refused: same_person, practice, not_arrived, not_open.
    """
    happened_at = min(max(handshake.happened_at or at, at - timedelta(days=1)), at)
    facts = facts_of(handshake.event.id, one, other)
    _may_meet(handshake.event, one, other, facts, happened_at)
    made = _insert(handshake, one, other, facts, happened_at, at)
    meeting = made or between(handshake.event.id, one.id, other.id, hold=True)
    if meeting is None:  # undone by somebody between the two statements: ask again
        raise Refused("try_again", "Please try again.")
    chosen = {} if facts.is_apart else facts.choices
    gifts = (
        _Gift(handshake, one, other, chosen, at, handshake.scanner_gives),
        _Gift(handshake, other, one, chosen, at, handshake.other_gives),
    )
    if made is not None:
        db.session.execute(_SHARES, [gift.row(meeting) for gift in gifts])
        return MeetingMade(meeting, False, tuple(gift.given for gift in gifts))
    _meet_again(meeting, one, other, facts, gifts)
    db.session.flush()
    return MeetingMade(meeting, True, tuple(given_at(meeting)))


def _may_meet(
    event: EventFacts, one: Attendee, other: Attendee, facts: PairFacts, at: datetime
) -> None:
    if one.id == other.id:
        raise Refused("same_person", "That is the same badge twice. Hold up one badge each.")
    if "practice" in (one.status, other.status):
        raise Refused("practice", "Both badges were read. Practice people meet nobody.")
    if not {one.id, other.id} <= facts.arrived:
        raise Refused("not_arrived", "One of you is not checked in yet. Please do that first.")
    if not event.never_closes and at < event.starts_at - timedelta(hours=2):
        raise Refused("not_open", "The fair has not begun yet.")


def _insert(
    handshake: Handshake,
    one: Attendee,
    other: Attendee,
    facts: PairFacts,
    happened_at: datetime,
    at: datetime,
) -> Meeting | None:
    low, high = sorted((one.id, other.id))
    return insert_once(
        Meeting,
        public_id=new_public_id(),
        event_id=handshake.event.id,
        low_id=low,
        high_id=high,
        device_id=handshake.device_id,
        way=handshake.way,
        op_id=handshake.op_id,
        asker=handshake.asker,
        prompt_id=_next_prompt(handshake.event.id, one, other, facts, times_met=1),
        asked_before=[],
        times_met=1,
        happened_at=happened_at,
        recorded_at=at,
    )


def _meet_again(
    meeting: Meeting, one: Attendee, other: Attendee, facts: PairFacts, gifts: tuple["_Gift", ...]
) -> None:
    meeting.times_met += 1
    meeting.asked_before = [*meeting.asked_before, meeting.prompt_id]
    meeting.prompt_id = _next_prompt(meeting.event_id, one, other, facts, meeting.times_met)
    by_giver = {share.giver_id: share for share in shares_of(meeting)}
    for gift in gifts:
        gift.raises(by_giver[gift.giver.id])


def _next_prompt(
    event_id: int, one: Attendee, other: Attendee, facts: PairFacts, times_met: int
) -> str:
    """Return a question that neither of the two has been shown here, as long as there is one."""
    seed = min(one.id, other.id) * 31 + max(one.id, other.id)
    return prompts.next_prompt(event_id, (one.kind, other.kind), seed, times_met, facts.heard)


@dataclass(frozen=True)
class _Gift:
    """What one of the two gives the other, and why."""

    handshake: Handshake
    giver: Attendee
    receiver: Attendee
    chosen: Mapping[tuple[int, str], list[str]]
    at: datetime
    shown: tuple[str, ...] | None

    def fields(self) -> tuple[list[str], str]:
        """Return the fields and the act that gives them."""
        event = self.handshake.event
        if self.giver.is_minor(event, self.at) or self.receiver.is_minor(event, self.at):
            return ["name"], "minor"
        if event.is_over(self.at):
            return ["name"], "closed"
        if self.shown is not None:
            return sharing.in_order(self.shown), "scan"
        standing = self.chosen.get((self.giver.id, sharing.audience_of(self.receiver)), ["name"])
        return standing, "badge" if self.handshake.way == "tablet" else "standing"

    @property
    def given(self) -> Given:
        """What the receiver of a new meeting has by it."""
        fields, act = self.fields()
        state = "given" if len(fields) > 1 else "asked"
        return Given(self.giver.id, self.receiver.id, tuple(fields), state, act)

    def row(self, meeting: Meeting) -> dict[str, Any]:
        """Return the share of a new meeting."""
        given = self.given
        return {
            "public_id": new_public_id(),
            "event_id": meeting.event_id,
            "meeting_id": meeting.id,
            "giver_id": given.giver_id,
            "receiver_id": given.receiver_id,
            "fields": list(given.fields),
            "state": given.state,
            "act": given.act,
            "consent_version": self.handshake.event.consent_version,
            "asked_at": self.at,
            "decided_at": self.at if given.state == "given" else None,
        }

    def raises(self, share: Share) -> None:
        """Let a share rise when they meet again; what was taken back or declined stays so."""
        fields, act = self.fields()
        if share.state in {"declined", "withdrawn"} or set(fields) <= set(share.fields):
            return
        share.fields = sharing.in_order([*share.fields, *fields])
        share.state, share.act, share.decided_at = "given", act, self.at
        share.consent_version = self.handshake.event.consent_version


def undo(meeting: Meeting, *, by: str, device_id: int | None, at: datetime) -> None:
    """Undo a meeting within ten minutes, without a trace in packs; undone already is done.

    Raises:
        Refused: too_late, or not_yours (a device undoes only its own).
    """
    if meeting.undone_at is not None:
        return
    if device_id is not None and meeting.device_id != device_id:
        raise Refused("not_yours", "That was done at another station.")
    if at - meeting.recorded_at > UNDO_WITHIN:
        raise Refused("too_late", "That is more than ten minutes ago. You can still withdraw.")
    meeting.undone_at, meeting.undone_by = at, by
    db.session.execute(delete(Share).where(Share.meeting_id == meeting.id))


def _own_share(meeting: Meeting, giver: Attendee) -> Share:
    for share in shares_of(meeting):
        if share.giver_id == giver.id:
            return share
    raise NotKnown("no_such_share", "There is nothing to decide.")


def decide(
    meeting: Meeting,
    giver: Attendee,
    fields: list[str] | None,
    *,
    event: EventFacts,
    at: datetime,
) -> Share:
    """Answer what the other asked for: these fields, or None to decline. Repeatable.

    After the packs were frozen it shows on the other's pages, and in a second letter if the
    organiser sends one.

    Raises:
        Refused: a minor's share.
    """
    share = _own_share(meeting, giver)
    receiver = db.session.get_one(Attendee, share.receiver_id)
    if sharing.gives(giver, receiver, event=event, at=at) is None:
        raise Refused("under_18", "People under 18 share nothing here. The organiser can help.")
    if fields is None:
        share.state, share.decided_at, share.fields = "declined", at, ["name"]
    else:
        share.fields, share.act = sharing.in_order(fields), "approval"
        share.state = "given" if len(share.fields) > 1 else "asked"
        share.decided_at, share.consent_version = at, event.consent_version
    return share


def withdraw(meeting: Meeting, giver: Attendee, at: datetime) -> Share:
    """Take back what one gave; the receiver keeps the name the badge printed. Repeatable.

    No letter to the receiver can be on the point of leaving meanwhile: whoever sends it waits.
    """
    hold(meeting.other(giver.id))
    share = _own_share(meeting, giver)
    if share.state == "withdrawn":
        return share
    share.fields, share.state, share.decided_at = ["name"], "withdrawn", at
    return share
