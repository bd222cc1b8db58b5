"""`kiosk mail check`: whether letters will go and arrive, before anybody waits for one."""

from dataclasses import asdict

import click

from kiosk import settings as settings_file
from kiosk.adapters import mail_check
from kiosk.adapters.mail_check import Finding
from kiosk.cli.frame import answer, json_option

_MARK = {"good": "ok  ", "advice": "note", "unseen": "note", "wrong": "LOOK"}


@click.group()
def mail() -> None:
    """Whether letters will go, and arrive."""


@mail.command()
@json_option
def check(as_json: bool) -> None:
    """Look at sender, mail server, login and DNS; no letter is sent.

    Ends in 1 only if something is wrong that must be right; what is missing is said, with the
    record to publish.
    """
    findings = mail_check.check(settings_file.load())
    facts = {"findings": [asdict(each) for each in findings]}
    wrong = [each.name for each in findings if each.state == "wrong"]
    lines = [line for each in findings for line in _lines(each)]
    answer({**facts, "wrong": wrong}, as_json=as_json, line="\n".join(lines))
    if not mail_check.is_ready(findings):
        raise click.exceptions.Exit(1)


def _lines(finding: Finding) -> list[str]:
    name = finding.name.replace("_", " ")
    lines = [f"{_MARK[finding.state]} {name}: {finding.says}"]
    return lines + ([f"     publish: {finding.publish}"] if finding.publish else [])
