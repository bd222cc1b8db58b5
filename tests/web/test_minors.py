"""People under 18 and everybody else, at every door: no contact detail of theirs reaches anyone."""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes
from itertools import combinations

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, deliveries, events
from kiosk.domain.attendees import sharing
from tests.web.a_fair import Fair, Screen, hidden, hold, let_in, pair
from tests.web.a_phone import PhoneInHand, phone_of

AGES = {"Asha": False, "Ben": False, "Cai": True, "Dana": None, "Eve": True}
"""Two adults, two under 18, and Dana, whose age nobody knows."""
PAIRS = list(combinations(AGES, 2))
EVERYTHING = ("name", "email", "phone", "links", "organisation", "course", "cv")
Hands = dict[str, PhoneInHand]


def traces(name: str) -> tuple[str, ...]:
    """What would tell that a contact detail of somebody got through."""
    number = f"+44770090020{list(AGES).index(name)}"
    own = (f"https://{name.lower()}.example/me", f"https://{name.lower()}.example/cv")
    return (f"{name.lower()}@example.org", number, *own)


@pytest.fixture
def fair(app: Flask, unknown_is_minor: bool) -> Fair:
    """A fair where everybody lets everybody have everything."""
    fair = hold(app, unknown_age_is_minor=unknown_is_minor)
    with app.app_context():
        with writing():
            for name, under_18 in AGES.items():
                person, (_email, number, link, cv) = fair.person(name), traces(name)
                facts = {"under_18": under_18, "phone": number, "links": [link], "cv": cv}
                attendees.correct(person, facts, origin="desk", at=clock.now())
                event = events.facts(events.get(fair.event_id))
                sharing.choose(person, EVERYTHING, event=event, through="desk", at=clock.now())
        db.session.remove()
    let_in(fair, *AGES)
    return fair


def by_phone(fair: Fair, hands: Hands) -> Screen | None:
    for one, other in PAIRS:
        hands[one].met(fair.badges[other], gives=",".join(EVERYTHING))
    return None


def by_letters(fair: Fair, hands: Hands) -> Screen | None:
    for one, other in PAIRS:
        sent = {"letters": fair.badges[other][-6:], "gives": ",".join(EVERYTHING)}
        assert hands[one].post("/me/meetings", **sent).status_code == 303
    return None


def at_a_tablet(fair: Fair, hands: Hands) -> Screen | None:
    door = pair(fair, name="Here", mode="meet")
    for one, other in PAIRS:
        assert door.scan(fair.badges[one], fair.badges[other]).status_code == 201
    return None


def at_a_stand(fair: Fair, hands: Hands) -> Screen | None:
    stand = pair(fair, kind="stand", name="Stand 12", employer="Nova Engineering")
    for recruiter in ("Ben", "Dana"):
        with fair.app.app_context():
            who = fair.person(recruiter).public_id
        stand.post("/stand/duty", who=who)
        for other in AGES.keys() - {recruiter}:
            person = hidden(stand.post("/stand/scans", codes=fair.badges[other]), "person")
            stand.post("/stand/meetings", person=person, note="kind")
    return stand


def by_name(fair: Fair, hands: Hands) -> Screen | None:
    with fair.app.app_context():
        names = {name: fair.person(name).name for name in AGES}
    everything = ",".join(EVERYTHING)
    for one, other in (*PAIRS, *((other, one) for one, other in PAIRS)):
        hands[one].post("/me/remembered", name=names[other], gives=everything)
        for asked in re.findall(r"/me/remembered/([^/]+)/answer", hands[other].get("/me").text):
            sent = {"answer": "yes", "gives": everything}
            assert hands[other].post(f"/me/remembered/{asked}/answer", **sent).status_code == 303
    return None


WAYS = (by_phone, by_letters, at_a_tablet, at_a_stand, by_name)


@pytest.mark.parametrize(
    ("met", "unknown_is_minor"), [*((way, True) for way in WAYS), (by_phone, False)]
)
def test_no_contact_detail_of_a_minor_reaches_anyone(
    fair: Fair, met: Callable[[Fair, Hands], Screen | None], unknown_is_minor: bool
) -> None:
    hands = {name: phone_of(fair, name) for name in AGES}
    stand = met(fair, hands)
    minors = {name for name in AGES if _is_minor(fair, name)}
    assert ("Dana" in minors) == unknown_is_minor

    read = {name: _everything_read_by(fair, name, hand) for name, hand in hands.items()}

    if stand is not None:
        read["the stand"] = stand.get("/stand/met").text
    told = {
        (reader, name)
        for reader, text in read.items()
        for name in AGES.keys() - {reader}
        if any(trace in text for trace in traces(name))
    }
    assert ("Ben", "Asha") in told and ("Asha", "Ben") in told
    assert not {one for one in told if minors & set(one)}


def _is_minor(fair: Fair, name: str) -> bool:
    with fair.app.app_context():
        return fair.person(name).is_minor(events.facts(events.get(fair.event_id)), clock.now())


def _everything_read_by(fair: Fair, name: str, hand: PhoneInHand) -> str:
    """Return every page and file of somebody's own, and their letter, as one text."""
    me = hand.get("/me").text
    paths = {f"/me/{page}/{each}" for each in re.findall(r"/me/contacts/([\w-]{8,})", me)
             for page in ("contacts", "met")}  # fmt: skip
    with fair.app.app_context():
        with writing():
            fair.app.extensions["kiosk_letters"].freeze(fair.person(name), clock.now())
        letter = deliveries.of_attendee(fair.ids[name], "pack")
        stored = letter.message if letter and letter.message else b""
        db.session.remove()
    parts = [part.get_payload(decode=True) for part in message_from_bytes(stored).walk()]
    texts = [part.decode("utf-8", "replace") for part in parts if isinstance(part, bytes)]
    files = (
        *("/me/pack", "/me/contacts.vcf", "/me/contacts.csv"),
        *("/stand/team", "/me/pack/team.csv", "/me/pack/team.vcf"),
    )
    # Folded lines of a card would hide an address.
    pages = [hand.get(path).text.replace("\r\n ", "") for path in (*paths, *files)]
    return "\n".join([me, *pages, *(text.replace("\r\n ", "") for text in texts)])
