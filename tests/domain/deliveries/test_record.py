"""The outbox's rows: one letter a person, kind and edition, replaced while nothing has left."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from kiosk.db import db, writing
from kiosk.domain import deliveries
from kiosk.domain.deliveries import KINDS, STATES, UNTOUCHED, Delivery
from kiosk.errors import NotKnown
from tests.people import CY, NOON, Fair, count

pytestmark = pytest.mark.usefixtures("records")


def put(fair: Fair, message: bytes = b"letter", name: str = "Asha", **changes: object) -> Delivery:
    whole = {"kind": "pack", "state": "frozen", "edition": 1, "at": NOON, **changes}
    kind = str(whole.pop("kind"))
    with writing():
        return deliveries.put(
            fair.person(name), kind, message=message, message_id="<1@kiosk.example>",
            **whole,  # type: ignore[arg-type]
        )  # fmt: skip


def stand_at(state: str) -> None:
    with writing():
        db.session.execute(update(Delivery).values(state=state))


def test_a_letter_is_put_once() -> None:
    fair = Fair()

    first, again = put(fair), put(fair)

    assert first.id == again.id
    assert (again.state, again.to_address, again.epoch) == ("frozen", "asha@example.org", 1)
    assert count(Delivery) == 1


@pytest.mark.parametrize("state", STATES)
def test_a_letter_is_replaced_only_while_nothing_of_it_has_left(state: str) -> None:
    fair = Fair()
    put(fair)
    stand_at(state)

    letter = put(fair, b"another letter")

    replaced = state in UNTOUCHED
    assert letter.message == (b"another letter" if replaced else b"letter")
    assert letter.epoch == (2 if replaced else 1)
    assert letter.has_left is not replaced
    waits_already = {"queued": "queued", "claimed": "queued", "deferred": "queued"}
    assert letter.state == (waits_already.get(state, "frozen") if replaced else state)


@pytest.mark.parametrize("state", STATES)
def test_a_letter_is_taken_back_only_while_nothing_of_it_has_left(state: str) -> None:
    fair = Fair()
    put(fair)
    stand_at(state)

    with writing():
        letter = deliveries.put_without_letter(fair.person("Asha"), "pack", "empty", at=NOON)

    taken_back = state in UNTOUCHED
    assert letter.state == ("empty" if taken_back else state)
    assert (letter.message is None) is taken_back
    assert (letter.to_address is None) is taken_back


def test_another_kind_or_edition_is_another_letter() -> None:
    fair = Fair()

    put(fair)
    put(fair, kind="ticket", state="queued")
    second = put(fair, edition=2)

    assert count(Delivery) == 3
    assert deliveries.of_attendee(fair.person("Asha").id, "pack") == second
    assert deliveries.of_attendee(fair.person("Ben").id, "pack") is None


def test_letters_are_counted_by_state_and_edition() -> None:
    fair = Fair()
    put(fair)
    put(fair, name="Ben", state="queued")
    put(fair, edition=2)
    put(fair, kind="ticket", state="queued")

    assert deliveries.counts(fair.id) == {"frozen": 1, "queued": 1}
    assert deliveries.counts(fair.id, edition=2) == {"frozen": 1}
    assert deliveries.counts(fair.id, "ticket") == {"queued": 1}


def test_open_cases_are_listed_with_their_people() -> None:
    fair = Fair()
    put(fair, name="Ben")
    put(fair)
    stand_at("unknown")

    cases = deliveries.open_cases(fair.id)

    assert [person.name for _letter, person in cases] == ["Asha Patel", "Ben Okafor"]
    stand_at("accepted")
    assert deliveries.open_cases(fair.id) == []


@pytest.mark.parametrize(
    ("state", "days", "kept"),
    [("accepted", 14, True), ("accepted", 15, False), ("bounced", 15, False),
     ("unknown", 15, True), ("deferred", 15, True)],
)  # fmt: skip
def test_bytes_go_fourteen_days_after_settling(state: str, days: int, kept: bool) -> None:
    fair = Fair()
    letter = put(fair)
    with writing():
        db.session.execute(update(Delivery).values(state=state, settled_at=NOON))

    with writing():
        deliveries.drop_settled_bytes(NOON + timedelta(days=days))

    db.session.refresh(letter)
    assert (letter.message is not None) is kept


def test_bytes_of_every_edition_can_be_dropped() -> None:
    fair = Fair()
    packs = [put(fair), put(fair, edition=2)]
    ticket = put(fair, kind="ticket")

    with writing():
        deliveries.drop_bytes(fair.person("Asha").id, "pack")

    for letter in (*packs, ticket):
        db.session.refresh(letter)
    assert [letter.message for letter in packs] == [None, None]
    assert ticket.message == b"letter"


def test_the_neighbours_letters_are_not_known_here() -> None:
    fair, neighbour = Fair(), Fair("neighbour", (CY,))
    letter = put(neighbour, name="Cy")

    assert deliveries.by_public_id(neighbour.id, letter.public_id) == letter
    with pytest.raises(NotKnown, match="no_such_delivery"):
        deliveries.by_public_id(fair.id, letter.public_id)
    assert deliveries.counts(fair.id) == {}


def test_every_state_and_kind_is_told_in_small_letters() -> None:
    assert [word for word in (*STATES, *KINDS) if word != word.lower()] == []
