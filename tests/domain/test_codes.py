"""Codes: three secrets that are never interchangeable, none of them stored."""

import pytest
from sqlalchemy import select

from kiosk.db import db, writing
from kiosk.domain import attendees, codes, keys
from kiosk.domain.codes import LENGTHS, Code
from kiosk.domain.codes.making import free_serial
from kiosk.domain.codes.record import live_suffixes
from kiosk.domain.keys.keyboards import OTHERS, UNITED_STATES
from kiosk.errors import NotKnown
from tests.people import ASHA, CY, NOON, Fair, count

pytestmark = pytest.mark.usefixtures("records")


def advance(fair: Fair, name: str = "Asha", *, lost: bool = False) -> int:
    with writing():
        return codes.advance(fair.person(name), lost=lost, at=NOON)


def test_everybody_gets_three_codes_once() -> None:
    fair = Fair(people=(ASHA,))
    assert count(Code) == 3

    with writing():
        assert codes.issue_missing(fair.id, NOON) == 0
    assert count(Code) == 3

    with writing():
        attendees.walk_in(fair.event, {"name": "Dora Lind"}, NOON)
        assert codes.issue_missing(fair.id, NOON) == 1
    assert count(Code) == 6


def test_no_code_is_in_the_database() -> None:
    fair = Fair(people=(ASHA,))

    rows = str(db.session.execute(select(Code.__table__)).all())

    assert not [kind for kind in LENGTHS if fair.code(kind, "Asha") in rows]


@pytest.mark.parametrize("kind", LENGTHS)
def test_each_kind_is_known_as_itself_alone(kind: str) -> None:
    fair = Fair()
    code = fair.code(kind, "Asha")
    others = [other for other in LENGTHS if other != kind]

    assert codes.whose(fair.id, code, *LENGTHS) == (fair.person("Asha"), kind)
    with pytest.raises(NotKnown):
        codes.whose(fair.id, code, *others)


@pytest.mark.parametrize(
    "written",
    ["{code}", " {code}\n", "HTTPS://FAIR.EXAMPLE/B/{code}", "https://fair.example/b/{lower}",
     "https://fair.example/b/{lower}/", "{grouped}", "{lower}"],
)  # fmt: skip
def test_a_badge_is_read_however_it_is_written(written: str) -> None:
    fair = Fair()
    code = fair.code("badge", "Asha")
    read = written.format(code=code, lower=code.lower(), grouped=f"{code[:10]}-{code[10:]}")

    assert codes.whose(fair.id, read, "badge")[0].name == "Asha Patel"


def test_a_code_opens_on_whatever_keyboard_it_was_scanned() -> None:
    fair = Fair(people=(ASHA,))
    badge = f"HTTPS://FAIR.EXAMPLE/B/{fair.code('badge', 'Asha')}"
    sides = [(UNITED_STATES, other) for other in OTHERS] + [
        (other, UNITED_STATES) for other in OTHERS
    ]

    for text, kind in ((fair.code("ticket", "Asha"), "ticket"), (badge, "badge")):
        for set_for, on in sides:
            typed = text.translate(str.maketrans("".join(set_for), "".join(on)))
            assert codes.whose(fair.id, typed, "ticket", "badge") == (fair.person("Asha"), kind)


def test_a_text_that_may_be_two_peoples_codes_is_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    fair = Fair()
    both = (fair.code("badge", "Asha"), fair.code("badge", "Ben"))
    monkeypatch.setattr(keys, "other_readings", lambda scanned: both)

    with pytest.raises(NotKnown):
        codes.whose(fair.id, "0" * 20, "badge")


@pytest.mark.parametrize(
    "kind", [("ticket", "https://fair.example/ticket#"), ("claim", "https://fair.example/claim#")]
)
def test_a_link_is_read_as_its_code(kind: tuple[str, str]) -> None:
    fair = Fair()

    found = codes.whose(fair.id, kind[1] + fair.code(kind[0], "Asha"), kind[0])

    assert found[0].name == "Asha Patel"


def test_the_neighbours_codes_are_not_known_here() -> None:
    fair, neighbour = Fair(), Fair("neighbour", (CY,))
    badge = neighbour.code("badge", "Cy")

    assert codes.event_of(badge, "badge") == neighbour.id
    with pytest.raises(NotKnown):
        codes.whose(fair.id, badge, "badge")
    with pytest.raises(NotKnown):
        codes.by_suffix(fair.id, badge[-6:])


