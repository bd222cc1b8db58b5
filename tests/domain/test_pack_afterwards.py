"""After a pack: its private link, "I wrote", and who must delete what somebody takes back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kiosk.db import db, writing
from kiosk.domain import attendees, deliveries, employers, erasure, meetings, notes, packs
from kiosk.domain.deliveries import Delivery
from kiosk.domain.meetings import Meeting
from kiosk.domain.packs import DeletionNotice, NoSuchPack
from kiosk.errors import NotKnown
from tests.people import CY, NOON, Fair

pytestmark = pytest.mark.usefixtures("records")


@pytest.fixture
def fair(records: None) -> Fair:
    """Asha met Ben of Nova, and Carol; each got name and email of the other."""
    fair = Fair()
    with writing():
        nova = employers.of_event(fair.id)[0]
        fair.person("Ben").employer_id = nova.id
    fair.check_in("Asha", "Ben", "Carol")
    for other in ("Ben", "Carol"):
        fair.let_meet("Asha", other, scanner_gives=("name", "email"))
    return fair


def meeting_of(fair: Fair, one: str, other: str) -> Meeting:
    found = meetings.ledger_of(fair.person(one))
    return next(met.meeting for met in found if met.person.first_name == other)


def let_leave(fair: Fair, *names: str) -> None:
    with writing():
        for name in names:
            letter = deliveries.of_attendee(fair.person(name).id, "pack")
            assert letter is not None
            letter.state = "accepted"


def notices(fair: Fair) -> list[tuple[str, str]]:
    rows = db.session.scalars(select(DeletionNotice).order_by(DeletionNotice.id))
    return [(attendees.get(row.receiver_id).first_name, row.why) for row in rows]


def test_a_packs_link_opens_it_in_any_case_and_names_its_edition(fair: Fair) -> None:
    fair.freeze()
    asha = fair.person("Asha")
    secret = packs.pack_secret(asha, 1)

    found = packs.whose_pack(f"https://fair.example/pack#{secret.lower()}", NOON)

    assert found == (asha, 1)
    assert asha.name not in secret


@pytest.mark.parametrize("text", ["", "#", "x" * 300, "0" * 42, "é" * 42])
def test_what_is_no_link_opens_nothing(fair: Fair, text: str) -> None:
    with pytest.raises(NoSuchPack):
        packs.whose_pack(text, NOON)


def test_one_letter_more_and_the_link_opens_nothing(fair: Fair) -> None:
    secret = packs.pack_secret(fair.person("Asha"), 1)
    other = packs.pack_secret(fair.person("Ben"), 1)

    for wrong in (secret + "0", secret[:-1], secret[:16] + other[16:], secret[:16]):
        with pytest.raises(NoSuchPack):
            packs.whose_pack(wrong, NOON)


def test_a_link_dies_with_its_person_and_with_the_fair(fair: Fair) -> None:
    asha = fair.person("Asha")
    secret = packs.pack_secret(asha, 0)
    with pytest.raises(NoSuchPack):
        packs.whose_pack(secret, fair.event.erase_on)
    key = packs.open_pack(asha, NOON)
    assert packs.reader_by_session(key, NOON) is not None

    with writing():
        erasure.erase(asha, NOON, lambda reader: None)

    with pytest.raises(NoSuchPack):
        packs.whose_pack(secret, NOON)
    assert packs.reader_by_session(key, NOON) is None


def test_a_browser_stays_in_for_two_weeks_and_a_forged_key_never_gets_in(fair: Fair) -> None:
    asha, ben = fair.person("Asha"), fair.person("Ben")
    key = packs.open_pack(asha, NOON)
    forged = key.replace(asha.public_id, ben.public_id)

    assert packs.reader_by_session(key, NOON + timedelta(days=13)) is not None
    assert packs.reader_by_session(key, NOON + timedelta(days=15)) is None
    assert packs.reader_by_session(forged, NOON) is None
    assert packs.reader_by_session("é.zz.x", NOON) is None


def test_i_wrote_and_they_answered_are_said_and_taken_back(fair: Fair) -> None:
    meeting, asha = meeting_of(fair, "Asha", "Ben"), fair.person("Asha")
    with writing():
        notes.mark_answered(meeting, asha, True, NOON)
        notes.mark_answered(meeting, asha, True, NOON + timedelta(hours=1))

    said = notes.follow_ups_of(asha)[meeting.id]
    assert (said.wrote, said.answered) == (True, True)
    assert notes.follow_ups_of(fair.person("Ben")) == {}
    assert notes.count_follow_ups(fair.id) == (1, 1)

    with writing():
        notes.mark_answered(meeting, asha, False, NOON)
        notes.mark_wrote(meeting, asha, False, NOON)

    assert notes.count_follow_ups(fair.id) == (0, 0)


def test_before_a_letter_left_only_an_employer_holds_what_was_given(fair: Fair) -> None:
    fair.freeze()
    asha = fair.person("Asha")

    with writing():
        for other in ("Ben", "Carol"):
            packs.notify_deletion(meeting_of(fair, "Asha", other), asha, "withdrawn", NOON)

    assert notices(fair) == [("Ben", "withdrawn")]


def test_whoever_has_it_by_letter_is_told_once(fair: Fair) -> None:
    fair.freeze()
    let_leave(fair, "Carol")
    meeting, asha = meeting_of(fair, "Asha", "Carol"), fair.person("Asha")

    with writing():
        told = packs.notify_deletion(meeting, asha, "withdrawn", NOON)
        again = packs.notify_deletion(meeting, asha, "withdrawn", NOON)

    assert [each.first_name for each in told] == ["Carol"]
    assert again == []
    assert packs.open_notices(fair.id) == []


def test_what_is_given_again_and_taken_back_again_is_asked_for_again(fair: Fair) -> None:
    meeting, asha = meeting_of(fair, "Asha", "Ben"), fair.person("Asha")
    nova = fair.person("Ben").employer_id
    assert nova is not None
    with writing():
        packs.notify_deletion(meeting, asha, "withdrawn", NOON)
        meetings.withdraw(meeting, asha, NOON)
        [(notice, *_rest)] = packs.notices_of_employer(nova)
        packs.confirm_deletion(nova, notice.public_id, "x", NOON)
    later = NOON + timedelta(hours=1)
    with writing():
        meetings.decide(meeting, asha, ["email"], event=fair.facts, at=later)

    with writing():
        told = packs.notify_deletion(meeting, asha, "withdrawn", later)

    assert [each.first_name for each in told] == ["Ben"]
    assert len(packs.notices_of_employer(nova)) == 1


def test_what_was_never_given_needs_no_deletion(fair: Fair) -> None:
    meeting = meeting_of(fair, "Asha", "Ben")
    with writing():
        meetings.withdraw(meeting, fair.person("Asha"), NOON)

    with writing():
        told = packs.notify_deletion(meeting, fair.person("Asha"), "withdrawn", NOON)

    assert told == []


def test_an_employer_stands_at_the_desk_until_somebody_confirms(fair: Fair) -> None:
    meeting, asha, ben = meeting_of(fair, "Asha", "Ben"), fair.person("Asha"), fair.person("Ben")
    with writing():
        packs.notify_deletion(meeting, asha, "withdrawn", NOON)
    [(nova, [(notice, giver, receiver, _where)])] = packs.open_notices(fair.id)
    assert (nova.name, giver, receiver) == ("Nova Engineering", asha, ben)
    assert notice.fields == ["email"]

    with writing():
        packs.confirm_deletion(nova.id, notice.public_id, ben.asker, NOON)
        packs.confirm_deletion(nova.id, notice.public_id, ben.asker, NOON)

    assert packs.open_notices(fair.id) == []
    assert packs.notices_of_employer(nova.id) == []


def test_another_employer_cannot_confirm(fair: Fair) -> None:
    meeting = meeting_of(fair, "Asha", "Ben")
    with writing():
        packs.notify_deletion(meeting, fair.person("Asha"), "withdrawn", NOON)
    notice = db.session.scalars(select(DeletionNotice)).one()

    with pytest.raises(NotKnown):
        packs.confirm_deletion(notice.employer_id + 1, notice.public_id, "x", NOON)  # type: ignore[operator]


def test_an_erased_person_is_to_be_deleted_everywhere(fair: Fair) -> None:
    fair.freeze()
    let_leave(fair, "Carol", "Ben")

    with writing():
        told = packs.notify_erasure(fair.person("Asha"), NOON)

    assert sorted(each.first_name for each in told) == ["Ben", "Carol"]
    assert sorted(notices(fair)) == [("Ben", "erased"), ("Carol", "erased")]


def test_a_neighbours_notices_are_not_seen(fair: Fair) -> None:
    neighbour = Fair("next-door", people=(CY,))
    with writing():
        packs.notify_deletion(
            meeting_of(fair, "Asha", "Ben"), fair.person("Asha"), "withdrawn", NOON
        )

    assert packs.open_notices(neighbour.id) == []
    assert db.session.scalars(select(Delivery)).all() == []
