"""For machines: is the process alive, can it work, its metrics, and the tablet's service worker."""

import shutil

from flask import Blueprint, current_app, jsonify, make_response, send_from_directory
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy import text

from kiosk import clock
from kiosk.db import db
from kiosk.domain import figures
from kiosk.errors import Unavailable
from kiosk.web.identity import access, the_device

bp = Blueprint("machines", __name__)
LEAST_FREE = 50 * 1024 * 1024


@bp.get("/healthz")
@access("anyone", event="none")
def health() -> ResponseReturnValue:
    """Tell a supervisor that the process lives."""
    return jsonify(status="alive")


@bp.get("/readyz")
@access("anyone", event="none")
def ready() -> ResponseReturnValue:
    """Tell a load balancer that the database answers, the workers run, the disk has room."""
    db.session.execute(text("SELECT 1"))
    workers = current_app.extensions.get("kiosk_workers")  # none where they run elsewhere
    if workers is not None and not workers.alive:
        raise Unavailable("workers_stopped", "Printing and mail have stopped. Start again.")
    if shutil.disk_usage(current_app.config["KIOSK"].data_dir).free < LEAST_FREE:
        raise Unavailable("disk_full", "The disk is nearly full.")
    return jsonify(status="ready")


@bp.get("/metrics")
@access("api", event="device")
def metrics() -> ResponseReturnValue:
    """Give a monitoring program an event's figures, in Prometheus' text format."""
    registry = CollectorRegistry()
    for name, value in figures.of_event(the_device().event.id, clock.now()).items():
        if isinstance(value, int):
            Gauge(f"kiosk_{name}", f"Figure {name} of the event", registry=registry).set(value)
    return generate_latest(registry), 200, {"Content-Type": CONTENT_TYPE_LATEST}


@bp.get("/sw.js")
@access("anyone", event="none")
def service_worker() -> ResponseReturnValue:
    """Serve the tablet's service worker from the root, so that it may keep the whole site."""
    return _worker("sw.js")


@bp.get("/phone-sw.js")
@access("anyone", event="none")
def phone_worker() -> ResponseReturnValue:
    """Serve a linked phone's service worker, which keeps to the addresses of badges."""
    return _worker("phone-sw.js")


def _worker(name: str) -> ResponseReturnValue:
    response = make_response(send_from_directory(f"{current_app.static_folder}/js", name))
    response.headers["Cache-Control"] = "no-cache"
    return response
