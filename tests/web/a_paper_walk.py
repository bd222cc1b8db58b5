"""A walk past what is printed beside badges, for tests that look at all pages."""

from werkzeug.test import TestResponse

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import print_jobs
from tests.web.a_desk import Desk
from tests.web.a_fair import Fair, Screen, hidden
from tests.web.a_phone import PhoneInHand, phone_of


def leaving_pages(fair: Fair, way_out: Screen) -> dict[str, TestResponse]:
    """Dana has met Ben, a printer prints lists, and she goes out by her ticket."""
    phone_of(fair, "Dana").met(fair.badges["Ben"])
    print_lists(fair)
    goodbye = way_out.scan(fair.tickets["Dana"])
    leaving = hidden(goodbye, "leaving")
    return {
        "a list to take along": goodbye,
        "a list queued": way_out.post("/tablet/lists", leaving=leaving),
        "no second list": way_out.post("/tablet/lists", leaving=leaving),
        "page closed": way_out.post("/tablet/lists", leaving="old"),
    }


def print_lists(fair: Fair) -> None:
    """Let a printer of the fair print lists."""
    with fair.app.app_context(), writing():
        print_jobs.add_printer(fair.event_id, clock.now(), name="Here", url="ipp://here.example",
                               prints=["slip"])  # fmt: skip


def own_list_pages(fair: Fair, asha: PhoneInHand) -> dict[str, TestResponse]:
    """The phone of somebody who met somebody: their list offered, queued, and no second one."""
    print_lists(fair)
    return {
        "my list is offered": asha.get("/me"),
        "my list is queued": (asha.post("/me/list"), asha.get("/me"))[1],
        "no second list": asha.post("/me/list"),
    }


def paper_pages(desk: Desk) -> dict[str, TestResponse]:
    """Signs, lists and badges from elsewhere at the desk, refused and queued."""
    pages = {"no printer for signs": desk.post("/signs/print")}
    pages["nobody found"] = desk.post("/people", q="zzzz")
    with desk.app.app_context(), writing():
        print_jobs.add_printer(desk.fair.id, clock.now(), name="Here", url="ipp://here.example",
                               prints=["slip", "sign", "tent"])  # fmt: skip
    pages["signs with a printer"] = desk.get("/signs")
    desk.post("/signs/print")
    pages["signs queued"] = desk.get("/signs")
    pages["a list to print"] = desk.get(desk.person("Asha"))
    desk.post(desk.person("Asha") + "/lists")
    pages["a list queued"] = desk.get(desk.person("Asha"))
    pages["no second list"] = desk.post(desk.person("Asha") + "/lists")
    pages["nobody met"] = desk.post(desk.person("Carol") + "/lists")
    who = {"first": desk.ids["Cai"], "last": desk.ids["Carol"], "as_of": "2100-01-01T00:00Z"}
    desk.post("/badges/printed", **who)
    for path in ("/badges", "/badges?on=l7165&start=9", "/badges?start=x", "/arrivals-list"):
        pages[path] = desk.get(path)
    return pages
