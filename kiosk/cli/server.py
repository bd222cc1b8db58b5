"""The serving process: gunicorn with threads, the workers inside, one at a time on SQLite."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from kiosk.errors import Refused
from kiosk.settings import Settings
from kiosk.workers.loops import Workers

THREADS = 16


class ServedAlready(Refused):
    """Another process serves this data dir."""

    slug = "served_already"
    sentence = "This data dir is served already. On SQLite there is one serving process."


@contextmanager
def only_one(settings: Settings) -> Iterator[None]:
    """Hold the data dir's lock while serving on SQLite; PostgreSQL needs none.

    Raises:
        ServedAlready: another process holds it.
    """
    if not settings.on_sqlite:
        yield
        return
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (settings.data_dir / "serve.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ServedAlready from None
        yield


class Server(BaseApplication):
    """Gunicorn, told everything here; no access log, because addresses hold badge codes."""

    def __init__(
        self,
        app: Flask,
        settings: Settings,
        host: str,
        port: int,
        processes: int,
        *,
        workers: bool,
    ) -> None:
        """Take what to serve and where."""
        self._app, self._settings, self._with_workers = app, settings, workers
        bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._options = {"bind": bind, "workers": processes}
        super().__init__()

    def load_config(self) -> None:
        """Set gunicorn's settings."""
        more: dict[str, Any] = {
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": 60,
            "graceful_timeout": 10,
            "keepalive": 5,
            "loglevel": "warning",
            "proc_name": "kiosk",
            "control_socket_disable": True,
            "limit_request_line": 2048,
            "post_worker_init": self._start_workers,
            "worker_exit": self._stop_workers,
        }
        if self._settings.tls_cert and self._settings.tls_key:
            more |= {
                "certfile": str(self._settings.tls_cert),
                "keyfile": str(self._settings.tls_key),
            }
        for name, value in {**self._options, **more}.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application."""
        return self._app

    def _start_workers(self, worker: Any) -> None:
        worker.kiosk_workers = Workers(self._app) if self._with_workers else None
        if worker.kiosk_workers:
            worker.kiosk_workers.start()

    def _stop_workers(self, _server: Any, worker: Any) -> None:
        if getattr(worker, "kiosk_workers", None):
            worker.kiosk_workers.stop()
