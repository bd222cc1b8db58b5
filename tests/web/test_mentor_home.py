"""A mentor's own pages: home, pause, profile, offers and times, all of them theirs alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import events, mentoring
from kiosk.domain.mentoring import Mentor, MentorOffer, MentorRequest, openings, profiles
from tests.web.a_fair import words
from tests.web.a_hall import Hall, changed, everything, open_hall
from tests.web.a_mentor_walk import MentorsBrowser, mina, nobody

HOSTILE = "<script>alert(1)</script> {{7*7}} \u202e"


@pytest.fixture
def hall(app: Flask) -> Hall:
    return open_hall(app)


@pytest.fixture
def browser(hall: Hall) -> MentorsBrowser:
    return mina(hall)


def the_mentor(hall: Hall) -> Mentor:
    """Return Mina as the database has her, in the caller's application context."""
    found = db.session.scalars(db.select(Mentor)).one()
    db.session.refresh(found)
    return found


def test_home_says_first_what_waits_then_what_is_agreed_then_what_is_over(
    browser: MentorsBrowser,
) -> None:
    page = words(browser.get())

    order = ("Hello, Mina", "Waiting for your answer", "Agreed", "How was it?", "What you offer")
    places = [page.index(each) for each in order]
    assert places == sorted(places)
    assert "Asha" in page and "Patel" not in page and "Eve" not in page


def test_without_a_session_every_page_says_calmly_how_to_get_in(hall: Hall) -> None:
    answer = nobody(hall).get("/profile")

    assert answer.status_code == 401
    assert "Open the private link in the letter" in words(answer)


def test_the_link_opens_home_or_the_request_that_it_names(hall: Hall) -> None:
    secret, asked = hall.ids["link of mentor"], hall.ids["open request"]

    assert nobody(hall).post("/open", secret=secret).location == "/mentor"
    answer = nobody(hall).post("/open", secret=f"https://x/mentor/open#{secret}.{asked}")
    assert answer.location == f"/mentor/requests/{asked}"


def test_the_code_of_conduct_comes_before_everything_else(
    hall: Hall, browser: MentorsBrowser
) -> None:
    with hall.app.app_context(), writing():
        the_mentor(hall).agreed_at = None
    answers = [browser.get(path) for path in ("", "/offers", browser.request())]
    refused = browser.post("/profile", name="Somebody Else")

    assert all("What everybody here keeps to" in words(answer) for answer in answers)
    assert refused.status_code == 409
    browser.post("/conduct")
    assert "Hello, Mina" in words(browser.get())


def test_a_mentor_pauses_until_a_day_and_resumes(hall: Hall, browser: MentorsBrowser) -> None:
    day = (clock.now() + timedelta(days=9)).date()
    browser.post("/pause", pause="until", back_on=day.isoformat())
    with hall.app.app_context():
        assert the_mentor(hall).back_on == day
    assert "You are paused until" in words(browser.get())

    browser.post("/pause", pause="no")

    with hall.app.app_context():
        assert the_mentor(hall).paused_at is None


@pytest.mark.parametrize("day", ["2020-01-01", "soon", ""])
def test_a_pause_until_no_day_to_come_is_refused_beside_its_field(
    hall: Hall, browser: MentorsBrowser, day: str
) -> None:
    answer = browser.post("/pause", pause="until", back_on=day)

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text and "Choose a day" in words(answer)
    with hall.app.app_context():
        assert the_mentor(hall).paused_at is None


def test_a_profile_is_kept_and_hostile_words_stay_words(
    hall: Hall, browser: MentorsBrowser
) -> None:
    sent = {"name": HOSTILE, "story": HOSTILE, "sector": "Rail\n\nWater", "topic": HOSTILE}

    assert browser.post("/profile", **sent).status_code == 303

    assert "<script>alert" not in browser.get().text
    page = browser.get("/profile").text
    assert "<script>alert" not in page and "{{7*7}}" in page
    with hall.app.app_context():
        assert mentoring.tags_of(the_mentor(hall).id)["sector"] == ["Rail", "Water"]


def test_a_profile_that_cannot_be_kept_comes_back_as_typed(browser: MentorsBrowser) -> None:
    answer = browser.post("/profile", name=" ", role="Builder", timezone="Mars/North")

    assert answer.status_code == 422
    assert "Choose a time zone" in words(answer) and "Builder" in answer.text
    assert "Builder" not in browser.get("/profile").text


def test_old_links_become_void_and_this_browser_stays_in(hall: Hall) -> None:
    here, elsewhere = mina(hall), mina(hall)

    here.post("/profile/links")

    assert here.get().status_code == 200
    assert elsewhere.get().status_code == 401
    assert nobody(hall).post("/open", secret=hall.ids["link of mentor"]).status_code == 404


def test_a_deleted_profile_calls_off_what_is_agreed_and_lets_nobody_in(
    hall: Hall, browser: MentorsBrowser
) -> None:
    assert "cannot be brought back" in words(browser.get("/profile/delete"))

    browser.post("/profile/delete")

    assert browser.get().status_code == 401
    with hall.app.app_context():
        assert the_mentor(hall).name == ""
        states = {each.state for each in db.session.scalars(db.select(MentorRequest))}
        assert states.isdisjoint({"asked", "accepted"})


