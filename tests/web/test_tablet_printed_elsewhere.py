"""A badge that came out of another printer waits: the door says so, and prints none."""

import time_machine
from flask import Flask

from kiosk import clock
from kiosk.db import db, writing
from kiosk.domain import print_jobs
from kiosk.domain.print_jobs import PrintJob
from tests.web.a_fair import hold, pair, words


def test_who_comes_in_is_told_that_the_badge_waits(app: Flask) -> None:
    fair = hold(app)
    with app.app_context(), writing():
        people = [fair.person("Asha")]
        print_jobs.printed_outside(fair.event_id, people, at=clock.now())

    with time_machine.travel(clock.now().timestamp() + 60, tick=False):
        welcome = pair(fair).scan(fair.tickets["Asha"])

    said = words(welcome)
    assert "Your badge is printed already and waits for you." in said
    assert "The help lane is on your left." in said
    with app.app_context():
        assert [job.state for job in db.session.scalars(db.select(PrintJob))] == ["printed"]
