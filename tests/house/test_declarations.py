"""Nothing undeclared: each column says what it holds, each route who may, each setting what for."""

import ast
import re

import pytest
from flask import Flask
from sqlalchemy import JSON, Column, Date, LargeBinary, String, TypeDecorator
from werkzeug.routing import Rule

from kiosk.db import Personal, db
from kiosk.settings import Settings, as_markdown
from tests.house.source import ROOT, files, named, tree
from tests.real.databases import import_records

MAY_HOLD_PEOPLE = (String, JSON, Date, LargeBinary)
READS = {"GET", "HEAD", "OPTIONS"}
ASKERS = {"anyone", "phone", "reader", "employer", "mentor", "station", "stand", "api"}
ROLES = {"steward", "coordinator", "organiser", "admin"}
EVENT_FROM = {"device", "phone", "reader", "employer", "mentor", "staff", "code", "address", "none"}
SETTING = re.compile(r"KIOSK_[A-Z][A-Z_]*")


def columns() -> list[Column[object]]:
    import_records()
    return [column for table in db.metadata.sorted_tables for column in table.columns]


def may_hold_people(column: Column[object]) -> bool:
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    return isinstance(kind, MAY_HOLD_PEOPLE)


def test_every_column_that_may_hold_people_says_whether_it_does() -> None:
    undeclared = [
        str(column)
        for column in columns()
        if may_hold_people(column) and ("personal" in column.info) == ("plain" in column.info)
    ]

    assert not undeclared


def test_personal_data_has_a_reason_a_term_and_an_erasure_rule() -> None:
    declared = {str(c): c.info["personal"] for c in columns() if "personal" in c.info}

    assert declared
    for name, rule in declared.items():
        assert isinstance(rule, Personal), name
        assert rule.reason.strip(), name
        assert rule.until.strip(), name
        assert rule.erase in {"row", "blank", "keep"}, name


def test_plain_text_says_what_it_is() -> None:
    assert not [str(c) for c in columns() if "plain" in c.info and not c.info["plain"].strip()]


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_every_route_says_who_may(app: Flask) -> None:
    views = {rule.rule: app.view_functions[rule.endpoint] for rule in rules(app)}

    assert views
    assert not [path for path, view in views.items() if not hasattr(view, "access")]


def test_every_access_rule_can_be_read(app: Flask) -> None:
    for rule in rules(app):
        access = app.view_functions[rule.endpoint].access  # type: ignore[attr-defined]

        assert set(access.who), rule
        assert set(access.who) <= ASKERS | ROLES, rule
        assert access.event in EVENT_FROM, rule


def test_a_route_that_changes_facts_has_an_op_id_or_says_why_not(app: Flask) -> None:
    for rule in rules(app):
        access = app.view_functions[rule.endpoint].access  # type: ignore[attr-defined]

        if set(rule.methods or ()) - READS:
            assert access.op_id or access.because.strip(), rule


def settings_named_in_code() -> set[str]:
    strings = (
        node.value
        for path in files(".py", below=("kiosk", "badges"))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return {name.rstrip("_") for text in strings for name in SETTING.findall(text)}


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_a_setting_has_a_meaning_and_an_example(name: str) -> None:
    row = Settings.model_fields[name]

    assert row.description
    assert row.examples


def test_the_settings_page_is_what_the_settings_say() -> None:
    page = (ROOT / "docs" / "settings.md").read_text()

    assert as_markdown() in page
    assert not {name for name in settings_named_in_code() - {"KIOSK"} if name not in page}


def test_papers_name_only_settings_that_exist() -> None:
    known = {f"KIOSK_{name.upper()}" for name in Settings.model_fields}
    known |= {"KIOSK_ENV_FILE", "KIOSK_TEST_REQUIRE"}
    papers = [*files(".md", below=("docs",)), ROOT / "README.md", ROOT / "kiosk.service"]
    found = {named(p): set(SETTING.findall(p.read_text())) - known for p in papers}

    assert not {name: unknown for name, unknown in found.items() if unknown}
