"""A walk past every page of every door, for tests that look at all of them."""

from __future__ import annotations

from io import BytesIO

from flask import Flask
from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.adapters.code_picture import png
from kiosk.db import writing
from kiosk.domain import employers, events
from kiosk.domain.arrivals import rehearsal
from tests.web import a_fair
from tests.web.a_desk import Desk
from tests.web.a_fair import PEOPLE, Fair, Screen, hidden, let_in, pair
from tests.web.a_language import LEFT_TO_RIGHT
from tests.web.a_ledger_walk import after_the_fair, ledger_pages
from tests.web.a_mentoring_desk_walk import CORA, mentoring_desk_pages
from tests.web.a_mentoring_walk import student_mentoring_pages
from tests.web.a_paper_walk import leaving_pages, own_list_pages, paper_pages
from tests.web.a_phone import claim_of, phone, phone_of
from tests.web.a_phone_walk import linking_pages
from tests.web.a_postroom import let_write
from tests.web.a_print_desk import ended, seen
from tests.web.an_asking_walk import question_pages
from tests.web.an_unsubscribe_walk import unsubscribe_pages

Pages = dict[str, TestResponse]
NAMES = [str(person["name"]) for person in (*PEOPLE, *rehearsal.PEOPLE)]
NAMES += ["Carol Reed", "Cy Stone"]
DATA = (
    *NAMES,
    *(name.split()[0] for name in NAMES),
    *(f"{name.split()[0]} {name.split()[1][0]}." for name in NAMES),
    *("Nova Engineering", "Other Works", "Engineer", "MEng Civil Engineering", "year 3"),
    *("The fair", "Employer Fair", "Door 1", "Other door", "Door of fair", "Here", "Stand 12"),
    "Fair",  # an event's first list
    *("Door left", "Printer 1", "KIOSK_PRINTER_URL"),
    *("Fair", "Card", "Face to Face", "English", "olga@fair", "stew@fair", CORA, "UTF-8"),
)


def hold(app: Flask, locale: str) -> Fair:
    """A fair that speaks this language."""
    known = ["phone", "email", "nod"]
    return a_fair.hold(
        app, locale=locale, help_lane="", languages=["en", locale], second_factor=known
    )


def tablet_pages(fair: Fair) -> Pages:
    let_in(fair, "Ben", "Dana")
    door = pair(fair)
    meet, way_out = pair(fair, name="Here", mode="meet"), pair(fair, name="Stand 12", mode="exit")
    welcome = door.scan(fair.tickets["Asha"])
    met = door.scan(fair.badges["Ben"], fair.badges["Dana"])
    return {
        "unpaired": Screen(fair.app.test_client(), "").get("/tablet?lang=" + LEFT_TO_RIGHT),
        "waiting": door.get("/tablet"),
        "waiting to meet": meet.get("/tablet"),
        "waiting to leave": way_out.get("/tablet"),
        "code": door.get("/tablet/code"),
        "welcome": welcome,
        "chosen": door.post("/tablet/choices", arrival=hidden(welcome, "arrival"), share="name"),
        "minor": door.scan(fair.tickets["Cai"]),
        "already in": door.scan(fair.tickets["Ben"]),
        "wifi": door.scan("WIFI:S:hall;;"),
        "menu": door.scan("https://cafe.example/menu"),
        "unknown": door.scan("K7QXM2RDW9AB3CTV5EHJNPS8YZ"),
        "met": met,
        "met before": door.scan(fair.badges["Ben"], fair.badges["Dana"]),
        "undone": door.post("/tablet/undos", meeting=hidden(met, "meeting")),
        "same twice": door.scan(fair.badges["Ben"], fair.tickets["Ben"]),
        "ticket at meet": meet.scan(fair.tickets["Eve"]),
        "one badge": meet.scan(fair.badges["Ben"]),
        "not arrived": meet.scan(fair.badges["Eve"]),
        "goodbye": way_out.scan(fair.badges["Ben"]),
        **leaving_pages(fair, way_out),
        "again": door.scan(fair.badges["Ben"]),
        "page gone": door.post("/tablet/undos", meeting="old"),
        "bad pairing": door.post("/tablet/pairings", code="WRONG"),
        "bad form": door.post("/tablet/scans"),
        **_without_ticket(door),
        **_for_staff(fair, door),
        **{status: _as(fair, door, status) for status in ("cancelled", "unpaid", "practice")},
    }


def _for_staff(fair: Fair, door: Screen) -> Pages:
    without = door.get("/tablet/staff")
    with fair.app.app_context(), writing():
        event = events.get(fair.event_id)
        events.set_pin(event, events.prepare_pin(event.public_id, "270493"))
    return {
        "no PIN": without,
        "PIN": door.get("/tablet/staff"),
        "wrong PIN": door.post("/tablet/staff", pin="111222"),
        "staff": door.post("/tablet/staff", pin="270493"),
    }


