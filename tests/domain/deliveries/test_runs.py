"""Runs: held back and let go, stopped by themselves when they go wrong, and never too fast."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from kiosk.db import db, writing
from kiosk.domain import deliveries
from kiosk.domain.deliveries import Claimed, Delivery
from kiosk.domain.deliveries.sending import DATA_LEASE
from tests.people import CY, NOON, Fair

pytestmark = pytest.mark.usefixtures("records")


def released(fair: Fair) -> None:
    """Asha and Ben have met; their letters are released."""
    fair.check_in("Asha", "Ben")
    fair.let_meet("Asha", "Ben")
    fair.freeze()
    with writing():
        assert deliveries.start(fair.id, "pack", NOON) == 2


def claim() -> Claimed | None:
    with writing():
        return deliveries.claim(NOON)


def states(fair: Fair) -> dict[str, int]:
    db.session.rollback()
    return deliveries.counts(fair.id)


def test_a_paused_run_gives_no_letter_out_until_it_goes_on() -> None:
    fair = Fair()
    released(fair)
    with writing():
        assert deliveries.pause(fair.id, "pack", "staff:o", NOON)
        assert not deliveries.pause(fair.id, "pack", "staff:o", NOON)
    assert claim() is None

    with writing():
        assert deliveries.resume(fair.id, "pack", "staff:o", NOON)
        assert not deliveries.resume(fair.id, "pack", "staff:o", NOON)

    assert claim() is not None


def test_a_neighbours_pause_holds_nothing_back_here() -> None:
    fair, neighbour = Fair(), Fair("next-door", people=(CY,))
    released(fair)
    with writing():
        deliveries.pause(neighbour.id, "pack", "staff:o", NOON)

    assert claim() is not None


def test_a_letter_in_a_workers_hands_goes_back_when_its_run_is_paused() -> None:
    fair = Fair()
    released(fair)
    claimed = claim()
    assert claimed is not None

    with writing():
        deliveries.pause(fair.id, "pack", "staff:o", NOON)
        assert not deliveries.open_data(claimed, NOON)

    assert states(fair) == {"queued": 2}


def test_what_is_cancelled_never_leaves_and_may_be_frozen_and_released_again() -> None:
    fair = Fair()
    released(fair)
    claimed = claim()
    assert claimed is not None

    with writing():
        assert deliveries.cancel(fair.id, "pack", NOON) == 2
        assert deliveries.cancel(fair.id, "pack", NOON) == 0

    with writing():
        assert not deliveries.open_data(claimed, NOON)
    assert states(fair) == {"cancelled": 2}
    assert fair.freeze() == ["frozen", "frozen"]
    with writing():
        assert deliveries.start(fair.id, "pack", NOON) == 2


def test_what_is_on_its_way_is_not_cancelled() -> None:
    fair = Fair()
    released(fair)
    claimed = claim()
    assert claimed is not None
    with writing():
        assert deliveries.open_data(claimed, NOON)

    with writing():
        assert deliveries.cancel(fair.id, "pack", NOON) == 1

    assert states(fair) == {"data_open": 1, "cancelled": 1}


def settled(fair: Fair, **many: int) -> None:
    """Let so many letters (of one person, each a kind's edition) be settled so."""
    person, at, n = fair.person("Asha"), NOON, 0
    with writing():
        for state, count in many.items():
            for _each in range(count):
                n += 1
                row = Delivery(
                    event_id=fair.id, attendee_id=person.id, kind="ticket", edition=n,
                    state=state, put_at=at, settled_at=at, epoch=0, attempts=1,
                )  # fmt: skip
                db.session.add(row)


@pytest.mark.parametrize(
    ("many", "why"),
    [
        ({"unknown": 2}, ""),
        ({"unknown": 3}, "unknowns"),
        ({"rejected": 39}, ""),
        ({"accepted": 38, "rejected": 2}, ""),
        ({"accepted": 37, "rejected": 3}, "refusals"),
    ],
)
def test_a_run_that_goes_wrong_stops_itself(many: dict[str, int], why: str) -> None:
    fair = Fair()
    settled(fair, **many)

    with writing():
        assert deliveries.trip(fair.id, "ticket", NOON) == why
        assert deliveries.trip(fair.id, "ticket", NOON) == ""  # it is paused already

    run = deliveries.run_of(fair.id, "ticket")
    assert (run.why if run else "") == why


def test_unknown_letters_of_an_hour_stop_nothing_and_resuming_counts_anew() -> None:
    fair = Fair()
    settled(fair, unknown=3)
    later = NOON + timedelta(seconds=1)
    with writing():
        assert deliveries.trip(fair.id, "ticket", NOON + timedelta(minutes=2)) == ""
        assert deliveries.trip(fair.id, "ticket", NOON) == "unknowns"
        deliveries.resume(fair.id, "ticket", "staff:o", later)

        assert deliveries.trip(fair.id, "ticket", later) == ""


def test_the_pace_gives_one_moment_to_one_letter() -> None:
    with writing():
        waits = [deliveries.take_slot(60, NOON) for _each in range(3)]
        after = deliveries.take_slot(60, NOON + timedelta(seconds=1))
        unlimited = deliveries.take_slot(0, NOON)

    assert waits == [0.0, 1.0, 1.0]
    assert (after, unlimited) == (0.0, 0.0)


def test_an_address_that_wants_no_letters_gets_none_and_the_next_one_goes() -> None:
    fair = Fair()
    released(fair)
    with writing():
        deliveries.suppress("ASHA@example.org", "unsubscribed", NOON)

    claimed = claim()

    assert claimed is not None and claimed.to_address == "ben@example.org"
    assert states(fair) == {"claimed": 1, "suppressed": 1}


def test_a_wish_of_the_last_moment_is_heard() -> None:
    fair = Fair()
    released(fair)
    claimed = claim()
    assert claimed is not None

    with writing():
        deliveries.suppress(claimed.to_address, "unsubscribed", NOON)
        assert not deliveries.open_data(claimed, NOON)

    assert states(fair) == {"queued": 1, "suppressed": 1}


def on_its_way(fair: Fair) -> Claimed:
    released(fair)
    claimed = claim()
    assert claimed is not None
    with writing():
        assert deliveries.open_data(claimed, NOON)
    return claimed


def late(claimed: Claimed, state: str) -> bool:
    with writing():
        return deliveries.settle(claimed, state, phase="dot", reply="250", at=NOON)


def test_the_late_word_of_a_worker_settles_what_its_lease_made_unknown() -> None:
    fair = Fair()
    claimed = on_its_way(fair)
    with writing():
        end = NOON + DATA_LEASE + timedelta(seconds=1)
        assert deliveries.release_expired(end) == [(fair.id, "pack")]

    assert late(claimed, "accepted")

    assert states(fair) == {"queued": 1, "accepted": 1}


@pytest.mark.parametrize("sent", [True, False])
def test_a_late_word_changes_nothing_that_somebody_decided(sent: bool) -> None:
    fair = Fair()
    claimed = on_its_way(fair)
    assert late(claimed, "unknown")
    with writing():
        letter = deliveries.by_public_id(fair.id, claimed.public_id)
        deliveries.resolve(letter, sent=sent, by="staff:x", at=NOON)

    assert not late(claimed, "rejected")

    assert states(fair) == ({"queued": 1, "accepted": 1} if sent else {"queued": 2})


def test_what_was_refused_may_be_sent_again_and_what_arrived_may_not() -> None:
    fair = Fair()
    released(fair)
    with writing():
        db.session.execute(update(Delivery).values(state="rejected"))
        letter = deliveries.of_attendee(fair.person("Asha").id, "pack")
        assert letter is not None
        deliveries.resolve(letter, sent=False, by="staff:o", at=NOON)
        deliveries.release(letter, NOON)

    assert states(fair) == {"queued": 1, "rejected": 1}


def test_a_case_says_how_far_its_letter_came() -> None:
    fair = Fair()
    released(fair)
    claimed = claim()
    assert claimed is not None
    with writing():
        deliveries.settle(claimed, "rejected", phase="rcpt", reply="550 no", at=NOON)

    found = deliveries.cases(fair.id)

    told = [(case.person.first_name, case.letter.state, case.phase) for case in found]
    assert told == [("Asha", "rejected", "rcpt"), ("Ben", "queued", "")]
    assert [case.phase for case in deliveries.cases(fair.id, states=["rejected"])] == ["rcpt"]
    assert deliveries.cases(fair.id, offset=2) == []


def test_a_test_letter_is_nobodys_pack() -> None:
    fair = Fair()
    with writing():
        deliveries.put_test(fair.id, "olive@example.org", b"hello", "<t@x>", NOON)

    claimed = claim()

    assert claimed is not None and (claimed.kind, claimed.attendee_id) == ("test", None)
    assert states(fair) == {}


def test_whoever_wants_letters_again_gets_the_one_that_was_stopped() -> None:
    fair = Fair()
    released(fair)
    with writing():
        deliveries.suppress("asha@example.org", "unsubscribed", NOON)
    assert claim() is not None
    assert states(fair) == {"claimed": 1, "suppressed": 1}

    with writing():
        deliveries.lift("asha@example.org", NOON)

    assert fair.freeze("Asha") == ["frozen"]
