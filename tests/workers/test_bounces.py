"""What comes back is read from a Maildir, once each, and a crash in between loses nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from kiosk.adapters.mail import NoMailbox, open_mailbox
from kiosk.adapters.mail.mailboxes import Waiting
from kiosk.db import db, writing
from kiosk.domain import deliveries
from kiosk.domain.deliveries import Bounce, Delivery
from kiosk.workers.bounces import BounceReader, WrongMailbox, take
from tests.mailboxes.reports import NAMES, report
from tests.people import NOON, Fair, count
from tests.workers.a_mailroom import Mailroom

CHANGES = {
    "all_in_one_block": ("bounced", "bounced"),
    "complaint_abuse": ("accepted", "unsubscribed"),
    "complaint_by_the_letter_inside": ("accepted", "unsubscribed"),
    "exchange_mailbox_full": ("bounced", None),
    "exchange_no_such_user": ("bounced", "bounced"),
    "exim_no_such_user": ("bounced", "bounced"),
    "global_address": ("bounced", "bounced"),
    "gmail_policy": ("bounced", None),
    "postfix_delayed": ("accepted", None),
    "postfix_delivered": ("accepted", None),
    "postfix_expired": ("bounced", None),
    "postfix_no_such_user": ("bounced", "bounced"),
    "sendmail_no_such_host": ("bounced", "bounced"),
}
"""What becomes of an unknown letter, and of its address; of all others: nothing."""


class Box:
    """A Maildir that mail is dropped into, and what reads it."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.folder = folder / "Maildir"
        for name in ("cur", "new", "tmp"):
            (self.folder / name).mkdir(parents=True)
        self.url = f"maildir:{self.folder}"
        self.settings = app.config["KIOSK"].model_copy(update={"bounce_url": self.url})
        self.fair = Fair()
        with writing():
            self.letter = deliveries.put(
                self.fair.person("Asha"), "pack", message=b"x", message_id="<1@kiosk.example>",
                state="queued", at=NOON,
            )  # fmt: skip
            db.session.execute(update(Delivery).values(state="unknown"))
        self.path = deliveries.return_path(self.letter.public_id, "bounces@fair.example")

    def drop(self, name: str, content: bytes | None = None, path: str = "") -> Path:
        file = self.folder / "new" / f"{name}.mx"
        file.write_bytes(report(name, path or self.path) if content is None else content)
        return file

    def read(self) -> dict[str, int]:
        return dict(BounceReader(self.settings).read())

    def state(self) -> str:
        db.session.rollback()
        db.session.refresh(self.letter)
        return self.letter.state

    def seen(self) -> list[str]:
        return sorted(path.name for path in (self.folder / "cur").iterdir())