def _without_ticket(door: Screen) -> Pages:
    found = door.post("/tablet/name", q="eve")
    return {
        "found": found,
        "no such name": door.post("/tablet/name", q="nobody here"),
        "short name": door.post("/tablet/name", q="a"),
        "new": door.get("/tablet/new"),
        "name": door.get("/tablet/name"),
        "picked": door.post("/tablet/name/picked", who=hidden(found, "who")),
        "wrong proof": door.post("/tablet/proofs", who=hidden(found, "who"), digits="0"),
        "nod": door.post("/tablet/nods", who=hidden(found, "who")),
        "walk-in": door.post("/tablet/new", called="", kind="staff", write_to="no"),
        "perhaps": door.post("/tablet/new", called="Asha Patel", kind="guest", consent="yes"),
    }


def _as(fair: Fair, door: Screen, status: str) -> TestResponse:
    with fair.app.app_context(), writing():
        fair.person("Eve").status = status
    return door.scan(fair.tickets["Eve"])


def phone_pages(fair: Fair) -> Pages:
    let_in(fair, "Asha", "Ben", "Cai", "Dana")
    fresh, asha, cai = phone(fair), phone_of(fair, "Asha"), phone_of(fair, "Cai")
    badges = fair.badges
    first, met = asha.get(f"/b/{badges['Ben']}"), asha.met(badges["Ben"])
    meant = phone(fair)
    meant.get(f"/b/{badges['Ben']}")
    return {
        "front": fresh.get("/"),
        "ticket": fresh.get("/ticket"),
        "my ticket": fresh.post("/ticket", code=fair.tickets["Eve"]),
        "no such ticket": fresh.post("/ticket", code="nothing"),
        "claim": fresh.get("/claim"),
        "whose phone": fresh.show(claim_of(fair, "Eve")),
        "whose phone, and met": meant.show(claim_of(fair, "Dana")),
        "linked already": asha.show(claim_of(fair, "Asha")),
        "switch": asha.show(claim_of(fair, "Ben")),
        **linking_pages(fair),
        "wrong digits": fresh.post("/claim/digits", fair="fair", first_name="Asha", digits="1"),
        "not linked": fresh.get("/me"),
        "face": fresh.get(f"/b/{badges['Ben']}"),
        "no badge": fresh.get("/b/nobody"),
        "badge": first,
        "minor's badge": asha.get(f"/b/{badges['Cai']}"),
        "met": asha.get(f"/me/met/{met}"),
        "met again": asha.get(f"/b/{badges['Ben']}"),
        "own badge": asha.get(f"/b/{badges['Asha']}"),
        "me": asha.get("/me"),
        "a minor's me": cai.get("/me"),
        "contact": asha.get(f"/me/contacts/{met}"),
        "a minor's sharing": cai.get("/me/sharing"),
        **ledger_pages(fair, asha),
        **own_list_pages(fair, asha),
        **student_mentoring_pages(fair, asha),
        **unsubscribe_pages(fair),
        "nowhere": fresh.get("/nowhere"),
        "from elsewhere": fresh.client.post("/claim", headers={"Sec-Fetch-Site": "cross-site"}),
        **after_the_fair(fair, asha),
    }


DESK_PAGES = ("", "/help", "/people", "/badges", "/walk-in", "/inside", "/stations", "/rehearsal",
              "/rehearsal/tickets", "/printing", "/printers/new", "/spares", "/import", "/lists",
              "/lists/new", "/questions", "/questions/cards", "/introductions", "/packs",
              "/packs/letters?state=empty",
              "/settings", "/cards", "/team", "/employers", "/reports")  # fmt: skip


LISTS = {
    "empty": b"",
    "no name": b"email\nasha@example.org\n",
    "faults": b"name,email,phone,graduation_year,colour\nCarol Reed,x,y,z,w\n,,,,\n",
    "clean": b"name\nCarol Reed\n",
    "by hand": "name\nCarol Reed \U00013000\n".encode(),
}


def help_pages(desk: Desk) -> Pages:
    cai = desk.person("Cai")
    with desk.app.app_context(), writing():
        desk.fair.person("Cai").status = "unpaid"
    return {
        "somebody found": desk.post("/help", q="patel"),
        "nobody found at the help lane": desk.post("/help", q="zzzz"),
        "a spare made": (desk.post("/spares", how_many="1"), desk.get("/spares"))[1],
        "too many spares": desk.post("/spares", how_many="x"),
        "kept out": desk.post(cai + "/check-in"),
        "somebody unpaid": desk.get(f"/help?about={desk.ids['Cai']}"),
        "a substitute": desk.get(cai + "/substitute"),
        "a substitute without a name": desk.post(cai + "/substitute", name=""),
        "who is like that": desk.post("/walk-in", name="Asha Patle", kind="guest", consent="yes"),
        "a wrong list": desk.post("/lists", name="", capacity="x"),
        "a wrong card": desk.post("/cards", name="", pattern="("),
        "a card tried": desk.post("/cards/trial", name="Card", pattern=r"(\d+)", sample="12"),
    }


