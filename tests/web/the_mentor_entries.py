"""What each route of the mentor door needs to work, one entry a route; see the_entries."""

from __future__ import annotations

from tests.web.an_entry import Entry

MENTOR_ENTRIES: dict[str, Entry] = {
    "mentor.own_link": Entry(),
    "mentor.open_own": Entry({}, {"secret": "link of mentor"}, is_public=True),
    "mentor.close_own": Entry(),
    "papers.paper": Entry({"slip": "=none"}, is_public=True),
}
