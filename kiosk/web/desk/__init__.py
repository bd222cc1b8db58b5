"""The desk door: stewards and organisers, signed in by name and passphrase.

One file per page or act. Every act carries an op_id, is noted in the audit, and answers 303; who
may do what stands above each view.
"""

from flask import Blueprint

bp = Blueprint("desk", __name__, url_prefix="/desk")

from kiosk.web.desk import (  # noqa: E402 - each hangs its pages on `bp`
    cards,
    coming_in,
    corrections,
    door_list,
    event_settings,
    help,
    imports,
    lists,
    needs,
    packs,
    page,
    people,
    person,
    person_files,
    phone_codes,
    pin,
    print_queue,
    printer_form,
    printers,
    printing,
    rehearsal,
    roll_call,
    session,
    spares,
    standing,
    station,
    stations,
    substitutes,
    team,
    today,
    walk_ins,
)

__all__ = [
    "bp",
    "cards",
    "coming_in",
    "corrections",
    "door_list",
    "event_settings",
    "help",
    "imports",
    "lists",
    "needs",
    "packs",
    "page",
    "people",
    "person",
    "person_files",
    "phone_codes",
    "pin",
    "print_queue",
    "printer_form",
    "printers",
    "printing",
    "rehearsal",
    "roll_call",
    "session",
    "spares",
    "standing",
    "station",
    "stations",
    "substitutes",
    "team",
    "today",
    "walk_ins",
]
