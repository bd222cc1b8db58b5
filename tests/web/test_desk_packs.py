"""Packs at the desk: frozen, sent on a typed number, followed, and settled by hand."""

import pytest
from flask import Flask
from sqlalchemy import update

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import attendees, deliveries, meetings, notes, packs
from kiosk.domain.deliveries import Delivery
from tests.people import op_id
from tests.web.a_desk import OURS, Desk, open_session, words
from tests.web.a_postroom import Postroom, let_write


@pytest.fixture
def desk(app: Flask) -> Desk:
    """A fair at its end: Asha met Ben, Carol met nobody, Cai did not come."""
    app.extensions["kiosk_letters"] = Postroom()
    made = Desk(app)
    with app.app_context():
        made.fair.check_in("Asha", "Ben", "Carol", at=clock.now())
        met = made.fair.let_meet("Asha", "Ben", clock.now(), scanner_gives=("name", "email"))
        with writing():
            notes.write(met.meeting, made.fair.person("Ben"), "Canary in a note", clock.now())
    return made


def states(desk: Desk) -> dict[str, int]:
    with desk.app.app_context():
        return deliveries.counts(desk.fair.id)


def freeze(desk: Desk) -> int:
    answer = desk.post("/packs/freeze")
    let_write(desk.app)
    return answer.status_code


def try_one(desk: Desk, state: str) -> str:
    """Let the mail server answer one letter, and return its id."""
    with desk.app.app_context(), writing():
        claimed = deliveries.claim(clock.now())
        assert claimed is not None
        deliveries.open_data(claimed, clock.now())
        deliveries.settle(claimed, state, phase="dot", reply="550 <b>no</b>", at=clock.now())
        return claimed.public_id


def test_freezing_writes_each_letter_once_and_sends_none(desk: Desk) -> None:
    op = op_id()

    answers = [desk.post("/packs/freeze", op_id=op) for _ in range(2)]
    shown = words(desk.get("/packs"))
    too_early = desk.post("/packs/send", number="0")
    let_write(desk.app)

    assert [answer.status_code for answer in answers] == [303, 303]
    assert states(desk) == {"frozen": 2, "empty": 1}
    assert "The letters are being written. Nothing is sent yet." in shown
    assert too_early.status_code == 422
    assert desk.said() == ["freeze-packs"]


@pytest.mark.parametrize("number", ["", "1", "3", "two", "2; DROP", "9" * 200])
def test_without_the_right_number_nothing_is_sent(desk: Desk, number: str) -> None:
    freeze(desk)

    answer = desk.post("/packs/send", number=number)

    assert answer.status_code == 422
    assert states(desk) == {"frozen": 2, "empty": 1}


