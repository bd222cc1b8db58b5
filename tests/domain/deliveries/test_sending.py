"""The state machine of a letter: at most once by machine, and every crash leaves the truth."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from kiosk.db import db, writing
from kiosk.domain import deliveries
from kiosk.domain.deliveries import Claimed, Delivery
from kiosk.domain.deliveries.sending import GIVE_UP_AFTER, LEASE
from kiosk.errors import Refused
from tests.people import CY, NOON, Fair

pytestmark = pytest.mark.usefixtures("records")
LATER = NOON + timedelta(days=1)


def put(fair: Fair, name: str = "Asha", message: bytes = b"letter", state: str = "queued") -> None:
    with writing():
        deliveries.put(
            fair.person(name), "pack", message=message, message_id="<1@kiosk.example>",
            state=state, at=NOON,
        )  # fmt: skip


def claim(at: object = NOON, event_id: int | None = None) -> Claimed:
    claimed = maybe_claim(at, event_id)
    assert claimed is not None
    return claimed


def maybe_claim(at: object = NOON, event_id: int | None = None) -> Claimed | None:
    with writing():
        return deliveries.claim(at, event_id)  # type: ignore[arg-type]


def open_data(claimed: Claimed) -> bool:
    with writing():
        return deliveries.open_data(claimed, NOON)


def settle(claimed: Claimed, state: str, at: object = NOON, reply: str = "250 OK") -> bool:
    with writing():
        return deliveries.settle(claimed, state, phase="dot", reply=reply, at=at)  # type: ignore[arg-type]


def release(at: object) -> None:
    with writing():
        deliveries.release_expired(at)  # type: ignore[arg-type]


def letter_of(fair: Fair, name: str = "Asha") -> Delivery:
    letter = deliveries.of_attendee(fair.person(name).id, "pack")
    assert letter is not None
    return letter


def drop_bytes(fair: Fair) -> None:
    with writing():
        deliveries.drop_bytes(fair.person("Asha").id, "pack")


def test_a_letter_is_claimed_opened_and_accepted() -> None:
    fair = Fair()
    put(fair)

    claimed = claim()

    assert (claimed.to_address, claimed.message) == ("asha@example.org", b"letter")
    assert open_data(claimed)
    assert letter_of(fair).state == "data_open"
    assert settle(claimed, "accepted")
    done = letter_of(fair)
    assert (done.state, done.reply, done.settled_at) == ("accepted", "250 OK", NOON)
    (attempt,) = deliveries.attempts_of(done)
    assert (attempt.phase, attempt.outcome, attempt.ended_at) == ("dot", "accepted", NOON)


def test_a_frozen_letter_waits_for_its_release() -> None:
    fair, neighbour = Fair(), Fair("neighbour", (CY,))
    put(fair, state="frozen")
    put(neighbour, "Cy", state="frozen")
    assert maybe_claim() is None

    with writing():
        assert deliveries.start(fair.id, "pack", NOON) == 1
        assert deliveries.start(fair.id, "pack", NOON) == 0
        assert deliveries.start(fair.id, "ticket", NOON) == 0

    assert claim().event_id == fair.id
    assert letter_of(neighbour, "Cy").state == "frozen"


def test_a_letter_is_in_one_pair_of_hands() -> None:
    fair = Fair()
    put(fair)
    claim()

    assert maybe_claim() is None


def test_one_events_letters_can_be_claimed_alone() -> None:
    fair, neighbour = Fair(), Fair("neighbour", (CY,))
    put(fair)
    put(neighbour, "Cy")

    assert claim(event_id=neighbour.id).to_address == "cy@example.org"
    assert maybe_claim(event_id=neighbour.id) is None


@pytest.mark.parametrize("opened", [False, True])
def test_an_explicit_not_now_waits_longer_each_time(opened: bool) -> None:
    fair = Fair()
    put(fair)
    at, waits = NOON, []
    for _attempt in range(9):
        claimed = claim(at)
        if opened:
            open_data(claimed)
        assert settle(claimed, "deferred", at, "451 later")
        assert letter_of(fair).state == "deferred"
        not_before = letter_of(fair).not_before
        assert not_before is not None
        assert maybe_claim(not_before - timedelta(seconds=1)) is None
        waits.append((not_before - at).total_seconds())
        at = not_before

    assert 48 <= waits[0] <= 72
    assert waits[4] > waits[0] * 8
    assert max(waits) <= 4 * 3600 * 1.2


def test_after_two_days_of_not_now_a_letter_has_failed() -> None:
    fair = Fair()
    put(fair)
    settle(claim(), "deferred")

    end = NOON + GIVE_UP_AFTER + timedelta(minutes=1)
    settle(claim(end), "deferred", end, "451 later")

    assert (letter_of(fair).state, letter_of(fair).reply) == ("failed", "451 later")
    assert maybe_claim(end + LATER.resolution + timedelta(days=9)) is None


@pytest.mark.parametrize("state", ["accepted", "rejected", "failed"])
def test_what_is_settled_is_never_claimed_again(state: str) -> None:
    fair = Fair()
    put(fair)
    claimed = claim()
    open_data(claimed)
    settle(claimed, state)

    assert maybe_claim(LATER) is None
    assert not settle(claimed, "accepted")
    assert letter_of(fair).state == state


def test_a_letter_replaced_meanwhile_is_not_sent_by_who_held_the_old_one() -> None:
    fair = Fair()
    put(fair)
    old = claim()

    put(fair, message=b"another letter")

    assert not open_data(old)
    assert claim().message == b"another letter"
    assert not settle(old, "accepted")
    assert not settle(old, "deferred")


def test_a_dead_workers_letter_goes_back_when_nothing_had_left() -> None:
    fair = Fair()
    put(fair)
    zombie = claim()

    release(NOON + LEASE)
    assert letter_of(fair).state == "claimed"
    release(NOON + LEASE + timedelta(seconds=1))
    assert letter_of(fair).state == "queued"

    assert not open_data(zombie)
    fresh = claim()
    assert not open_data(zombie)
    assert not settle(zombie, "accepted")
    assert open_data(fresh)
    assert not settle(zombie, "accepted")
    assert settle(fresh, "accepted")
    assert [attempt.n for attempt in deliveries.attempts_of(letter_of(fair))] == [1, 2]


def test_a_crash_after_the_data_was_opened_is_unknown_and_never_sent_by_itself() -> None:
    fair = Fair()
    put(fair)
    open_data(claim())

    release(NOON + LEASE + timedelta(seconds=1))

    assert letter_of(fair).state == "unknown"
    assert maybe_claim(LATER) is None
    put(fair, message=b"another letter")
    assert letter_of(fair).state == "unknown"


@pytest.mark.parametrize(("sent", "state"), [(True, "accepted"), (False, "queued")])
def test_a_person_resolves_an_unknown_letter_once(sent: bool, state: str) -> None:
    fair = Fair()
    put(fair)
    claimed = claim()
    open_data(claimed)
    settle(claimed, "unknown")

    with writing():
        deliveries.resolve(letter_of(fair), sent=sent, by="staff:x", at=NOON)

    letter = letter_of(fair)
    assert (letter.state, letter.resolved_by) == (state, "staff:x")
    with pytest.raises(Refused, match="not_unknown"):
        deliveries.resolve(letter, sent=sent, by="staff:x", at=NOON)
    again = maybe_claim()
    assert (again is None) is sent
    if again:
        assert again.message == b"letter"


@pytest.mark.parametrize("state", ["queued", "deferred"])
def test_a_letter_without_bytes_stops_nobody_elses(state: str) -> None:
    fair = Fair()
    put(fair)
    put(fair, "Ben")
    with writing():
        db.session.execute(update(Delivery).values(state=state))

    drop_bytes(fair)

    assert claim().to_address == "ben@example.org"
    assert maybe_claim() is None


def test_a_letter_that_lost_its_bytes_under_way_waits_to_be_written_anew() -> None:
    fair = Fair()
    put(fair)
    claimed = claim()
    open_data(claimed)
    drop_bytes(fair)

    assert settle(claimed, "deferred")

    assert letter_of(fair).state == "frozen"
    with writing():
        assert deliveries.start(fair.id, "pack", NOON) == 0
    put(fair, message=b"without the erased one", state="frozen")
    with writing():
        assert deliveries.start(fair.id, "pack", NOON) == 1
    assert claim().message == b"without the erased one"


def test_an_unknown_letter_that_lost_its_bytes_is_written_anew_to_be_sent_again() -> None:
    fair = Fair()
    put(fair)
    claimed = claim()
    open_data(claimed)
    settle(claimed, "unknown")
    drop_bytes(fair)

    with writing():
        deliveries.resolve(letter_of(fair), sent=False, by="staff:x", at=NOON)

    assert letter_of(fair).state == "frozen"
    assert maybe_claim() is None


def test_a_servers_long_or_strange_reply_is_kept_in_part() -> None:
    fair = Fair()
    put(fair)

    settle(claim(), "rejected", reply="550 \x00no " + "x" * 9000)

    reply = letter_of(fair).reply
    assert reply is not None
    assert reply.startswith("550 no ")
    assert len(reply) == 500