@pytest.fixture
def box(app: Flask, tmp_path: Path) -> Iterator[Box]:
    with app.app_context():
        yield Box(app, tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_a_servers_report_does_what_it_means_and_no_more(box: Box, name: str) -> None:
    box.drop(name)

    box.read()

    state, reason = CHANGES.get(name, ("unknown", None))
    assert (box.state(), deliveries.suppressed_for("asha@example.org")) == (state, reason)
    assert count(Bounce) == (1 if name in CHANGES else 0)
    assert box.seen() == [f"{name}.mx:2,S"]


@pytest.mark.parametrize("name", NAMES)
def test_without_our_token_a_report_changes_nothing(box: Box, name: str) -> None:
    token = box.path.partition("+")[2].partition("@")[0]
    forged = token[:-1] + ("0" if token[-1] != "0" else "1")
    box.drop(name, path=box.path.replace(token, forged))

    came = box.read()

    assert set(came) <= {"nobody", "no_report"}
    assert (box.state(), count(Bounce)) == ("unknown", 0)


def test_what_was_read_is_not_read_again(box: Box) -> None:
    box.drop("postfix_no_such_user")

    assert [box.read(), box.read()] == [{"bounced": 1}, {}]


def test_a_message_that_somebody_looked_at_without_reading_is_read(box: Box) -> None:
    box.drop("postfix_no_such_user").rename(box.folder / "cur" / "1.mx:2,FR")

    assert box.read() == {"bounced": 1}
    assert box.seen() == ["1.mx:2,FRS"]


class Dies:
    """A mailbox whose reader is killed after the commit, before the message is marked."""

    def __init__(self, url: str) -> None:
        self._real = open_mailbox(url)

    def unseen(self, most: int) -> Iterator[Waiting]:
        return self._real.unseen(most)

    def done(self, waiting: Waiting) -> None:
        raise KeyboardInterrupt(waiting.name)

    def close(self) -> None:
        self._real.close()


def test_a_crash_after_the_commit_reads_again_and_changes_nothing_twice(box: Box) -> None:
    box.drop("postfix_no_such_user")
    with pytest.raises(KeyboardInterrupt):
        BounceReader(box.settings, Dies(box.url)).read()
    with writing():
        deliveries.lift("asha@example.org", NOON)

    came = box.read()

    assert came == {"known": 1}
    assert (box.state(), count(Bounce)) == ("bounced", 1)
    assert deliveries.suppressed_for("asha@example.org") is None
    assert box.seen() == ["postfix_no_such_user.mx:2,S"]


def test_five_megabytes_and_noise_hold_up_nothing_behind_them(box: Box) -> None:
    box.drop("a-noise", b"\x00\xff" * 2_500_000)
    box.drop("b-large", report("gmail_policy", box.path) + b"x" * 5_000_000)
    box.drop("c-empty", b"")

    came = box.read()

    assert came == {"no_report": 2, "bounced": 1}
    assert len(box.seen()) == 3


def test_a_hundred_are_read_at_a_time_and_more_are_asked_for(box: Box) -> None:
    for number in range(101):
        box.drop(f"noise-{number:03}", b"hello")
    reader = BounceReader(box.settings)

    assert [reader.step(), reader.step()] == [True, False]
    assert len(box.seen()) == 101


def test_a_mailbox_that_is_away_is_said_once_and_read_when_it_is_back(
    box: Box, caplog: pytest.LogCaptureFixture
) -> None:
    box.drop("postfix_no_such_user")
    away = box.folder.with_name("away")
    box.folder.rename(away)
    reader = BounceReader(box.settings)

    steps = [reader.step(), reader.step()]
    away.rename(box.folder)
    reader.step()

    assert steps == [False, False]
    assert len([r for r in caplog.records if r.levelname == "WARNING"]) == 1
    assert box.state() == "bounced"


def test_the_log_names_nobody(box: Box, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "kiosk")
    box.drop("postfix_no_such_user")

    box.read()

    assert "1 bounced" in caplog.text
    assert "asha" not in caplog.text.lower()
    assert box.path not in caplog.text


def test_a_mailbox_that_is_none_is_refused(box: Box) -> None:
    with pytest.raises(NoMailbox, match="no_mailbox"):
        list(open_mailbox("maildir:/nowhere/at/all").unseen(1))
    for url in ("imap://imap.example/INBOX", "imap://a:b@imap.example/?tls=none", "imaps://a:b@:x"):
        with pytest.raises(WrongMailbox) as refused:
            BounceReader(box.settings.model_copy(update={"bounce_url": url}))
        assert "For example: imaps://" in refused.value.sentence


def test_a_letter_leaves_with_the_return_path_that_settles_it(
    mailroom: Mailroom, tmp_path: Path
) -> None:
    mailroom.meet(("Asha", "Ben"))
    mailroom.freeze()
    mailroom.release()
    mailroom.send(mailroom.worker(bounce_address="bounces@fair.example"))
    paths = {taken.recipient: taken.sender for taken in mailroom.sink.accepted}

    came = [
        take(report("exim_no_such_user", paths[address], address))
        for address in ("asha@example.org", "ben@example.org")
    ]

    assert came == ["bounced", "bounced"]
    assert mailroom.states()["bounced"] == 2
    assert b"bounces+" not in mailroom.sink.accepted[0].message
