"""The doors: one for each of those who stand in front of a screen, and what all of them share.

A door reads its input, asks one domain verb, commits and answers 303 or JSON. Doors never import
each other.
"""

from flask import Flask

from kiosk.settings import Settings
from kiosk.web import (
    api,
    desk,
    front,
    guards,
    language,
    limits,
    machines,
    mentor,
    mentor_papers,
    phone,
    squeezed,
    stand,
    tablet,
    unsubscribe,
)
from kiosk.web.answers import answer_errors
from kiosk.web.forms import new_op_id


def init_app(app: Flask, settings: Settings, *, doors: bool = True) -> None:
    """Open every door and set the guards in front of them; letters alone need only languages."""
    language.init_app(app)
    app.jinja_env.globals["new_op_id"] = new_op_id
    if not doors:
        return
    limits.init_app(app, settings)
    guards.init_app(app, settings)
    squeezed.init_app(app)
    answer_errors(app)
    for door in (
        machines,
        front,
        unsubscribe,
        tablet,
        phone,
        stand,
        mentor,
        mentor_papers,
        desk,
        api,
    ):
        app.register_blueprint(door.bp)
