"""Export and erasure: everything about one person is told, and everything goes, everywhere."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from kiosk import db as database
from kiosk.db import db, writing
from kiosk.domain import (
    arrivals,
    attendees,
    codes,
    deliveries,
    erasure,
    figures,
    meetings,
    notes,
    packs,
    phones,
)
from kiosk.domain.attendees import Attendee, NameToken, sharing
from kiosk.domain.deliveries import Delivery
from kiosk.domain.notes import Note
from kiosk.errors import NotKnown
from tests.a_print_room import claim, try_claim
from tests.people import BEN, CAI, CAROL, NOON, Fair, count, plain_letter

pytestmark = pytest.mark.usefixtures("records")
WREN: dict[str, Any] = {
    "name": "Wren Canary", "given_name": "Wrencanary", "family_name": "Familycanary",
    "email": "wren.canary@example.org", "phone": "+4477canary", "pronouns": "canary/them",
    "organisation": "Canary Wharf", "role": "Canarian", "course": "Canary Studies",
    "faculty": "Canaries", "level": "canary year", "student_id": "canary-7",
    "links": ["https://canary.example"], "ask_me_about": "canaries", "locale": "en-canary",
    "external_id": "order-canary", "graduation_year": 2031, "date_of_birth": date(2001, 2, 3),
    "under_18": False,
}  # fmt: skip
CANARY = "canar"


@pytest.fixture
def fair(records: None) -> Fair:
    """Wren came, met Ben, wrote and was written about; the packs are frozen."""
    fair = Fair(people=(WREN, BEN, CAROL, CAI))
    fair.scan("canary in a refused scan")
    for name in ("Wrencanary", "Ben"):
        fair.scan(fair.code("ticket", name))
    with writing():
        wren, ben = fair.person("Wrencanary"), fair.person("Ben")
        sharing.choose(wren, ("email", "phone"), event=fair.facts, through="phone", at=NOON)
        arrivals.ask_nod(wren, fair.door.id, "op", NOON)
        phones.show_code(wren, fair.door.id, NOON)
        phones.link(wren, through="letter", label="canary phone", at=NOON)
    made = fair.let_meet("Wrencanary", "Ben")
    with writing():
        notes.write(made.meeting, wren, "Ben feeds my canary", NOON)
        notes.write(made.meeting, ben, "keeps a canary", NOON)
        deliveries.put(wren, "ticket", message=b"Dear canary", message_id="<t@x>", state="queued",
                       at=NOON)  # fmt: skip
    fair.freeze()
    return fair


def everything() -> str:
    """Every value of every row of every table."""
    tables = db.metadata.sorted_tables
    return "\n".join(str(row) for table in tables for row in db.session.execute(select(table)))


def erase(fair: Fair, name: str = "Wrencanary", refreeze: Any = None) -> Attendee:
    mine = select(Attendee).where(Attendee.event_id == fair.id)
    person = next(a for a in db.session.scalars(mine) if a.first_name == name)

    def anew(reader: Attendee) -> None:
        packs.freeze(reader, plain_letter, at=NOON)

    with writing():
        erasure.erase(person, NOON, refreeze or anew)
    return person


def test_an_export_holds_everything_kept_about_a_person(fair: Fair) -> None:
    export = erasure.export(fair.person("Wrencanary"))

    told = json.dumps(export, ensure_ascii=False)
    (person,) = export["attendees"]
    assert {field: person[field] for field in WREN} == {**WREN, "date_of_birth": "2001-02-03"}
    for words in ("canary phone", "Ben feeds my canary", "keeps a canary", "Dear canary"):
        assert words in told
    assert set(export) == {table.name for table, _person in erasure.records()}
    assert len(export["arrivals"]) == len(export["meetings"]) == 1
    assert len(export["shares"]) == 2
    assert len(export["sharing_choices"]) == 3
    assert len(export["deliveries"]) == 2


def test_an_export_holds_no_row_ids_no_hashes_and_nobody_elses_rows(fair: Fair) -> None:
    export = erasure.export(fair.person("Wrencanary"))

    names = {name for rows in export.values() for row in rows for name in row}
    assert not [name for name in names if "_hash" in name or name in {"id", "attendee_id"}]
    assert "Okafor" not in json.dumps({k: v for k, v in export.items() if k != "deliveries"})
    assert erasure.export(fair.person("Carol"))["meetings"] == []


def test_every_personal_column_of_a_persons_table_is_erased_or_says_why_not() -> None:
    for table, _person in erasure.records():
        kept = [n for n, d in erasure.personal_columns(table).items() if d.erase == "keep"]

        assert not kept, f"{table.name}: {kept}"


def test_after_erasure_no_row_of_any_table_holds_the_person(fair: Fair) -> None:
    assert CANARY in everything().casefold()

    erase(fair)

    left = [line for line in everything().splitlines() if CANARY in line.casefold()]
    assert not left


def test_after_scrubbing_no_byte_of_the_file_holds_the_person(fair: Fair) -> None:
    if db.engine.dialect.name != "sqlite":
        database.scrub()  # changes nothing there: PostgreSQL's own vacuum does it
        return
    path = Path(str(db.engine.url.database))
    files = [path, path.with_name(path.name + "-wal")]
    assert any(CANARY in f.read_bytes().decode("latin-1").casefold() for f in files if f.exists())

    erase(fair)
    database.scrub()

    for file in files:
        text = file.read_bytes().decode("latin-1").casefold() if file.exists() else ""
        assert CANARY not in text, file.suffix
        assert "+4477" not in text


def test_an_erased_person_is_nobody_and_their_codes_are_dead(fair: Fair) -> None:
    codes_before = {kind: fair.code(kind, "Wrencanary") for kind in codes.LENGTHS}
    public_id = fair.person("Wrencanary").public_id

    wren = erase(fair)

    assert (wren.name, wren.email, wren.links, wren.under_18) == ("", None, None, None)
    assert wren.erased_at == NOON
    for kind, code in codes_before.items():
        with pytest.raises(NotKnown):
            codes.whose(fair.id, code, kind)
    with pytest.raises(NotKnown):
        attendees.by_public_id(fair.id, public_id)
    assert phones.of_attendee(wren.id, NOON) == []
    assert count(NameToken, NameToken.attendee_id == wren.id) == 0
    assert count(Note) == 0
    assert arrivals.waiting_nods(fair.id, NOON) == []
    with pytest.raises(NotKnown), writing():
        arrivals.check_in(fair.admission(), wren, NOON)


def test_no_badge_or_letter_of_an_erased_person_goes_out(fair: Fair) -> None:
    with writing():
        claimed = deliveries.claim(NOON)
    assert claimed is not None

    wren = erase(fair)

    with writing():
        assert not deliveries.open_data(claimed, NOON)
        assert deliveries.claim(NOON) is None
    assert claim(fair.id).attendee_id == fair.person("Ben").id
    assert try_claim(fair.id) is None
    states = {d.state for d in db.session.scalars(select(Delivery)) if d.attendee_id == wren.id}
    assert states == {"erased"}


def test_counts_keep_their_sense(fair: Fair) -> None:
    before = figures.of_event(fair.id, NOON)

    erase(fair)

    after = figures.of_event(fair.id, NOON)
    assert after["registered"] == 3
    for figure in ("arrived", "meetings"):
        assert after[figure] == before[figure]
    assert after["inside"] == int(str(before["inside"])) - 1  # a roll-call has no name to call
    assert after["packs"] == {"empty": 1, "erased": 1}


def test_others_have_the_person_in_no_ledger_and_no_waiting_letter(fair: Fair) -> None:
    fair.check_in("Carol")
    fair.let_meet("Carol", "Ben")
    fair.freeze()

    erase(fair)

    assert [met.person.name for met in meetings.ledger_of(fair.person("Ben"))] == ["Carol Reed"]
    letter = deliveries.of_attendee(fair.person("Ben").id, "pack")
    assert letter is not None
    assert letter.state == "frozen"
    assert letter.message is not None and b"Carol Reed" in letter.message


@pytest.mark.parametrize("state", ["data_open", "accepted", "unknown"])
def test_letters_that_have_left_lose_their_bytes(fair: Fair, state: str) -> None:
    with writing():
        db.session.execute(update(Delivery).values(state=state))
        ben = fair.person("Ben")
        deliveries.put(ben, "pack", message=b"canary again", message_id="<2@x>", state="frozen",
                       edition=2, at=NOON)  # fmt: skip

    erase(fair)

    bens = db.session.scalars(select(Delivery).where(Delivery.attendee_id == ben.id)).all()
    assert [letter.state for letter in bens if letter.edition == 1] == [state]
    assert CANARY not in everything().casefold()


def test_even_where_nobody_writes_letters_anew_the_bytes_are_gone(fair: Fair) -> None:
    erase(fair, refreeze=lambda _reader: None)

    assert CANARY not in everything().casefold()
    with writing():
        assert deliveries.start(fair.id, "pack", NOON) == 0


def test_erasing_again_changes_nothing(fair: Fair) -> None:
    erase(fair)
    before = everything()

    with writing():
        wren = db.session.scalars(select(Attendee).where(Attendee.erased_at.is_not(None))).one()
        erasure.erase(wren, NOON, lambda _reader: None)

    assert wren.erased_at == NOON
    assert CANARY not in everything().casefold()
    assert len(everything()) == len(before)


def test_the_neighbours_namesake_stays() -> None:
    fair, neighbour = Fair(people=(WREN,)), Fair("neighbour", (WREN,))

    erase(fair)

    assert neighbour.person("Wrencanary").email == "wren.canary@example.org"
    assert codes.whose(neighbour.id, neighbour.code("ticket", "Wrencanary"), "ticket")
