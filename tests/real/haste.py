"""What every application of a process makes alike is made once: templates, addresses, statements.

Each test has an application of its own, and compiling these again was most of what a test of the
doors cost. None depends on settings, data or time.
"""

from types import CodeType
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from sqlalchemy.engine import Dialect
from werkzeug.routing.rules import Rule

_compiled: dict[tuple[str, str], CodeType] = {}
_builders: dict[tuple[Any, ...], Any] = {}
_compile_builder = Rule._compile_builder
_statements: dict[str, tuple[Dialect, Any]] = {}


class _Templates(BytecodeCache):
    """Compiled templates, by name and source."""

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = _compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        _compiled[bucket.key, bucket.checksum] = bucket.code


def _builder(rule: Rule, append_unknown: bool = True) -> Any:
    # A builder is made of the rule's words and gets the rule itself as an argument.
    key = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
    if key not in _builders:
        _builders[key] = _compile_builder(rule, append_unknown)
    return _builders[key]


def keep_builders() -> None:
    """Let rules share their builders from now on."""
    Rule._compile_builder = _builder  # type: ignore[method-assign]


def keep_templates(app: Flask) -> None:
    """Let the application take templates that another one compiled."""
    app.jinja_env.bytecode_cache = _Templates()


def keep_statements(engine: Engine) -> None:
    """Let the engine take statements that another one of its kind compiled, from its first on.

    A statement is kept by its dialect: engines that share the one share the other.
    """
    first = _statements.setdefault(engine.dialect.name, (engine.dialect, {}))
    engine.dialect, engine._compiled_cache = first
