"""Phones: a claim secret links one, a badge links none, and each is revocable."""

from datetime import timedelta

import pytest

from kiosk.db import writing
from kiosk.domain import phones
from kiosk.domain.phones import NoSuchClaim, Phone
from kiosk.errors import NotKnown
from tests.people import CY, NOON, Fair

pytestmark = pytest.mark.usefixtures("records")


def link(fair: Fair, name: str = "Asha", through: str = "letter", minutes: int = 0) -> str:
    at = NOON + timedelta(minutes=minutes)
    with writing():
        return phones.link(fair.person(name), through=through, label="iPhone", at=at)[1]


def show(fair: Fair, name: str = "Asha", seed: str | None = None) -> tuple[str, str]:
    with writing():
        return phones.show_code(fair.person(name), None, NOON, seed=seed)


def guess(fair: Fair, name: str, digits: str, seconds: int = 0) -> str | None:
    with writing():
        try:
            at = NOON + timedelta(seconds=seconds)
            return phones.secret_for_digits(fair.id, name, digits, at).name
        except NoSuchClaim:
            return None


def another(digits: str) -> str:
    return f"{(int(digits) + 1) % 10**6:06d}"


def test_the_private_link_links_a_phone() -> None:
    fair = Fair()

    who, through = phones.who_may_link(fair.code("claim", "Asha"), NOON)
    key = link(fair)

    assert (who.name, through) == ("Asha Patel", "letter")
    facts = phones.by_key(key, NOON)
    assert facts is not None
    assert facts.attendee_id == fair.person("Asha").id
    assert facts.event == fair.facts
    assert facts.asker == fair.person("Asha").asker


@pytest.mark.parametrize("kind", ["ticket", "badge"])
def test_a_ticket_or_badge_links_nothing(kind: str) -> None:
    fair = Fair()

    with pytest.raises(NoSuchClaim):
        phones.who_may_link(fair.code(kind, "Asha"), NOON)


@pytest.mark.parametrize("secret", ["", "0" * 26, "x" * 5000, "\u0000"])
def test_another_secret_links_nothing(secret: str) -> None:
    Fair()

    with pytest.raises(NoSuchClaim):
        phones.who_may_link(secret, NOON)


def test_the_tablets_code_lives_a_minute_and_is_used_up_by_a_link() -> None:
    fair = Fair()
    secret, _digits = show(fair)

    assert phones.who_may_link(secret, NOON + timedelta(seconds=59))[1] == "tablet"
    with pytest.raises(NoSuchClaim):
        phones.who_may_link(secret, NOON + timedelta(seconds=60))
    link(fair, through="tablet")
    with pytest.raises(NoSuchClaim):
        phones.who_may_link(secret, NOON)


def test_the_letters_link_does_not_use_up_the_tablets_code() -> None:
    fair = Fair()
    secret, _digits = show(fair)

    link(fair, through="letter")

    assert phones.who_may_link(secret, NOON)[0].name == "Asha Patel"


def test_a_seed_shows_the_same_code_again() -> None:
    fair = Fair()

    assert show(fair, seed="arrival-1") == phones.shown_code("arrival-1")
    assert show(fair, seed="arrival-2") != phones.shown_code("arrival-1")


def test_six_digits_with_the_first_name_live_two_minutes() -> None:
    fair = Fair()
    _secret, digits = show(fair)

    assert guess(fair, "asha", f"{digits[:3]} {digits[3:]}") == "Asha Patel"
    assert guess(fair, "ASHA", digits, seconds=119) == "Asha Patel"
    assert guess(fair, "Asha", digits, seconds=120) is None
    assert guess(fair, "Ben", digits) is None


def test_five_wrong_tries_void_the_digits() -> None:
    fair = Fair()
    _secret, digits = show(fair)

    for _wrong in range(5):
        assert guess(fair, "Asha", another(digits)) is None

    assert guess(fair, "Asha", digits) is None


def test_guesses_for_another_name_do_not_void_hers() -> None:
    fair = Fair()
    _secret, digits = show(fair)
    show(fair, "Ben")

    for _wrong in range(6):
        guess(fair, "Ben", another(digits))

    assert guess(fair, "Asha", digits) == "Asha Patel"


def test_the_neighbours_digits_are_not_known_here() -> None:
    fair, neighbour = Fair(), Fair("neighbour", (CY,))
    _secret, digits = show(neighbour, "Cy")

    assert guess(fair, "Cy", digits) is None


def confirm(fair: Fair, minutes: int = 0) -> str | None:
    with writing():
        return phones.confirm_code(fair.person("Asha"), NOON + timedelta(minutes=minutes))


