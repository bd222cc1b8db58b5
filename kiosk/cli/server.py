"""The serving process: gunicorn with threads, the workers inside, one at a time on SQLite."""

import fcntl
import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from kiosk import prepare_data_dir
from kiosk.errors import Refused
from kiosk.settings import Settings
from kiosk.workers.loops import Workers

THREADS = 16
STOPS_WITHIN_S = 8
PATIENCE_S = 4


class ServedAlready(Refused):
    """Another process serves this data dir."""

    slug = "served_already"
    sentence = (
        "This data dir is served already, and on SQLite there is one serving process. "
        "Stop the other first, or set another KIOSK_DATA_DIR."
    )


@contextmanager
def only_one(settings: Settings) -> Iterator[None]:
    """Hold the data dir's lock while serving on SQLite; PostgreSQL needs none.

    Raises:
        ServedAlready: another process holds it.
    """
    if not settings.on_sqlite:
        yield
        return
    prepare_data_dir(settings)
    with (settings.data_dir / "serve.lock").open("w") as lock:
        _hold(lock)
        yield


def _hold(lock: IO[str]) -> None:
    """Take the lock; a server that is just stopping, or was killed, gets a moment to be gone."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() > deadline:
                raise ServedAlready from None
            time.sleep(0.1)


@dataclass(frozen=True)
class Place:
    """Where to listen, and with how many processes."""

    host: str
    port: int
    processes: int = 1

    @property
    def bind(self) -> str:
        """The address as gunicorn takes it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class Server(BaseApplication):
    """Gunicorn, told everything here; no access log, because addresses hold badge codes."""

    def __init__(
        self, app: Flask, settings: Settings, place: Place, welcome: str, *, workers: bool
    ) -> None:
        """Take what to serve and where; `welcome` is printed when people can connect."""
        self._app, self._settings, self._with_workers = app, settings, workers
        self._place, self._welcome = place, welcome
        super().__init__()

    def load_config(self) -> None:
        """Set gunicorn's settings."""
        chosen: dict[str, Any] = {
            "bind": self._place.bind,
            "workers": self._place.processes,
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": 60,
            "graceful_timeout": STOPS_WITHIN_S,
            "keepalive": 5,
            "loglevel": "warning",
            "proc_name": "kiosk",
            "control_socket_disable": True,
            "limit_request_line": 2048,
            "forwarded_allow_ips": "",  # whom to believe is KIOSK_PROXY_HOPS' to say
            "when_ready": self._welcome_people,
            "post_worker_init": self._start_workers,
            "worker_exit": self._stop_workers,
        }
        if self._settings.tls_cert and self._settings.tls_key:
            chosen |= {
                "certfile": str(self._settings.tls_cert),
                "keyfile": str(self._settings.tls_key),
            }
        for name, value in chosen.items():
            if name in self.cfg.settings:  # older versions do not have them all
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application."""
        return self._app

    def _welcome_people(self, _arbiter: Any) -> None:
        gc.collect()
        gc.freeze()  # what never changes stays shared after the fork
        print(self._welcome, flush=True)

    def _start_workers(self, worker: Any) -> None:
        worker.kiosk_workers = Workers(self._app) if self._with_workers else None
        if worker.kiosk_workers:
            worker.kiosk_workers.start()

    def _stop_workers(self, _server: Any, worker: Any) -> None:
        if getattr(worker, "kiosk_workers", None):
            worker.kiosk_workers.stop()
