"""The print queue at the desk: settled, moved, cancelled in one tap, and filled ahead."""

import re

from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import arrivals, attendees, codes, print_jobs
from kiosk.domain.print_jobs import PrintBatch, PrintJob
from tests.a_print_room import begin, claim, record
from tests.people import count, op_id
from tests.web.a_desk import Desk, words
from tests.web.a_print_desk import arrive, ended, jobs_of, seen


def fill(desk: Desk, many: int) -> None:
    """Let that many more people be expected."""
    with desk.app.app_context(), writing():
        at = clock.now()
        event = desk.fair.event
        rows = [(n, {"name": f"Guest {n:05d}", "kind": "guest"}) for n in range(many)]
        attendees.register(event, rows, at)
        codes.issue_missing(event.id, at)


def test_a_failed_badge_says_why_and_is_printed_again_with_a_reason(app: Flask) -> None:
    desk = Desk(app, "stew")
    arrive(desk, "Asha")
    job = ended(desk, "failed", "glyph_missing")
    assert "write this badge by hand" in words(desk.get("/printing/queue"))

    desk.post(f"/prints/{job}", answer="print_again", reason="spoiled", back="printing")

    assert jobs_of(desk) == [("badge", "arrival", "failed"), ("badge", "spoiled", "queued")]


def test_a_badge_that_came_out_is_printed_again_for_a_reason_that_is_asked(app: Flask) -> None:
    desk = Desk(app, "stew")
    arrive(desk, "Asha")
    job = ended(desk, "printed")
    assert all(reason in desk.get("/printing").text for reason in ("spoiled", "lost", "corrected"))

    wrong = desk.post(f"/prints/{job}", answer="print_again", reason="arrival", back="printing")
    right = desk.post(f"/prints/{job}", answer="print_again", reason="lost", back="printing")

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert right.location == "/desk/fair/printing"
    assert jobs_of(desk) == [("badge", "arrival", "printed"), ("badge", "lost", "queued")]


def test_a_paper_that_came_out_is_printed_again_as_it_was(app: Flask) -> None:
    desk = Desk(app, "stew")
    left = seen(desk, "ready")
    desk.post(f"/printers/{left}/test")
    with app.app_context(), writing():
        job = db.session.scalars(db.select(PrintJob)).one()
        job.state, printer_id = "printed", job.printer_id
        public_id = job.public_id

    desk.post(f"/prints/{public_id}", answer="print_again", back="printing")

    assert jobs_of(desk) == [("proof", "asked", "printed"), ("proof", "asked", "queued")]
    with app.app_context():
        assert db.session.scalars(db.select(PrintJob.printer_id)).all() == [printer_id] * 2


def test_a_paper_that_is_on_its_way_is_not_asked_for_again(app: Flask) -> None:
    desk = Desk(app, "stew")
    desk.post(f"/printers/{seen(desk, 'ready')}/test")
    with app.app_context():
        page = db.session.scalars(db.select(PrintJob.public_id)).one()

    again = desk.post(f"/prints/{page}", answer="print_again", back="printing")

    assert again.status_code == 409
    assert "It is printing now." in again.text
    assert jobs_of(desk) == [("proof", "asked", "queued")]


def test_what_lies_at_one_printer_is_moved_to_another(app: Flask) -> None:
    desk = Desk(app, "stew")
    arrive(desk, "Asha")
    with app.app_context():
        job = claim(desk.fair.id, clock.now())
        assert begin(job, clock.now(), "1")
        assert record(job, "sent", at=clock.now())
    assert "Print at another printer" not in desk.get("/printing").text
    seen(desk, "ready", name="Door right")
    assert "Print at another printer" in desk.get("/printing").text

    moved = desk.post(f"/prints/{job.public_id}/move")

    assert moved.status_code == 303
    assert "is being taken back" in words(desk.get("/printing"))
    with app.app_context():
        assert db.session.scalars(db.select(PrintJob)).one().take_back_at is not None
    ended_job = desk.post(f"/prints/{job.public_id}/move")
    assert ended_job.status_code == 303


def test_only_what_a_printer_has_can_be_moved(app: Flask) -> None:
    desk = Desk(app, "stew")
    arrive(desk, "Asha")
    with app.app_context():
        job = db.session.scalars(db.select(PrintJob.public_id)).one()

    assert "No printer has that badge just now." in desk.post(f"/prints/{job}/move").text


