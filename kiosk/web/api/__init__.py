"""The door for programs: JSON under /api/v1, by bearer key or a paired screen's cookie."""

from flask import Blueprint

bp = Blueprint("api", __name__, url_prefix="/api/v1")

from kiosk.web.api import attendees, check_ins, figures, meetings, openapi  # noqa: E402

__all__ = ["attendees", "bp", "check_ins", "figures", "meetings", "openapi"]
