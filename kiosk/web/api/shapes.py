"""The shapes of what the API answers when all went well, as JSON Schema, one for each route.

Nothing is in an answer that is not named here: a program learns no more of a person than this.
"""

from typing import Any

TEXT: dict[str, Any] = {"type": "string"}
COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
INSTANT: dict[str, Any] = {"type": "string", "format": "date-time"}


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _one_of(*words: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(words)}


_UNDONE = _object(outcome=_one_of("undone"), op_id=TEXT)

SHAPES: dict[str, dict[str, Any]] = {
    "/check-ins": _object(
        outcome=_one_of("accepted"),
        op_id=TEXT,
        kind=_one_of("entry", "exit"),
        attendee=_object(id=TEXT, name=TEXT, kind=TEXT),
        happened_at=INSTANT,
        station=TEXT,
    ),
    "/check-ins/{op_id}/undo": _UNDONE,
    "/attendees/search": _object(
        attendees=_list(
            _object(id=TEXT, name=TEXT, organisation=TEXT, checked_in={"type": "boolean"})
        )
    ),
    "/meetings": _object(
        outcome=_one_of("met", "met_before"),
        people=_list(_object(id=TEXT, name=TEXT)),
        shares=_list(
            _object(
                giver=TEXT,
                receiver=TEXT,
                fields=_list(TEXT),
                state=_one_of("asked", "given", "declined", "withdrawn", "lapsed"),
            )
        ),
        prompt=TEXT,
    ),
    "/meetings/{op_id}/undo": _UNDONE,
    "/figures": _object(
        registered=COUNT,
        arrived=COUNT,
        inside=COUNT,
        meetings=COUNT,
        shares=COUNT,
        met_nobody=COUNT,
        packs={"type": "object", "additionalProperties": COUNT},
    ),
}