def test_five_thousand_badges_queued_by_mistake_are_cancelled_in_one_tap(app: Flask) -> None:
    desk = Desk(app)
    fill(desk, 5000)
    desk.post("/printing/batches", kind="guest")
    assert "Cancel everything that waits (5,000)" in words(desk.get("/printing"))
    op = op_id()

    answers = [desk.post("/printing/cancel", op_id=op) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    told = words(desk.get("/printing"))
    assert "5,000 were taken out of the queue." in told
    assert "Cancel everything" not in told
    with app.app_context():
        assert count(PrintJob, PrintJob.state == "voided") == 5000
    assert desk.said() == ["print-ahead", "cancel-printing"]


def test_badges_are_printed_ahead_for_those_who_have_none(app: Flask) -> None:
    desk = Desk(app)
    arrive(desk, "Asha")
    page = desk.get("/printing").text
    assert re.findall(r'<option value="(\w*)">([^<]+): (\d+)<', page) == [
        ("", "Everybody without a badge", "3"),
        ("student", "Student", "1"),
        ("employer", "Employer", "1"),
        ("mentor", "Mentor", "1"),
    ]

    desk.post("/printing/batches", kind="mentor")
    desk.post("/printing/batches", kind="")

    told = words(desk.get("/printing"))
    assert "Everybody who is expected has a badge, or one on its way." in told
    assert "0 of 1 printed · 1 waits" in told
    assert "0 of 2 printed · 2 wait" in told
    assert [what for what, _reason, _state in jobs_of(desk)] == ["badge"] * 4


def test_a_batch_of_nobody_is_refused_and_leaves_nothing(app: Flask) -> None:
    desk = Desk(app)

    nobody = desk.post("/printing/batches", kind="guest")
    unknown = desk.post("/printing/batches", kind="robot")

    assert (nobody.status_code, unknown.status_code) == (409, 409)
    assert "Everybody has a badge already" in nobody.text
    with app.app_context():
        assert count(PrintBatch) == 0


def test_a_steward_pauses_resumes_and_cancels_a_batch_and_begins_none(app: Flask) -> None:
    desk = Desk(app, "stew")
    with app.app_context(), writing():
        batch = print_jobs.print_ahead(desk.fair.id, [desk.fair.person("Cai")], at=clock.now())
        public_id = batch.public_id

    desk.post(f"/printing/batches/{public_id}", answer="pause")
    paused = words(desk.get("/printing/batches"))
    desk.post(f"/printing/batches/{public_id}", answer="go_on")
    going = words(desk.get("/printing/batches"))
    desk.post(f"/printing/batches/{public_id}", answer="cancel")

    assert "■ paused" in paused and "◐ being printed" in going
    assert "cancelled" in words(desk.get("/printing/batches"))
    assert jobs_of(desk) == [("badge", "arrival", "voided")]
    assert desk.post("/printing/batches", kind="").status_code == 403
    assert "Print them" not in desk.get("/printing").text


def test_who_came_to_the_door_first_is_counted_apart(app: Flask) -> None:
    desk = Desk(app)
    desk.post("/printing/batches", kind="")

    arrive(desk, "Asha")
    with app.app_context(), writing():  # as the print room does every two seconds
        arrivals.let_arrived_go_first()

    told = words(desk.get("/printing"))
    assert "0 of 4 printed · 3 wait · 1 came to the door first" in told


def test_the_neighbours_printer_batch_and_job_are_not_known(app: Flask) -> None:
    desk, other = Desk(app), Desk(app, "", "other")
    theirs = seen(other, "ready")
    with app.app_context(), writing():
        batch = print_jobs.print_ahead(other.fair.id, [other.fair.person("Cai")], at=clock.now())
        job = db.session.scalars(db.select(PrintJob)).one().public_id
        public_id = batch.public_id

    for path, sent in (
        (f"/printers/{theirs}/use", {"answer": "pause"}),
        (f"/printers/{theirs}/labels", {"labels_left": "1"}),
        (f"/printers/{theirs}/test", {}),
        (f"/printers/{theirs}/remove", {}),
        (f"/printing/batches/{public_id}", {"answer": "cancel"}),
        (f"/prints/{job}/move", {}),
        (f"/prints/{job}", {"answer": "leave"}),
    ):
        assert desk.post(path, **sent).status_code == 404, path
    desk.post("/printing/cancel")
    assert [state for _what, _reason, state in jobs_of(other)] == ["queued"]