def test_an_offer_is_put_changed_paused_and_ended(hall: Hall, browser: MentorsBrowser) -> None:
    for capacity in ("2", "4"):
        browser.post("/offers/mock_interview", capacity=capacity, period="term", format="phone")
    with hall.app.app_context():
        live = mentoring.live_offers(the_mentor(hall).id)
        [offer] = [each for each in live if each.kind == "mock_interview"]
        assert (offer.capacity, offer.period, offer.format) == (4, "term", "phone")
        path = f"/offers/{offer.public_id}"
    browser.post(f"{path}/pause", pause="now")
    assert "Paused" in words(browser.get(path))
    browser.post(f"{path}/pause", pause="no")
    assert "Paused" not in words(browser.get(path))

    browser.post(f"{path}/end")

    assert browser.get(path).status_code == 404
    assert "Mock interview" in words(browser.get("/offers"))


def test_a_coordinators_own_kind_is_on_the_menu_and_keeps_its_words(
    hall: Hall, browser: MentorsBrowser
) -> None:
    kind = hall.ids["kind of offer"]
    browser.post(f"/offers/{hall.ids['own offer']}/end")
    assert kind in browser.get("/offers").text

    browser.post(f"/offers/{kind}", capacity="1")

    with hall.app.app_context():
        live = mentoring.live_offers(the_mentor(hall).id)
        assert [each.title for each in live if each.kind == "own"] == ["A walk"]


@pytest.mark.parametrize(
    ("field", "sent", "said"),
    [
        ("capacity", "many", "Write a number"),
        ("capacity", "51", "Write a number from 0 to 50"),
        ("lead_days", "91", "Write a number of days"),
        ("link", "javascript:alert(1)", "Write a web address"),
        ("words", "x" * 401, "at most 400 letters"),
    ],
)
def test_an_offer_that_cannot_be_kept_is_refused_beside_its_field(
    hall: Hall, browser: MentorsBrowser, field: str, sent: str, said: str
) -> None:
    before = everything(hall.app)

    answer = browser.post("/offers/cv", **{field: sent})

    assert answer.status_code == 422
    assert said in words(answer) and 'aria-invalid="true"' in answer.text
    assert changed(before, everything(hall.app)) == []


def test_a_time_is_opened_once_and_taken_away(hall: Hall, browser: MentorsBrowser) -> None:
    day = (clock.now() + timedelta(days=3)).date().isoformat()
    for _twice in range(2):
        browser.post("/slots", day=day, starts="14:30", lasts="45", weekly="yes")
    with hall.app.app_context():
        known = {o.minute: o.public_id for o in openings.openings_of(the_mentor(hall).id)}
    assert len(known) == 2 and "14:30" in words(browser.get("/slots"))

    for _twice in range(2):
        browser.post(f"/slots/{known[14 * 60 + 30]}/away")

    assert "14:30" not in words(browser.get("/slots"))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"day": "x", "starts": "10:00"}, "Choose a day"),
        ({"day": "2027-03-28", "starts": "x"}, "Choose a time"),
        ({"day": "2027-03-28", "starts": "01:30"}, "The clocks change then"),
        ({"day": "2020-01-01", "starts": "10:00"}, "Choose a day from today on"),
        ({"day": "2020-01-01", "starts": "10:00", "lasts": "5"}, "from ten minutes"),
    ],
)
def test_a_time_that_cannot_be_is_refused_beside_its_field(
    browser: MentorsBrowser, sent: dict[str, str], said: str
) -> None:
    answer = browser.post("/slots", **sent)

    assert answer.status_code == 422
    assert said in words(answer) and sent["day"] in answer.text


def test_another_mentors_offers_and_times_are_unknown(hall: Hall) -> None:
    with hall.app.app_context(), writing():
        mentor = the_mentor(hall)
        event = mentoring.places_of(mentor.id)[0].event_id
        other = profiles.sign_up(
            events.get(event), profiles.ProfileDraft("Otto Berg"), "otto@example.org", clock.now()
        )
        profiles.confirm(other, clock.now())
        profiles.agree_to_code(other, clock.now())
        hall.keys["mentor"] = mentoring.open_session(other, clock.now())
    otto, offer = mina(hall), hall.ids["offer"]

    assert "A coordinator looks at your profile" in words(otto.get())
    assert otto.get(f"/offers/{offer}").status_code == 404
    assert otto.post(f"/offers/{offer}", capacity="9").status_code == 404
    assert otto.post(f"/offers/{offer}/end").status_code == 404
    assert otto.post(f"/slots/{hall.ids['opening']}/away").status_code == 404
    assert otto.get(f"/requests/{hall.ids['request']}").status_code == 404
    assert otto.post(f"/requests/{hall.ids['request']}/off").status_code == 404
    with hall.app.app_context():
        query = db.select(MentorOffer).where(MentorOffer.public_id == offer)
        kept = db.session.scalars(query).one()
        assert (kept.capacity, kept.ended_at) == (3, None)
