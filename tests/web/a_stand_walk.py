"""A walk past every page of the stand: its tablet, a recruiter's own phone, the private link."""

from __future__ import annotations

from werkzeug.test import TestResponse

from kiosk.domain import employers
from tests.web.a_fair import Fair, Screen, hidden, let_in, pair
from tests.web.a_language import LEFT_TO_RIGHT
from tests.web.a_phone import phone_of


def stand_pages(fair: Fair) -> dict[str, TestResponse]:
    """Return every page of the stand, by what it shows."""
    let_in(fair, "Asha", "Ben", "Cai")
    stand = pair(fair, kind="stand", name="Stand 12", employer="Nova Engineering")
    with fair.app.app_context():
        who = {name: fair.person(name).public_id for name in ("Ben", "Dana")}
    duty = stand.get("/stand/duty")
    stand.post("/stand/duty", who=who["Ben"])
    person = stand.post("/stand/scans", codes=fair.badges["Asha"])
    kept = stand.post("/stand/meetings", person=hidden(person, "person"), note="«…»")
    return {
        "unpaired": Screen(fair.app.test_client(), "").get("/stand?lang=" + LEFT_TO_RIGHT),
        "duty": duty,
        "nobody by that name": stand.post("/stand/duty", who="nobody"),
        "waiting": stand.get("/stand"),
        "person": person,
        "long note": stand.post(
            "/stand/meetings", person=hidden(person, "person"), note="«" * 300 + "»" * 300
        ),
        "minor": stand.post("/stand/scans", codes=fair.badges["Cai"]),
        "own badge": stand.post("/stand/scans", codes=fair.badges["Ben"]),
        "unknown": stand.post("/stand/scans", codes="nothing"),
        "kept": kept,
        "met today": stand.get("/stand/met"),
        "everyone met": phone_of(fair, "Ben").get("/stand/team"),
        "nobody like that": phone_of(fair, "Ben").post("/stand/team", name="zzzz"),
        "nobody met": phone_of(fair, "Dana").get("/stand/team"),
        **own_pages(fair),
        "undone": stand.post("/stand/undos", meeting=hidden(kept, "meeting")),
    }


def own_pages(fair: Fair) -> dict[str, TestResponse]:
    """Return what an employer sees who prepares its stand."""
    with fair.app.app_context():
        secret = employers.secret_of(employers.of_event(fair.event_id)[0])
    nova = Screen(fair.app.test_client(), "Nova")
    before = nova.get("/stand/ours")
    nova.post("/stand/own", secret=secret)
    return {
        "no link yet": before,
        "a link": nova.get("/stand/own"),
        "a wrong link": nova.post("/stand/own", secret="x"),
        "our stand": nova.get("/stand/ours"),
        "no web address": nova.post("/stand/ours/vacancies", title="", url="x"),
        "long topic": nova.post("/stand/ours/topics", topics="«" * 21 + "»" * 21),
        "no logo file": nova.post("/stand/ours/logo"),
        "no recruiter": nova.post("/stand/ours/team", email="x"),
    }
