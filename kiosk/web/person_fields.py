"""A person's fields as somebody types them, read by the same readers as an import's cells.

So a name typed here is as clean as one from a file: no controls, no bidi tricks, no 10 kB.
"""

from functools import partial
from typing import Annotated

from pydantic import StringConstraints

from kiosk.adapters.attendee_file import cells
from kiosk.adapters.attendee_file.cells import Reader
from kiosk.adapters.attendee_file.faults import FAULTS, CellRefused
from kiosk.errors import Invalid
from kiosk.web.forms import Form
from kiosk.web.language import _

Typed = Annotated[str | None, StringConstraints(max_length=2000)]

_READERS: dict[str, Reader] = {
    "name": cells.one_line(120),
    "given_name": cells.one_line(80),
    "kind": cells.kind,
    "pronouns": cells.one_line(40),
    "organisation": cells.one_line(160),
    "role": cells.one_line(120),
    "course": cells.one_line(160),
    "ask_me_about": cells.one_line(80),
    "email": cells.email,
    "links": cells.links,
    "cv": cells.link,
}


def read_person(sent: Form, names: tuple[str, ...], *, region: str) -> dict[str, object]:
    """Return the named fields that were sent, cleaned; an emptied one is None.

    Raises:
        Invalid: a field cannot be read; each with its sentence.
    """
    readers = _READERS | {"phone": partial(cells.phone, region=region)}
    values: dict[str, object] = {}
    faults: dict[str, str] = {}
    for name in names:
        text = getattr(sent, name)
        if text is None:
            continue
        try:
            values[name] = readers[name](text)
        except CellRefused as refused:
            faults[name] = _(FAULTS[refused.slug], **refused.params)
    for needed in ("name", "kind"):
        if needed in values and not values[needed]:
            faults[needed] = _("Please fill this in.")
    if faults:
        raise Invalid(faults)
    return values
