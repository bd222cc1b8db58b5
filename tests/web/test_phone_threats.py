"""What an outsider, a shoulder-surfer and a hostile attendee get out of phones: nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from flask import Flask, url_for
from werkzeug.test import TestResponse

from tests.web.a_fair import OURS, Fair, hidden, hold, let_in, words
from tests.web.a_phone import claim_of, count_meetings, phone, phone_of
from tests.web.the_entries import ENTRIES

SIX = 6


@pytest.fixture
def fair(app: Flask) -> Fair:
    fair = hold(app)
    let_in(fair, "Asha", "Ben")
    return fair


def owner_routes(fair: Fair) -> list[tuple[str, str]]:
    """Every method and address of the phone door that wants a linked phone."""
    found = []
    with fair.app.test_request_context():
        for rule in fair.app.url_map.iter_rules():
            rights = getattr(fair.app.view_functions[rule.endpoint], "access", None)
            if rights is None or "phone" not in rights.who:
                continue
            names = ENTRIES[rule.endpoint].address
            values = {name: (names.get(name) or "=x").lstrip("=") for name in rule.arguments}
            path = url_for(rule.endpoint, **values)
            found += [(method, path) for method in (rule.methods or set()) - {"OPTIONS"}]
    return found


def test_a_badges_address_opens_no_page_of_its_owner(fair: Fair) -> None:
    """T3: somebody photographed a badge and opens it in a clean browser."""
    hand = phone(fair)
    badge = fair.badges["Asha"]
    seen = hand.get(f"/b/{badge}")

    answers: dict[str, TestResponse] = {}
    for method, path in owner_routes(fair):
        sent = {"op_id": str(uuid4()), "badge": badge, "letters": badge[-SIX:]}
        data = sent if method == "POST" else None
        answers[path] = hand.client.open(path, method=method, data=data, headers=OURS)

    assert len(answers) > 15
    assert {path for path, answer in answers.items() if answer.status_code != 401} == set()
    assert "example.org" not in seen.text
    assert count_meetings(fair) == 0


@pytest.mark.parametrize("kind", ["ticket", "badge", "claim"])
def test_no_secret_is_a_phones_key(fair: Fair, kind: str) -> None:
    """T4: a code that was seen over a shoulder, tried as a session at every page of an owner."""
    secret = {
        "ticket": fair.tickets["Asha"],
        "badge": fair.badges["Asha"],
        "claim": claim_of(fair, "Asha"),
    }[kind]
    hand = phone(fair)
    hand.client.set_cookie("kiosk-phone", secret)

    statuses = {
        hand.client.open(
            path, method=method, data={"op_id": str(uuid4())}, headers=OURS
        ).status_code
        for method, path in owner_routes(fair)
    }

    assert statuses == {401}


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"},
                                     {"Sec-Fetch-Site": "same-site"},
                                     {"Origin": "https://evil.example"}])  # fmt: skip
def test_a_page_of_others_turns_no_phone_over(fair: Fair, headers: dict[str, str]) -> None:
    """T5: the attacker's own claim, posted from the attacker's page into a victim's browser."""
    victim, attacker = phone_of(fair, "Ben"), phone(fair)
    page = attacker.show(claim_of(fair, "Asha"))
    sent = {"op_id": str(uuid4()), "met": "no", "proof": hidden(page, "proof")}

    first = victim.client.post("/claim", data={"secret": claim_of(fair, "Asha")}, headers=headers)
    second = victim.client.post("/claim/phone", data=sent, headers=headers)

    assert (first.status_code, second.status_code) == (403, 403)
    assert "Ben Okafor" in words(victim.get("/me"))


def test_a_phone_that_opens_anothers_code_says_so_and_stays_whose_it_is(fair: Fair) -> None:
    """T5: the victim was talked into scanning the attacker's code."""
    victim = phone_of(fair, "Ben")

    page = victim.show(claim_of(fair, "Asha"))

    assert "This phone speaks for Ben O." in words(page)
    assert "Switch it to Asha P.?" in words(page).replace(" ?", "?")
    assert victim.press_link(page).status_code == 409
    assert "Ben Okafor" in words(victim.get("/me"))


def test_fifty_taps_at_once_under_one_op_id_are_one(fair: Fair) -> None:
    """F11: a proxy, a service worker and a nervous thumb repeat one form."""
    badge, op_id = fair.badges["Ben"], str(uuid4())
    hand = phone_of(fair, "Asha")
    cookie = hand.client.get_cookie("kiosk-phone")
    assert cookie is not None

    def tap(_number: int) -> TestResponse:
        same = phone(fair)
        same.client.set_cookie("kiosk-phone", cookie.value)
        return same.tap(badge, op_id=op_id, gives="name")

    with ThreadPoolExecutor(8) as thumbs:
        answers = list(thumbs.map(tap, range(50)))

    assert {(answer.status_code, answer.location) for answer in answers} == {
        (303, answers[0].location)
    }
    assert "You met at" in words(hand.get(f"/b/{badge}"))
    assert count_meetings(fair) == 1


def test_going_back_and_pressing_again_leads_to_the_same_page(fair: Fair) -> None:
    """F10 and F11: the reply was lost, or somebody went back and pressed again."""
    hand = phone_of(fair, "Asha")
    page = hand.get(f"/b/{fair.badges['Ben']}")
    sent = {name: hidden(page, name) for name in ("op_id", "gives", "phone")}

    first, again = (hand.tap(fair.badges["Ben"], **sent) for _press in range(2))
    hand.post(f"{first.location}/undo")
    after = hand.tap(fair.badges["Ben"], **sent)

    assert first.location == again.location == after.location
    assert hand.get(after.location).status_code == 404  # it was taken back, and stays so


def test_a_whole_private_link_may_be_pasted_and_the_meant_meeting_completes(fair: Fair) -> None:
    """A browser inside an app, or a private tab: the link was copied by hand."""
    hand = phone(fair)
    hand.get(f"/b/{fair.badges['Ben']}")

    page = hand.show(f"https://fair.example/claim#{claim_of(fair, 'Asha')}")
    answer = hand.press_link(page, met="yes", gives=hidden(page, "gives"))

    assert "You scanned the badge of Ben" in words(page)
    assert answer.location.startswith("/me/met/")
    assert "You and Ben have met" in words(hand.get(answer.location))
