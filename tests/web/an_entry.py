"""What one route needs to work: whose ids stand in its address, and what a good form holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Entry:
    """What stands in a route's address and in its form; `open_to` any event, being public."""

    address: dict[str, str] = field(default_factory=dict)
    form: dict[str, Any] = field(default_factory=dict)
    is_public: bool = False
    file: bytes = b""
    is_json: bool = False
    asker: str = ""
    """Who can, where of those that may only one has what the address names."""
