"""Profiles: a mentor signs up or is invited, and says who they are.

A profile is opened by the letter to its address alone, so whoever signs up under somebody else's
address, or stands in a list under it, sees nothing of it.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import available_timezones

from sqlalchemy import delete, select

from kiosk.db import db, new_public_id
from kiosk.domain import attendees, codes
from kiosk.domain.attendees import Attendee
from kiosk.domain.events import Event
from kiosk.domain.mentoring import news
from kiosk.domain.mentoring.record import (
    TAGS,
    Mentor,
    MentorPlace,
    MentorTag,
    address_hash,
    by_address,
    of_attendee,
    places_of,
)
from kiosk.domain.operations import insert_once
from kiosk.errors import Invalid, Refused

MOST_TAGS = 12
LONGEST_STORY = 1500
LINK_AGAIN_AFTER = timedelta(minutes=10)
BY_SIGN_UP = "mentoring"
"""Says of an attendee's standing that a sign-up made it, and opening its letter may change it."""
ASKERS = ("student", "guest")
"""Kinds of people who ask; somebody of the same address who mentors is another attendee."""


@dataclass(frozen=True)
class ProfileDraft:
    """What a mentor says of themselves; tags by kind (TAGS)."""

    name: str
    role: str = ""
    organisation: str = ""
    story: str = ""
    timezone: str = ""
    tags: dict[str, list[str]] = field(default_factory=dict)


def sign_up(event: Event, draft: ProfileDraft, email: str, at: datetime) -> Mentor:
    """Ask to mentor; a letter goes to the address, and nothing is seen before it is opened.

    Whoever has a profile already gets its link, and it stays as it is. Soon again sends nothing.
    """
    mentor = by_address(email) or _new(event, draft, email, at)
    place = _place(event, mentor, at)
    send_link(mentor, place, at)
    return mentor


def invite(event: Event, attendee: Attendee, by: str, at: datetime) -> Mentor:
    """Invite somebody of the list to mentor, which approves them; again changes nothing.

    Raises:
        Refused: no_address, or mentors_already (under the address they had before).
    """
    if not attendee.email:
        raise Refused("no_address", "They have no email address. Add one first.")
    mentor = by_address(attendee.email)
    other = of_attendee(attendee.id)
    if other is not None and other is not mentor:
        raise Refused("mentors_already", "They mentor here already, under an earlier address.")
    draft = ProfileDraft(attendee.name, attendee.role or "", attendee.organisation or "")
    mentor = mentor or _new(event, draft, attendee.email, at)
    if mentor.state == "unconfirmed":
        _say_again(mentor, draft)
    place = _place(event, mentor, at, attendee)
    if mentor.state in {"unconfirmed", "waiting"}:
        mentor.state, mentor.decided_by = "approved", by
    send_link(mentor, place, at)
    return mentor


def _say_again(mentor: Mentor, draft: ProfileDraft) -> None:
    """Let an unopened profile say what the list says: a stranger may have signed it up."""
    mentor.name, mentor.role = draft.name.strip()[:120], draft.role.strip()[:120]
    mentor.organisation, mentor.story = draft.organisation.strip()[:160], ""
    _index(mentor)


def _new(event: Event, draft: ProfileDraft, email: str, at: datetime) -> Mentor:
    made = insert_once(
        Mentor, address_hash=address_hash(email), email=email.strip(),
        name=draft.name.strip()[:120],
        role=draft.role.strip()[:120], organisation=draft.organisation.strip()[:160],
        story=draft.story.strip()[:LONGEST_STORY], words="",
        timezone=event.timezone, state="unconfirmed", shuffle=secrets.randbelow(65536),
        link_serial=1, created_at=at, last_active_at=at,
        public_id=new_public_id(),
    )  # fmt: skip
    mentor = by_address(email)
    assert mentor is not None
    if made is not None:
        _index(mentor)
    return mentor


def _place(event: Event, mentor: Mentor, at: datetime, who: Attendee | None = None) -> MentorPlace:
    query = select(MentorPlace).where(
        MentorPlace.event_id == event.id, MentorPlace.mentor_id == mentor.id
    )
    known = db.session.scalar(query)
    if known is not None:
        return known
    seat = who or _seat(event, mentor, at)
    insert_once(
        MentorPlace, event_id=event.id, mentor_id=mentor.id, attendee_id=seat.id, since=at,
        joined_at=None,
    )  # fmt: skip
    return db.session.scalars(query).one()


def _seat(event: Event, mentor: Mentor, at: datetime) -> Attendee:
    """Return the attendee a mentor is at a fair: the one of that address, or a new one."""
    same = attendees.with_address(event.id, mentor.email)
    taken = set(
        db.session.scalars(
            select(MentorPlace.attendee_id).where(MentorPlace.event_id == event.id)
        )
    )  # fmt: skip
    # Whose address was corrected since they were invited sits there under the earlier one.
    known = [each for each in same if each.kind not in ASKERS and each.id not in taken]
    if known:
        return known[0]
    values = {
        "name": mentor.name, "email": mentor.email, "kind": "mentor",
        "organisation": mentor.organisation or None, "role": mentor.role or None,
    }  # fmt: skip
    seat = attendees.walk_in(event, values, at)
    # Nobody is expected before the letter is opened: anybody may have typed that address.
    seat.status, seat.provenance = "cancelled", {**seat.provenance, "status": BY_SIGN_UP}
    codes.issue_missing(event.id, at)
    return seat


