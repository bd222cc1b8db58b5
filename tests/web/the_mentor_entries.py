"""What each route of the mentor door needs to work, one entry a route; see the_entries."""

from __future__ import annotations

from tests.web.an_entry import Entry

_OPEN = {"request_id": "open request"}
_AGREED = {"request_id": "request"}
_DONE = {"request_id": "done request"}

MENTOR_ENTRIES: dict[str, Entry] = {
    "mentor.own_link": Entry(),
    "mentor.open_own": Entry({}, {"secret": "link of mentor"}, is_public=True),
    "mentor.close_own": Entry(),
    "mentor.new": Entry({"slug": "event"}, is_public=True),
    "mentor.sign_up": Entry(
        {"slug": "event"}, {"name": "=New Mentor", "email": "=new@example.org"}, is_public=True
    ),
    "mentor.send_link": Entry({}, {"email": "=nobody@example.org"}),
    "mentor.home": Entry(),
    "mentor.agree_to_conduct": Entry(),
    "mentor.pause": Entry({}, {"pause": "=now"}),
    "mentor.profile": Entry(),
    "mentor.keep_profile": Entry({}, {"name": "=Mina Osei", "sector": "=Bridges"}),
    "mentor.replace_links": Entry(),
    "mentor.ask_to_leave": Entry(),
    "mentor.leave": Entry(),
    "mentor.offers": Entry(),
    "mentor.offer": Entry({"what": "kind of offer"}),
    "mentor.keep_offer": Entry({"what": "offer"}, {"capacity": "=4"}),
    "mentor.pause_offer": Entry({"what": "offer"}, {"pause": "=now"}),
    "mentor.end_offer": Entry({"what": "own offer"}),
    "mentor.slots": Entry(),
    "mentor.open_slot": Entry({}, {"day": "=2026-11-24", "starts": "=10:00"}),
    "mentor.take_slot_away": Entry({"opening": "opening"}),
    "mentor.asked": Entry(_AGREED),
    "mentor.appointment": Entry(_AGREED),
    "mentor.accept": Entry(_OPEN, {"when": "slot"}),
    "mentor.suggest": Entry(_OPEN, {"when": "slot"}),
    "mentor.decline": Entry(_OPEN, {"reason": "=no_time"}),
    "mentor.make_room": Entry(_OPEN),
    "mentor.move": Entry(_AGREED, {"when": "slot"}),
    "mentor.call_off": Entry(_AGREED),
    "mentor.write": Entry(_AGREED, {"words": "=Gladly."}),
    "mentor.say_done": Entry(_AGREED),
    "mentor.say_missed": Entry(_AGREED),
    "mentor.say_how": Entry(_DONE, {"worth": "=3", "came_of_it": "=surer"}),
    "mentor.concern": Entry(_AGREED),
    "mentor.raise_concern": Entry(_AGREED, {"words": "=They did not answer."}),
    "papers.paper": Entry({"slip": "=none"}, is_public=True),
}
