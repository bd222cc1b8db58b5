"""`kiosk printer`: added, changed, paused, tested, taken away; and what a doctor says of them."""

import pytest

from kiosk import clock
from kiosk.cli.frame import application
from kiosk.db import db, writing
from kiosk.domain import events, print_jobs
from kiosk.domain.audit import AuditEntry
from kiosk.domain.print_jobs import PrintJob
from tests.a_print_room import see
from tests.cli.a_shell import Shell

FAIR = ("--event", "fair")
LANE = (*FAIR, "--name", "Help lane")
ADD = ("printer", "add", *LANE, "--url", "ipps://desk:s3cret@lane.example/printers/badge")


def by_name(fair: Shell) -> dict[str, dict[str, object]]:
    return {each["name"]: each for each in fair.json("printer", "list", *FAIR)["printers"]}


def seen(fair: Shell, state: str, reason: str = "") -> None:
    with application(), writing():
        printer = print_jobs.printers_of(events.by_slug("fair").id)[0]
        see(printer, state, clock.now(), reason)


def states(fair: Shell) -> list[tuple[str, str]]:
    with application():
        return [(job.what, job.state) for job in db.session.scalars(db.select(PrintJob))]


def test_a_printer_is_added_and_listed_without_its_password(fair: Shell) -> None:
    fair.ok(*ADD, "dpi=203", "prints=badge,sign", "offset_x_mm=-1,5", "labels_left=300")

    lane = by_name(fair)["Help lane"]
    assert lane["url"] == "ipps://desk:****@lane.example/printers/badge"
    assert (lane["dpi"], lane["prints"], lane["offset_x_mm"]) == (203, ["badge", "sign"], -1.5)
    assert (lane["labels_left"], lane["state"], lane["seen_at"]) == (300, "unseen", None)
    assert "Help lane  ipps://desk:****@" in fair.ok("printer", "list", *FAIR)
    with application():
        acts = db.session.scalars(db.select(AuditEntry)).all()
        assert [entry.act for entry in acts][-1] == "printer_added"
        assert not [entry for entry in acts if "s3cret" in str(entry.facts)]


def test_what_is_not_named_stays(fair: Shell) -> None:
    fair.ok(*ADD, "dpi=203")

    fair.ok("printer", "set", *LANE, "labels_left=120", "name=Left door")

    left = by_name(fair)["Left door"]
    assert (left["labels_left"], left["dpi"]) == (120, 203)
    fair.ok("printer", "set", *FAIR, "--name", "Left door", "labels_left=")
    assert by_name(fair)["Left door"]["labels_left"] is None


def test_a_printer_is_paused_goes_on_and_is_taken_away(fair: Shell) -> None:
    fair.ok(*ADD)

    for _twice in range(2):
        fair.ok("printer", "pause", *LANE)
    assert by_name(fair)["Help lane"]["state"] == "paused"
    fair.ok("printer", "resume", *LANE)
    assert by_name(fair)["Help lane"]["state"] == "unseen"
    fair.ok("printer", "remove", *LANE)

    assert by_name(fair) == {}
    assert "There is no printer." in fair.ok("printer", "list", *FAIR)
    assert "There is: none yet" in fair.refused("printer", "pause", *LANE)


def test_a_test_page_waits_once(fair: Shell) -> None:
    fair.ok(*ADD)

    for _twice in range(2):
        fair.ok("printer", "test", *LANE)

    assert states(fair) == [("proof", "queued")]
    assert by_name(fair)["Help lane"]["waiting"] == 1


@pytest.mark.parametrize(
    ("fact", "why", "code"),
    [("dpi=many", "dpi cannot be that. For example: 300", 1),
     ("url=folder:", "url cannot be that", 1), ("offset_x_mm=21", "offset_x_mm cannot be", 1),
     ("stock=A0", "stock cannot be that", 1), ("state=ready", "key=value", 2),
     ("dpi", "key=value", 2)],
)  # fmt: skip
def test_a_fact_that_cannot_be_is_refused_and_none_is_set(
    fair: Shell, fact: str, why: str, code: int
) -> None:
    fair.ok(*ADD)

    assert why in fair.refused("printer", "set", *LANE, "labels_left=5", fact, code=code)
    assert by_name(fair)["Help lane"]["labels_left"] is None


def test_names_are_one_each_and_facts_are_asked_for(fair: Shell) -> None:
    fair.ok(*ADD)

    assert "already" in fair.refused(*ADD)
    assert "Say what to change" in fair.refused("printer", "set", *LANE, code=2)
    assert "Help lane" in fair.refused("printer", "test", *FAIR, "--name", "Nowhere")


def test_a_printer_of_the_setting_is_paused_not_removed_or_moved(fair: Shell) -> None:
    with application(), writing():
        print_jobs.follow_setting(events.by_slug("fair").id, ["folder:"], clock.now())
    ours = (*FAIR, "--name", "Printer 1")

    assert "KIOSK_PRINTER_URL" in fair.refused("printer", "remove", *ours)
    assert "KIOSK_PRINTER_URL" in fair.refused("printer", "set", *ours, "url=ipp://x.example")
    fair.ok("printer", "pause", *ours)
    assert by_name(fair)["Printer 1"]["from_setting"] is True


def test_where_no_cups_answers_none_is_found(shell: Shell) -> None:
    nobody = ("printer", "found", "--cups", "ipp://127.0.0.1:1/")

    assert shell.json(*nobody) == {"found": []}
    assert "CUPS has no queue here" in shell.ok(*nobody)
    assert "--cups" in shell.refused("printer", "found", "--cups", "http://x", code=2)


def test_all_that_waits_is_cancelled_and_a_dry_run_cancels_none(fair: Shell) -> None:
    fair.ok("badges", "print", *FAIR)

    assert "4 wait. Nothing was cancelled." in fair.ok("badges", "cancel", *FAIR, "--dry-run")
    assert {state for _what, state in states(fair)} == {"queued"}
    assert "Cancelled 4." in fair.ok("badges", "cancel", *FAIR)
    assert "Cancelled 0." in fair.ok("badges", "cancel", *FAIR)
    assert {state for _what, state in states(fair)} == {"voided"}


def test_a_doctor_says_how_each_printer_was_when_it_was_last_seen(fair: Shell) -> None:
    fair.ok(*ADD)
    assert fair.json("doctor")["printer Help lane of fair"] == "not heard of yet"

    seen(fair, "ready")
    assert fair.json("doctor")["printer Help lane of fair"].startswith("ready, 20")
    seen(fair, "stopped", "media-empty")

    result = fair.run("doctor")
    assert result.exit_code == 1
    assert "LOOK printer Help lane of fair: stopped (media-empty), 20" in result.stdout
    fair.ok("printer", "pause", *LANE)
    seen(fair, "ready")
    assert fair.json("doctor")["printer Help lane of fair"].startswith("paused (desk), 20")
