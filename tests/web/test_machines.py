"""What machines ask: alive, ready, metrics by key only, and the service worker at the root."""

from flask import Flask
from flask.testing import FlaskClient

from kiosk import clock
from kiosk.db import writing
from kiosk.domain import devices, events
from tests.web.a_fair import hold, let_in


class _Stopped:
    alive = False


def test_a_living_process_says_so(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "alive"}
    assert client.get("/readyz").json == {"status": "ready"}


def test_stopped_workers_make_it_not_ready(app: Flask, client: FlaskClient) -> None:
    app.extensions["kiosk_workers"] = _Stopped()

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "Retry-After" in answer.headers


def test_metrics_are_given_by_key_only(app: Flask, client: FlaskClient) -> None:
    fair = hold(app)
    let_in(fair, "Asha")

    assert client.get("/metrics").status_code == 401
    with app.app_context(), writing():
        event = events.get(fair.event_id)
        _device, key = devices.pair(event, kind="api", name="Watch", mode="door", at=clock.now())
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 200
    assert "kiosk_arrived 1.0" in answer.text


def test_the_service_worker_stands_at_the_root(client: FlaskClient) -> None:
    answer = client.get("/sw.js")

    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    answer.close()