def test_the_right_number_releases_them_once(desk: Desk) -> None:
    freeze(desk)
    op = op_id()

    answers = [desk.post("/packs/send", number="2", op_id=op) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert states(desk) == {"queued": 2, "empty": 1}
    assert desk.post("/packs/send", number="0").status_code == 422
    assert desk.said() == ["freeze-packs", "send-packs"]


def test_progress_is_sent_again_only_when_it_has_changed(desk: Desk) -> None:
    freeze(desk)
    desk.post("/packs/send", number="2")
    etag = desk.get("/packs/progress").headers["ETag"]

    assert desk.get("/packs/progress", **{"If-None-Match": etag}).status_code == 304
    try_one(desk, "accepted")

    shown = desk.get("/packs/progress", **{"If-None-Match": etag})
    assert "Sent: 1 of 2 letters" in words(shown)


@pytest.mark.parametrize(("answer", "state"), [("sent", "accepted"), ("send_again", "queued")])
def test_a_letter_nobody_knows_of_is_settled_by_hand(desk: Desk, answer: str, state: str) -> None:
    freeze(desk)
    desk.post("/packs/send", number="2")
    letter = try_one(desk, "unknown")
    shown = desk.get("/packs").text
    assert "nobody knows whether it arrived" in shown and "<b>no</b>" not in shown

    assert desk.post(f"/packs/{letter}/resolve", answer=answer).status_code == 303

    assert states(desk)[state] >= 1 and "unknown" not in states(desk)
    assert desk.post(f"/packs/{letter}/resolve", answer="sent").status_code == 409


def test_a_refused_letter_is_named_with_its_reason(desk: Desk) -> None:
    freeze(desk)
    desk.post("/packs/send", number="2")
    letter = try_one(desk, "rejected")

    shown = words(desk.get("/packs"))

    assert "refused by the mail server" in shown and "550" in shown
    assert desk.post(f"/packs/{letter}/resolve", answer="sent").status_code == 409


def test_a_preview_shows_whom_and_what_and_no_note(desk: Desk) -> None:
    shown = desk.get(desk.person("Ben") + "/pack")

    assert "Asha Patel" in shown.text
    assert "Canary" not in shown.text
    assert "They have met nobody" in desk.get(desk.person("Carol") + "/pack").text


def test_the_neighbours_letters_are_not_known(desk: Desk) -> None:
    other = Desk(desk.app, "olga", "other")
    freeze(desk)
    desk.post("/packs/send", number="2")
    letter = try_one(desk, "unknown")

    assert other.post(f"/packs/{letter}/resolve", answer="sent").status_code == 404
    assert states(desk)["unknown"] == 1


@pytest.mark.parametrize(
    "path",
    [
        "/packs/freeze",
        "/packs/send",
        "/packs/run",
        "/packs/test",
        "/packs/0000000000000000/resolve",
    ],
)
def test_a_steward_sends_nothing(desk: Desk, path: str) -> None:
    steward = desk.app.test_client()
    with desk.app.app_context():
        steward.set_cookie("kiosk-staff", open_session("stew@fair"))

    answer = steward.post(f"/desk/fair{path}", data={"op_id": op_id(), "number": "2"}, headers=OURS)

    assert answer.status_code == 403
    assert states(desk) == {}


def test_the_kiosks_own_postroom_writes_them_too(app: Flask) -> None:
    desk = Desk(app)
    with app.app_context():
        desk.fair.check_in("Asha", "Ben", "Carol", at=clock.now())
        desk.fair.let_meet("Asha", "Ben", clock.now())

    assert freeze(desk) == 303
    assert states(desk) == {"frozen": 2, "empty": 1}


def test_before_the_freeze_the_page_counts_who_gets_a_letter_and_who_not(desk: Desk) -> None:
    with desk.app.app_context(), writing():
        desk.fair.person("Asha").email = None
        deliveries.suppress(desk.fair.person("Ben").email or "", "unsubscribed", clock.now())

    shown = words(desk.get("/packs"))

    assert "Letters to send 0 Met nobody 1 Want no letters 1 No address 1" in shown
    assert "Who has no address" in shown and "Asha Patel" in shown


def test_the_letter_is_drawn_in_a_frame_that_may_do_nothing(app: Flask) -> None:
    desk = Desk(app)
    with app.app_context():
        desk.fair.check_in("Asha", "Ben", at=clock.now())
        desk.fair.let_meet("Asha", "Ben", clock.now())

    page = desk.get(desk.person("Ben") + "/pack")
    letter = desk.get(desk.person("Ben") + "/pack/letter")

    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert "frame-src 'none'" in desk.get("/packs").headers["Content-Security-Policy"]
    policy = letter.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy and "script-src" not in policy
    assert "Asha Patel" in letter.text and "Kiosk-Frames" not in page.headers
    assert states(desk) == {}


def test_letters_are_listed_by_state_with_how_far_they_came(desk: Desk) -> None:
    freeze(desk)
    desk.post("/packs/send", number="2")
    try_one(desk, "rejected")

    refused = words(desk.get("/packs/letters?state=rejected"))

    assert "after its words were sent" in refused and "550" in refused
    assert "Carol" in words(desk.get("/packs/letters?state=empty"))
    assert "Carol" not in words(desk.get("/packs/letters?state=nonsense&page=99"))


def test_of_two_organisers_who_send_at_once_one_releases(desk: Desk) -> None:
    freeze(desk)

    answers = [desk.post("/packs/send", number="2").status_code for _ in range(2)]

    assert answers == [303, 422]
    assert states(desk) == {"queued": 2, "empty": 1}


def test_a_small_number_is_not_told(desk: Desk) -> None:
    with desk.app.app_context(), writing():
        asha = desk.fair.person("Asha")
        meeting = packs.contents_of(asha).entries[0].met.meeting
        notes.mark_wrote(meeting, asha, True, clock.now())

    assert "Wrote to somebody they met fewer than 5 Got an answer 0" in words(desk.get("/packs"))


def test_what_employers_have_not_deleted_yet_stands_on_the_page(desk: Desk) -> None:
    assert "Nothing waits to be confirmed" in words(desk.get("/packs"))
    with desk.app.app_context(), writing():
        ben = desk.fair.person("Ben")
        assert ben.employer_id is not None
        met = packs.contents_of(ben).entries[0].met
        packs.notify_deletion(met.meeting, met.person, "withdrawn", clock.now())

    assert "1 person took back what they gave" in words(desk.get("/packs"))


def test_the_look_at_mail_is_a_page_of_its_own(desk: Desk) -> None:
    assert "Will letters arrive" in words(desk.get("/packs/check"))


def test_a_run_is_held_back_goes_on_and_is_taken_back(desk: Desk) -> None:
    freeze(desk)
    desk.post("/packs/send", number="2")

    desk.post("/packs/run", answer="pause")
    held = words(desk.get("/packs"))
    desk.post("/packs/run", answer="resume")
    going = words(desk.get("/packs"))
    op = op_id()
    taken = [desk.post("/packs/run", answer="cancel", op_id=op) for _ in range(2)]

    assert "Somebody paused it here" in held and "Somebody paused" not in going
    assert [answer.status_code for answer in taken] == [303, 303]
    assert states(desk) == {"cancelled": 2, "empty": 1}
    assert desk.said()[-3:] == ["pause-packs", "resume-packs", "cancel-packs"]


def test_a_refused_letter_goes_again_to_the_corrected_address(desk: Desk) -> None:
    freeze(desk)
    desk.post("/packs/send", number="2")
    letter = try_one(desk, "rejected")
    with desk.app.app_context(), writing():
        row = deliveries.by_public_id(desk.fair.id, letter)
        attendees.get(row.attendee_id or 0).email = "right@example.org"

    answer = desk.post(f"/packs/{letter}/resolve", answer="send_again")

    with desk.app.app_context():
        row = deliveries.by_public_id(desk.fair.id, letter)
        assert (row.state, row.to_address) == ("queued", "right@example.org")
    assert answer.status_code == 303


def test_a_test_letter_goes_to_the_typed_address_and_names_nobody_here(app: Flask) -> None:
    desk = Desk(app)

    refused = desk.post("/packs/test", email="nowhere")
    put = desk.post("/packs/test", email="olga@example.org")

    assert (refused.status_code, put.status_code) == (422, 303)
    with app.app_context():
        assert deliveries.counts(desk.fair.id) == {}
        letter = db.session.scalars(db.select(Delivery)).one()
        assert (letter.kind, letter.to_address) == ("test", "olga@example.org")
        assert letter.attendee_id is None


def test_what_was_given_since_goes_in_a_second_letter_only_if_somebody_wants_it(
    desk: Desk,
) -> None:
    freeze(desk)
    desk.post("/packs/send", number="2")
    with desk.app.app_context(), writing():
        db.session.execute(update(Delivery).values(state="accepted"))
    assert "Write second letters" not in words(desk.get("/packs"))
    with desk.app.app_context(), writing():
        fair, at = desk.fair, clock.now()
        asha, ben = fair.person("Asha"), fair.person("Ben")
        asha.phone = "+447700900111"
        meeting = meetings.between(fair.id, asha.id, ben.id)
        assert meeting is not None
        meetings.decide(meeting, asha, ["email", "phone"], event=fair.facts, at=at)
    assert "1 person has been given more since their letter left" in words(desk.get("/packs"))

    desk.post("/packs/second")
    let_write(desk.app)
    answer = desk.post("/packs/send", number="1")

    assert answer.status_code == 303
    assert states(desk)["queued"] == 1
    with desk.app.app_context():
        letter = deliveries.of_attendee(desk.fair.person("Ben").id, "pack")
        assert letter is not None and letter.edition == 2