def print_pages(desk: Desk) -> Pages:
    ended(desk, "unknown", "printer_away")
    ended(desk, "failed", "glyph_missing")
    left = f"/printers/{seen(desk, 'stopped', 'media-empty')}"
    desk.post(left + "/labels", labels_left="9")
    desk.post(left + "/test")
    desk.post("/printing/batches", kind="")
    pages = {"printing": desk.get("/printing"), "needs a printer": desk.get("/today/needs")}
    pages["a printer"] = desk.get(left)
    sent = {"name": "", "url": "x", "stock": "x", "dpi": "x", "offset_x_mm": "x"}
    pages["a wrong printer"] = desk.post("/printers", **sent, labels_left="x")
    pages["a wrong roll"] = desk.post(left + "/labels", labels_left="x")
    pages["all have badges"] = desk.post("/printing/batches", kind="")
    desk.post(left + "/use", answer="pause")
    pages["paused"] = desk.get("/printing")
    pages["cancelled"] = (desk.post("/printing/cancel"), desk.get("/printing"))[1]
    return pages


def desk_pages(desk: Desk) -> Pages:
    with desk.app.app_context():
        with writing():
            desk.fair.event.change("locale", LEFT_TO_RIGHT)
        desk.fair.check_in("Asha", "Ben", at=clock.now())
        desk.fair.let_meet("Asha", "Ben", clock.now())
        desk.fair.scan("nothing we know", clock.now())
    pages = {path: desk.get(path) for path in DESK_PAGES}
    for more in ("", "/correct", "/erase", "/pack"):
        pages["person" + more] = desk.get(desk.person("Asha") + more)
    pages["not here"] = desk.get(desk.person("Carol"))
    pages["pairing code"] = desk.post("/stations", name="Door 1", does="door")
    pages["no employer"] = desk.post("/stations", name="Door 1", does="stand")
    pages["easy PIN"] = desk.post("/pin", pin="123456")
    with desk.app.app_context():
        station = f"/stations/{desk.fair.door.public_id}"
    pages["station"] = desk.get(station)
    pages["station without a name"] = desk.post(station, name="", mode="door")
    pages |= rehearsal_pages(desk) | logo_pages(desk)
    with desk.app.app_context():
        nova = employers.of_event(desk.fair.id)[0].public_id
    pages["an employer"] = desk.get(f"/employers/{nova}")
    pages["phone code"] = desk.post(desk.person("Asha") + "/phone-code")
    pages |= letter_pages(desk)
    pages["no reason"] = desk.post(desk.person("Asha") + "/reprints", reason="zz")
    pages["walk-in without a name"] = desk.post("/walk-in", name="")
    pages |= help_pages(desk) | print_pages(desk)
    pages |= paper_pages(desk) | question_pages(desk) | mentoring_desk_pages(desk)
    pages["settings refused"] = desk.post("/settings", name="", starts_at="x")
    for name, content in LISTS.items():
        file = (BytesIO(content), f"{name}.csv")
        pages[f"a list: {name}"] = desk.post("/import/attendees", file=file)
    pages["no such person"] = desk.get("/people/nobody")
    desk.post("/settings/close", number="x")
    pages["sign in"] = desk.app.test_client().get("/desk")
    pages["wrong passphrase"] = Desk.sign_in(desk, "olga@fair", "wrong words")
    return pages


def letter_pages(desk: Desk) -> Pages:
    """The packs' own, before and after they are written."""
    pages = {}
    pages["no freeze yet"] = desk.post("/packs/send", number="3")
    desk.post("/packs/freeze")
    let_write(desk.app)
    pages["frozen"] = desk.get("/packs")
    pages["wrong number"] = desk.post("/packs/send", number="99")
    return pages


def rehearsal_pages(desk: Desk) -> Pages:
    """The rehearsal's own, before and after it begins."""
    pages = {"no letter without one": desk.post("/rehearsal/letters", email="a@b.example")}
    desk.post("/rehearsal")
    pages["rehearsal"] = desk.get("/rehearsal")
    pages["no address"] = desk.post("/rehearsal/letters", email="x")
    return pages


def logo_pages(desk: Desk) -> Pages:
    """The logo's page without one, refused, and with one."""
    pages = {"no logo": desk.get("/logo"), "logo refused": desk.post("/logo")}
    with desk.app.app_context(), writing():
        events.put_logo(desk.fair.id, png("A"), clock.now())
    return pages | {"logo": desk.get("/logo")}