@pytest.mark.parametrize(
    "read", ["", "0" * 20, "0" * 26, "U" * 20, "x" * 5000, "\u0000" * 20, "ſ" * 20, "ß" * 10]
)
def test_what_is_no_code_is_not_known(read: str) -> None:
    fair = Fair()

    with pytest.raises(NotKnown):
        codes.whose(fair.id, read, "ticket", "badge", "claim")
    with pytest.raises(NotKnown):
        codes.event_of(read, "badge")
    with pytest.raises(NotKnown):
        codes.by_suffix(fair.id, read)


def test_the_last_six_letters_name_the_wearer() -> None:
    fair = Fair()
    badge = fair.code("badge", "Asha")

    assert codes.by_suffix(fair.id, f" {badge[-6:-3].lower()} {badge[-3:]}").name == "Asha Patel"


def test_two_live_badges_never_end_alike() -> None:
    fair = Fair(people=(ASHA,))
    asha, taken = fair.person("Asha").public_id, live_suffixes(fair.id)

    assert free_serial(fair.id, asha, 1, taken) == 2
    assert free_serial(fair.id, asha, 1, set()) == 1


def test_codes_made_beforehand_are_given_out_as_they_are() -> None:
    fair = Fair(people=())
    with writing():
        dora = attendees.walk_in(fair.event, {"name": "Dora Lind"}, NOON).public_id
        attendees.walk_in(fair.event, {"name": "Emil Roe"}, NOON)
    made = codes.make(fair.id, [dora, "nobody"], NOON)

    with writing():
        assert codes.issue_missing(fair.id, NOON, made) == 2

    kept = count(Code, Code.lookup_hash.in_([row[4] for row in made[dora]]))
    assert kept == 3
    assert len(codes.codes_of_event(fair.id)) == 2


def test_a_reprint_has_a_new_code_and_the_old_one_lives_until_the_new_is_out() -> None:
    fair = Fair()
    old = fair.code("badge", "Asha")

    assert advance(fair) == 2

    new = fair.code("badge", "Asha")
    assert new != old
    assert codes.badge_serial(fair.person("Asha").id) == 2
    assert codes.badge_code(fair.person("Asha"), 1) == old
    for code in (old, new):
        assert codes.whose(fair.id, code, "badge")[0].name == "Asha Patel"
    with writing():
        codes.retire(fair.person("Asha").id, below=2, at=NOON)
    with pytest.raises(NotKnown):
        codes.whose(fair.id, old, "badge")


def test_a_lost_badges_code_dies_at_once_and_the_ticket_lives() -> None:
    fair = Fair()
    old, ticket = fair.code("badge", "Asha"), fair.code("ticket", "Asha")

    advance(fair, lost=True)

    with pytest.raises(NotKnown):
        codes.whose(fair.id, old, "badge")
    with pytest.raises(NotKnown):
        codes.by_suffix(fair.id, old[-6:])
    assert codes.whose(fair.id, fair.code("badge", "Asha"), "badge")
    assert codes.whose(fair.id, ticket, "ticket")


def test_an_older_badge_that_comes_out_late_kills_no_newer_one() -> None:
    fair = Fair()
    advance(fair)
    asha = fair.person("Asha")
    with writing():
        codes.retire(asha.id, below=2, at=NOON)

    with writing():
        codes.retire(asha.id, below=1, at=NOON)

    assert codes.badge_serial(asha.id) == 2


def test_of_a_person_whose_codes_are_dead_none_is_known() -> None:
    fair = Fair()
    live = {kind: fair.code(kind, "Asha") for kind in LENGTHS}

    with writing():
        codes.kill_all(fair.person("Asha").id, NOON)

    for kind, code in live.items():
        with pytest.raises(NotKnown):
            codes.whose(fair.id, code, kind)
        with pytest.raises(NotKnown):
            codes.event_of(code, kind)
        with pytest.raises(NotKnown):
            codes.code_of(kind, fair.person("Asha"))


def test_an_events_codes_are_listed_for_those_expected() -> None:
    fair = Fair()
    with writing():
        attendees.register(fair.event, [(2, {**ASHA, "status": "cancelled"})], NOON)

    listed = {attendee.first_name: kinds for attendee, kinds in codes.codes_of_event(fair.id)}

    assert sorted(listed) == ["Ben", "Cai", "Carol"]
    assert listed["Ben"] == {kind: fair.code(kind, "Ben") for kind in LENGTHS}


def test_a_new_key_leaves_codes_in_hands_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    fair = Fair()
    old = fair.code("badge", "Asha")
    both = keys.KeyRing((*keys.ring().secrets, ("k2", b"another secret " * 3)))
    monkeypatch.setattr(keys.key_ring, "_ring", both)

    assert codes.whose(fair.id, old, "badge")[0].name == "Asha Patel"
    assert fair.code("badge", "Asha") == old
    advance(fair)
    assert codes.whose(fair.id, fair.code("badge", "Asha"), "badge")[0].name == "Asha Patel"
