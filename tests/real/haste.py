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

# All that compiling gives a rule, which is made of the rule's words alone.
_OF_A_RULE = ("_parts", "_trace", "_converters", "arguments", "_build", "_build_unknown")
_templates: dict[tuple[str, str], CodeType] = {}
_rules: dict[tuple[Any, ...], dict[str, Any]] = {}
_compile_rule = Rule.compile
_statements: dict[str, tuple[Dialect, Any]] = {}


class _Templates(BytecodeCache):
    """Compiled templates, by name and source."""

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = _templates.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        _templates[bucket.key, bucket.checksum] = bucket.code


def _compile(rule: Rule) -> None:
    words = (rule.rule, rule.subdomain, rule.host, rule.merge_slashes, repr(rule.defaults))
    if words not in _rules:
        _compile_rule(rule)
        _rules[words] = {name: getattr(rule, name) for name in _OF_A_RULE}
    vars(rule).update(_rules[words])


def keep_rules() -> None:
    """Let addresses take what another application's compiled, from now on."""
    Rule.compile = _compile  # type: ignore[method-assign]


def keep_templates(app: Flask) -> None:
    """Let the application take templates that another one compiled."""
    app.jinja_env.bytecode_cache = _Templates()


def keep_statements(engine: Engine) -> None:
    """Let the engine take statements that another one of its kind compiled.

    A statement is kept by its dialect: engines that share the one share the other. A dialect is
    whole only once it has met its server.
    """
    name = engine.dialect.name
    if name not in _statements or _statements[name][0].server_version_info is None:
        _statements[name] = engine.dialect, {}
    engine.dialect, engine._compiled_cache = _statements[name]
