"""The floor of PERFORMANCE: a bare Flask view, one indexed read and one committed insert by ORM.

Run as `python -m tests.bench.floor DATABASE_URL PORT`; served as the product is served.
"""

import sys
from datetime import UTC, datetime
from typing import Any

from flask import Flask, jsonify, request
from flask_sqlalchemy import SQLAlchemy
from gunicorn.app.base import BaseApplication
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kiosk.cli.server import THREADS
from kiosk.db import engine_options, prepare_engine


class Base(DeclarativeBase):
    """The floor's records."""


db = SQLAlchemy(model_class=Base)


class Ticket(db.Model):  # type: ignore[name-defined]
    """One ticket."""

    __tablename__ = "floor_tickets"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(index=True)


class CheckIn(db.Model):  # type: ignore[name-defined]
    """One check-in."""

    __tablename__ = "floor_check_ins"
    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int]
    at: Mapped[datetime]


def make_app(url: str, tickets: int) -> Flask:
    """Return the bare application over a filled database."""
    app = Flask("floor")
    app.config.update(SQLALCHEMY_DATABASE_URI=url, SQLALCHEMY_ENGINE_OPTIONS=engine_options(url))
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        db.drop_all()
        db.create_all()
        db.session.add_all(Ticket(code=f"T{number:09d}") for number in range(tickets))
        db.session.commit()
        db.engine.dispose()

    @app.post("/check-ins")
    def check_in() -> Any:
        code = request.get_json()["code"]
        ticket = db.session.scalars(select(Ticket).where(Ticket.code == code)).one()
        db.session.add(CheckIn(ticket_id=ticket.id, at=datetime.now(UTC)))
        db.session.commit()
        return jsonify(outcome="accepted"), 201

    return app


class Bare(BaseApplication):  # type: ignore[misc]
    """Gunicorn with the product's own worker class and number of threads."""

    def __init__(self, app: Flask, port: int) -> None:
        """Take what to serve, and where."""
        self.app, self.port = app, port
        super().__init__()

    def load_config(self) -> None:
        """Set what the product sets."""
        chosen = {"bind": f"127.0.0.1:{self.port}", "worker_class": "gthread",
                  "threads": THREADS, "loglevel": "warning"}  # fmt: skip
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application."""
        return self.app


if __name__ == "__main__":
    Bare(make_app(sys.argv[1], int(sys.argv[3])), int(sys.argv[2])).run()
