"""Alembic's entry: runs on the connection that kiosk.db.migrate hands over."""

from importlib import import_module
from pkgutil import walk_packages
from typing import Any, Literal

from alembic import context
from sqlalchemy import JSON

import kiosk.domain
from kiosk.db import Base, UtcDateTime

for module in walk_packages(kiosk.domain.__path__, "kiosk.domain."):
    import_module(module.name)  # every record must be known before two schemas are compared


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our own column kinds as plain SQL's, so that a migration never imports the records."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JSON):
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
