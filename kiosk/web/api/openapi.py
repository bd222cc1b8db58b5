"""The API's own description, OpenAPI 3.1, made from the models that read the requests."""

from functools import cache
from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue
from pydantic.json_schema import models_json_schema

from kiosk.web.api import attendees, bp, check_ins, meetings
from kiosk.web.api.shapes import SHAPES
from kiosk.web.forms import Form
from kiosk.web.identity import access

_EVENT = "/api/v1/events/{slug}"
_ROUTES: tuple[tuple[str, str, type[Form] | None, str, tuple[int, ...]], ...] = (
    ("post", "/check-ins", check_ins.CheckIn, "Let somebody in or out", (200, 201, 404, 409, 429)),
    ("post", "/check-ins/{op_id}/undo", check_ins.Undo, "Take a check-in back", (200, 404, 409)),
    ("post", "/attendees/search", attendees.Search, "Find by a part of a name", (200, 429)),
    ("post", "/meetings", meetings.Badges, "Let two badges meet", (200, 201, 404, 409, 429)),
    ("post", "/meetings/{op_id}/undo", meetings.Undo, "Undo a meeting", (200, 404, 409)),
    ("get", "/figures", None, "Read the event's figures", (200, 404)),
)
_MEANINGS = {
    200: "Done, or done before",
    201: "Done",
    401: "No key, or not a valid one",
    403: "Not for this kind of key",
    404: "Not known here",
    409: "Refused; `error` says why",
    413: "Too large",
    415: "Not JSON",
    422: "A field cannot be read; `fields` names it",
    429: "Too many misses; see Retry-After",
    503: "Busy; see Retry-After",
}
_ERROR = {
    "type": "object",
    "required": ["error", "message"],
    "properties": {
        "error": {"type": "string"},
        "message": {"type": "string"},
        "fields": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}


@bp.get("/openapi.json")
@access("anyone", event="none")
def openapi() -> ResponseReturnValue:
    """Describe the API to a program or its author."""
    return jsonify(_description())


@cache
def _description() -> dict[str, Any]:
    models = [(model, "validation") for *_route, model, _says, _codes in _ROUTES if model]
    refs, schemas = models_json_schema(
        models,  # type: ignore[arg-type]
        ref_template="#/components/schemas/{model}",
    )
    paths: dict[str, Any] = {}
    for method, path, model, says, codes in _ROUTES:
        schema = refs[(model, "validation")] if model else None
        paths.setdefault(_EVENT + path, {})[method] = _operation(path, schema, says, codes)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Face to Face", "version": "1"},
        "paths": paths,
        "components": {
            "schemas": {**schemas.get("$defs", {}), "Error": _ERROR},
            "securitySchemes": {"device": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"device": []}],
    }


def _operation(
    path: str, schema: dict[str, Any] | None, says: str, codes: tuple[int, ...]
) -> dict[str, Any]:
    names = ["slug", *(["op_id"] if "{op_id}" in path else [])]
    more = (401, 403, *((413, 415, 422) if schema else ()), 503)
    operation: dict[str, Any] = {
        "summary": says,
        "parameters": [_parameter(name) for name in names],
        "responses": {str(code): _response(path, code) for code in sorted({*codes, *more})},
    }
    if schema:
        content = {"application/json": {"schema": schema}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _parameter(name: str) -> dict[str, Any]:
    kind = {"type": "string"} | ({"format": "uuid"} if name == "op_id" else {})
    return {"name": name, "in": "path", "required": True, "schema": kind}


def _response(path: str, code: int) -> dict[str, Any]:
    schema = SHAPES[path] if code < 300 else {"$ref": "#/components/schemas/Error"}
    return {"description": _MEANINGS[code], "content": {"application/json": {"schema": schema}}}
