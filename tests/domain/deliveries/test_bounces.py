"""Reports settle letters: only a valid token does, only about its own reader, and once."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from kiosk.db import db, writing
from kiosk.domain import deliveries, erasure
from kiosk.domain.deliveries import STATES, Bounce, Delivery, Report, Said
from tests.people import CY, NOON, Fair, count

pytestmark = pytest.mark.usefixtures("records")
LATER = NOON + timedelta(hours=3)
ASHA = "asha@example.org"
FAILED = Said("failed", "5.1.1", (ASHA,), "550 5.1.1 no such person")


def put(fair: Fair, state: str = "accepted", name: str = "Asha") -> Delivery:
    with writing():
        letter = deliveries.put(
            fair.person(name), "pack", message=b"letter", message_id="<1@kiosk.example>",
            state="queued", at=NOON,
        )  # fmt: skip
        db.session.execute(update(Delivery).where(Delivery.id == letter.id).values(state=state))
    return letter


def path_of(letter: Delivery) -> str:
    return deliveries.return_path(letter.public_id, "bounces@fair.example")


def take(letter: Delivery, *said: Said, identity: str = "<1@mx>", sent_to: str = "") -> str:
    with writing():
        report = Report((sent_to or path_of(letter),), said or (FAILED,), identity)
        return deliveries.take_report(report, LATER)


def state_of(letter: Delivery) -> str:
    db.session.rollback()
    db.session.refresh(letter)
    return letter.state


@pytest.mark.parametrize("before", ["accepted", "unknown"])
def test_a_failure_makes_a_letter_bounced_and_is_kept(before: str) -> None:
    fair = Fair()
    letter = put(fair, before)

    came = take(letter)

    assert (came, state_of(letter)) == ("bounced", "bounced")
    assert (letter.evidence, letter.settled_at) == ("bounce", LATER)
    (kept,) = deliveries.bounces_of(letter.id)
    assert (kept.action, kept.status, kept.words) == ("failed", "5.1.1", FAILED.words)
    assert (kept.event_id, kept.attendee_id) == (fair.id, fair.person("Asha").id)


@pytest.mark.parametrize("action", ["delayed", "delivered"])
def test_any_report_proves_that_an_unknown_letter_was_taken(action: str) -> None:
    letter = put(Fair(), "unknown")

    came = take(letter, Said(action, "4.4.1", (ASHA,)))

    assert (came, state_of(letter), letter.evidence) == ("noted", "accepted", "bounce")


@pytest.mark.parametrize("action", ["delayed", "delivered"])
def test_a_delay_is_no_failure(action: str) -> None:
    letter = put(Fair())

    came = take(letter, Said(action, "4.4.1", (ASHA,)))

    assert (came, state_of(letter)) == ("noted", "accepted")
    assert deliveries.suppressed_for(ASHA) is None


def test_a_letter_that_nobody_took_is_not_settled_by_a_report() -> None:
    letter = put(Fair())
    others = [state for state in STATES if state not in {"accepted", "unknown"}]

    after = []
    for state in others:
        with writing():
            db.session.execute(update(Delivery).values(state=state))
        take(letter, identity=state)
        after.append(state_of(letter))

    assert after == others


@pytest.mark.parametrize(
    ("status", "reason"),
    [("5.1.1", "bounced"), ("5.1.2", "bounced"), ("5.1.10", "bounced"), ("5.1.7", None),
     ("5.1.8", None), ("5.2.2", None), ("5.7.1", None), ("5.7.26", None), ("5.0.0", None),
     ("4.1.1", None), ("", None)],
)  # fmt: skip
def test_only_an_address_that_does_not_exist_gets_no_letter_any_more(
    status: str, reason: str | None
) -> None:
    letter = put(Fair())

    take(letter, Said("failed", status, (ASHA,)))

    assert state_of(letter) == "bounced"
    assert deliveries.suppressed_for(ASHA) == reason


def test_a_complaint_is_a_wish_for_no_more() -> None:
    letter = put(Fair(), "unknown")

    came = take(letter, Said("complaint", recipients=("redacted@example.org",)))

    assert (came, state_of(letter)) == ("complaint", "accepted")
    assert deliveries.is_suppressed(ASHA, "pack")
    assert not deliveries.is_suppressed(ASHA, "ticket")


def test_the_same_report_again_is_the_same_row() -> None:
    letter = put(Fair())

    came = [take(letter), take(letter), take(letter, identity="<2@mx>")]

    assert came == ["bounced", "known", "noted"]
    assert count(Bounce) == 2


def test_a_report_that_came_twice_lifts_no_decision_made_since() -> None:
    letter = put(Fair())
    take(letter)
    with writing():
        deliveries.lift(ASHA, LATER)

    take(letter)

    assert deliveries.suppressed_for(ASHA) is None


def test_a_report_about_another_recipient_changes_nothing() -> None:
    fair = Fair()
    letter = put(fair, "unknown")

    came = take(letter, Said("failed", "5.1.1", ("ben@example.org",)))

    assert (came, state_of(letter), count(Bounce)) == ("other", "unknown", 0)
    assert deliveries.suppressed_for("ben@example.org") is None


def test_of_several_recipients_its_own_counts_in_whatever_way_it_is_written() -> None:
    letter = put(Fair())

    took = take(
        letter,
        Said("delivered", "2.0.0", ("ben@example.org",)),
        Said("failed", "5.2.2", ("asha@elsewhere.example", " ASHA@Example.ORG.")),
    )

    assert (took, state_of(letter)) == ("bounced", "bounced")


def test_a_report_that_names_nobody_speaks_of_its_letter() -> None:
    letter = put(Fair())

    assert take(letter, Said("failed", "5.1.1")) == "bounced"


@pytest.mark.parametrize(
    "sent_to",
    ["bounces@fair.example", f"bounces+{'0' * 36}@fair.example", "asha@example.org", ""],
)
def test_without_a_valid_token_nothing_changes(sent_to: str) -> None:
    letter = put(Fair())

    with writing():
        came = deliveries.take_report(Report((sent_to,), (FAILED,), "<1@mx>"), LATER)

    assert (came, state_of(letter), count(Bounce)) == ("nobody", "accepted", 0)


def test_a_neighbours_token_settles_the_neighbours_letter_alone() -> None:
    fair, neighbour = Fair(), Fair("neighbour", (CY,))
    letter, foreign = put(fair), put(neighbour, name="Cy")

    take(foreign, Said("failed", "5.1.1"), sent_to=path_of(foreign))

    assert (state_of(letter), state_of(foreign)) == ("accepted", "bounced")


def test_a_reader_who_sends_reports_without_end_fills_no_table() -> None:
    letter = put(Fair())

    came = [take(letter, identity=f"<{n}@mx>") for n in range(25)]

    assert came[-1] == "enough"
    assert count(Bounce) == 20


def test_an_erased_persons_reports_go_and_their_letter_stays_erased() -> None:
    fair = Fair()
    letter = put(fair)
    take(letter)

    with writing():
        erasure.erase(fair.person("Asha"), LATER, lambda _person: None)
    late = take(letter, Said("failed", "5.1.1", (ASHA,)), identity="<late@mx>")

    assert (late, state_of(letter), count(Bounce)) == ("nobody", "erased", 0)
    assert deliveries.suppressed_for(ASHA) == "bounced"


@pytest.mark.parametrize(
    ("words", "means"),
    [("550 5.1.1 User unknown", True), ("550-5.1.10 no such recipient", True), ("5.1.2", True),
     ("550 5.1.8 sender's domain unknown", False), ("553 5.1.7 bad sender", False),
     ("550 User unknown", False), ("554 5.7.1 [10.5.1.1] blocked", False), ("452 4.1.1", False),
     ("", False)],
)  # fmt: skip
def test_only_the_code_says_that_an_address_does_not_exist(words: str, means: bool) -> None:
    assert deliveries.means_no_such_address(words) is means