@pytest.mark.parametrize("through", ["tablet", "digits", "confirmed"])
def test_a_third_phone_replaces_the_oldest(through: str) -> None:
    fair = Fair()
    at = NOON + timedelta(minutes=3)
    keys = [link(fair, minutes=n) for n in range(2)]

    keys.append(link(fair, through=through, minutes=2))

    assert [phones.by_key(key, at) is not None for key in keys] == [False, True, True]
    assert len(phones.of_attendee(fair.person("Asha").id, at)) == 2


def test_a_private_link_links_no_third_phone_and_lets_none_go() -> None:
    fair = Fair()
    keys = [link(fair, minutes=n) for n in range(2)]

    with pytest.raises(phones.MustConfirm):
        link(fair, minutes=2)

    at = NOON + timedelta(minutes=3)
    assert all(phones.by_key(key, at) for key in keys)


def test_a_phone_that_was_linked_before_makes_room_for_itself() -> None:
    fair = Fair()
    asha = fair.person("Asha")
    keys = [link(fair, minutes=n) for n in range(2)]
    at = NOON + timedelta(minutes=3)
    own = phones.by_key(keys[0], at)

    with writing():
        phones.link(asha, through="letter", label="x", at=at, replaces=own)

    assert [phones.by_key(key, at) is not None for key in keys] == [False, True]


def test_the_letter_about_a_third_phone_works_for_a_day_and_once() -> None:
    fair = Fair()
    secret = confirm(fair)
    assert secret is not None

    assert phones.who_may_link(secret, NOON + timedelta(hours=23))[1] == "confirmed"
    with pytest.raises(NoSuchClaim):
        phones.who_may_link(secret, NOON + timedelta(hours=24))
    link(fair, through="confirmed")
    with pytest.raises(NoSuchClaim):
        phones.who_may_link(secret, NOON)


def test_one_letter_about_a_third_phone_goes_in_ten_minutes() -> None:
    fair = Fair()

    assert confirm(fair) is not None
    assert confirm(fair, minutes=9) is None
    assert confirm(fair, minutes=10) is not None


def test_a_phone_that_was_let_go_is_known_and_learns_what_took_its_place() -> None:
    fair = Fair()
    moved, live = link(fair), link(fair, minutes=1)
    link(fair, through="tablet", minutes=2)

    gone = phones.let_go(moved)

    assert gone is not None
    assert (gone.at, gone.moved_to) == (NOON + timedelta(minutes=2), "iPhone")
    assert phones.let_go(live) is None
    assert phones.let_go("never ours") is None


def test_a_phone_that_its_owner_unlinked_moved_nowhere() -> None:
    fair = Fair()
    key = link(fair)
    asha = fair.person("Asha")
    with writing():
        phones.revoke(asha.id, phones.of_attendee(asha.id, NOON)[0].public_id, NOON)

    gone = phones.let_go(key)

    assert gone is not None and gone.moved_to == ""


def test_a_session_lives_seven_days_after_the_event() -> None:
    fair = Fair()
    key = link(fair)
    last = fair.event.ends_at + timedelta(days=7)

    assert phones.by_key(key, last - timedelta(seconds=1)) is not None
    assert phones.by_key(key, last) is None


def test_a_phone_is_revoked_by_its_owner_alone_and_again_changes_nothing() -> None:
    fair = Fair()
    key = link(fair)
    asha, ben = fair.person("Asha"), fair.person("Ben")
    (phone,) = phones.of_attendee(asha.id, NOON)

    with pytest.raises(NotKnown, match="no_such_phone"):
        phones.revoke(ben.id, phone.public_id, NOON)
    for hours in (0, 1):
        with writing():
            phones.revoke(asha.id, phone.public_id, NOON + timedelta(hours=hours))

    assert phone.revoked_at == NOON
    assert phones.by_key(key, NOON) is None


def test_an_erased_persons_phone_speaks_for_nobody() -> None:
    fair = Fair()
    key = link(fair)

    with writing():
        fair.person("Asha").erased_at = NOON

    assert phones.by_key(key, NOON) is None


def test_the_tablet_learns_that_a_phone_was_linked() -> None:
    fair = Fair()
    asha = fair.person("Asha")
    assert not phones.was_linked_since(asha.id, NOON)

    link(fair, minutes=1)

    assert phones.was_linked_since(asha.id, NOON)
    assert not phones.was_linked_since(asha.id, NOON + timedelta(minutes=2))


def test_a_door_may_bring_its_own_key_and_a_long_label_is_cut() -> None:
    fair = Fair()

    with writing():
        phone, key = phones.link(
            fair.person("Asha"), through="letter", label="x" * 99, at=NOON, key="own key"
        )

    assert key == "own key"
    assert isinstance(phone, Phone) and len(phone.label) == 40
    assert phones.by_key("own key", NOON) is not None