def send_link(mentor: Mentor, place: MentorPlace, at: datetime) -> bool:
    """Send a mentor the private link of their page, if they can be reached there.

    It goes to the profile's own address alone: another in the list opens nothing. Soon again sends
    nothing.
    """
    seat = attendees.get(place.attendee_id)
    if address_hash(seat.email or "") != mentor.address_hash:
        return False
    slot = int(at.timestamp() // LINK_AGAIN_AFTER.total_seconds())
    news.tell(seat.id, place.event_id, "link", at, about=mentor.public_id, n=slot)
    return True


def send_link_again(email: str, at: datetime) -> None:
    """Send whoever has a profile under an address its private link; nobody's sends nothing."""
    mentor = by_address(email)
    places = places_of(mentor.id) if mentor is not None else []
    for place in places:
        if mentor is not None and send_link(mentor, place, at):
            return


def confirm(mentor: Mentor, at: datetime) -> None:
    """Keep that somebody opened the letter to a profile's address; again changes nothing.

    The first time they join every fair they were asked for; later ones by the letter about each.
    """
    mentor.last_active_at = at
    if mentor.confirmed_at is None:
        mentor.confirmed_at = at
        for place in places_of(mentor.id):
            _join(place, at)
    if mentor.state == "unconfirmed":
        mentor.state = "waiting"


def join(mentor: Mentor, event_public_id: str, at: datetime) -> bool:
    """Join the fair that a letter names; False: it names none. Again changes nothing."""
    query = select(MentorPlace).join(Event, Event.id == MentorPlace.event_id)
    query = query.where(MentorPlace.mentor_id == mentor.id, Event.public_id == event_public_id)
    place = db.session.scalar(query)
    if place is not None and place.joined_at is None:
        _join(place, at)
    return place is not None


def _join(place: MentorPlace, at: datetime) -> None:
    seat = attendees.get(place.attendee_id)
    if seat.erased_at is not None:  # an old letter: that fair's people are gone
        return
    place.joined_at = place.joined_at or at
    if seat.status == "cancelled" and seat.provenance.get("status") == BY_SIGN_UP:
        seat.status = "expected"
    db.session.flush()


def agree_to_code(mentor: Mentor, at: datetime) -> None:
    """Accept the code of conduct, once."""
    mentor.agreed_at = mentor.agreed_at or at


def describe(mentor: Mentor, draft: ProfileDraft, at: datetime) -> None:
    """Keep what a mentor says of themselves; the same again changes nothing.

    Raises:
        Invalid: no name, an unknown time zone, or something is too long.
    """
    _check(draft)
    mentor.name, mentor.role = draft.name.strip(), draft.role.strip()
    mentor.organisation, mentor.story = draft.organisation.strip(), draft.story.strip()
    mentor.timezone, mentor.last_active_at = draft.timezone or mentor.timezone, at
    db.session.execute(delete(MentorTag).where(MentorTag.mentor_id == mentor.id))
    for kind in TAGS:
        for label in _labels(draft, kind):
            insert_once(
                MentorTag, mentor_id=mentor.id, kind=kind, label=label,
                folded=attendees.fold(label)[:80],
            )  # fmt: skip
    _index(mentor)


def _labels(draft: ProfileDraft, kind: str) -> list[str]:
    labels = [" ".join(each.split()) for each in draft.tags.get(kind, [])]
    return [each for each in labels if each and attendees.fold(each)]


def _check(draft: ProfileDraft) -> None:
    wrong = {}
    if not draft.name.strip():
        wrong["name"] = "Please fill this in."
    limits = {"name": 120, "role": 120, "organisation": 160, "story": LONGEST_STORY}
    for name, most in limits.items():
        if len(getattr(draft, name).strip()) > most:
            wrong[name] = "This is too long. Shorten it, please."
    if draft.timezone and draft.timezone not in available_timezones():
        wrong["timezone"] = "Choose a time zone, such as Europe/London."
    for kind in TAGS:
        labels = _labels(draft, kind)
        if len(labels) > MOST_TAGS or any(len(each) > 80 for each in labels):
            wrong[kind] = "At most twelve, of 80 letters each."
    if wrong:
        raise Invalid(wrong)


def _index(mentor: Mentor) -> None:
    query = select(MentorTag.label).where(MentorTag.mentor_id == mentor.id)
    labels = db.session.scalars(query)
    mentor.words = attendees.fold(
        " ".join((mentor.name, mentor.role, mentor.organisation, mentor.story, *labels))
    )
    db.session.flush()
