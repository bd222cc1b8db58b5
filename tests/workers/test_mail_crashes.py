"""What dead, woken and racing workers leave behind: never a second letter, never a stale one."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from kiosk import clock
from kiosk.adapters.mail import Envelope, Outbox, Reply, open_outbox
from kiosk.db import writing
from kiosk.domain import deliveries, meetings
from kiosk.workers.mail import MailWorker, SenderMissing, WrongMailSetting
from tests.fakes.smtp import CUT
from tests.people import Fair
from tests.workers.a_mailroom import Mailroom


class Killed(BaseException):
    """The process is gone: nothing after this line ran."""


class Mortal(MailWorker):
    """A worker that dies when it wants to write down what the server said."""

    def _settle(self, *_: object) -> None:
        raise Killed


class Interrupted:
    """An outbox during whose steps something else happens: after RCPT, or after the dot."""

    def __init__(
        self,
        outbox: Outbox,
        *,
        after_rcpt: Callable[[], object] = bool,
        after_dot: Callable[[], object] = bool,
    ) -> None:
        self._outbox, self._after_rcpt, self._after_dot = outbox, after_rcpt, after_dot

    def begin(self, envelope: Envelope) -> None:
        self._outbox.begin(envelope)
        meanwhile, self._after_rcpt = self._after_rcpt, bool
        meanwhile()

    def transmit(self, message: bytes) -> Reply:
        reply = self._outbox.transmit(message)
        meanwhile, self._after_dot = self._after_dot, bool
        meanwhile()
        return reply

    def close(self) -> None:
        self._outbox.close()


def interrupted(room: Mailroom, **events: Any) -> MailWorker:
    settings = room.settings
    outbox = open_outbox(settings.smtp_url, data_dir=room.folder, mail_from=settings.mail_from)
    return MailWorker(settings, Interrupted(outbox, **events))


def release(room: Mailroom, *pairs: tuple[str, str]) -> None:
    room.meet(*pairs)
    room.freeze()
    room.release()


def die_settling(room: Mailroom) -> None:
    worker = Mortal(room.settings)
    with pytest.raises(Killed):
        worker.run_once()
    worker.close()  # as the system does for the dead


def test_a_worker_killed_after_the_acceptance_leaves_it_unknown(mailroom: Mailroom) -> None:
    release(mailroom, ("Asha", "Ben"))
    die_settling(mailroom)
    assert mailroom.states() == {"queued": 1, "data_open": 1, "empty": 2}

    mailroom.send()
    mailroom.pass_by(minutes=31)
    mailroom.send()
    mailroom.pass_by(hours=50)
    mailroom.send()

    assert mailroom.states() == {"accepted": 1, "unknown": 1, "empty": 2}
    assert mailroom.got() == {"asha@example.org": 1, "ben@example.org": 1}


def test_a_worker_killed_before_the_content_loses_nothing(mailroom: Mailroom) -> None:
    release(mailroom, ("Asha", "Ben"))
    mailroom.sink.misbehave("rcpt", "450 later", times=1)
    die_settling(mailroom)
    assert mailroom.states() == {"queued": 1, "claimed": 1, "empty": 2}

    mailroom.pass_by(minutes=37)
    mailroom.send()

    assert mailroom.got() == {"asha@example.org": 1, "ben@example.org": 1}
    assert mailroom.states() == {"accepted": 2, "empty": 2}


def test_a_letter_replaced_while_a_worker_holds_it_goes_out_in_its_new_form(
    mailroom: Mailroom,
) -> None:
    release(mailroom, ("Asha", "Ben"))

    def withdraw() -> None:
        with writing():
            ben, asha = mailroom.fair.person("Ben"), mailroom.fair.person("Asha")
            meeting = meetings.between(mailroom.fair.id, ben.id, asha.id)
            assert meeting is not None
            meetings.withdraw(meeting, ben, mailroom.at)
            mailroom.postroom.refreeze(asha, mailroom.at)

    assert b"ben@example.org" in mailroom.content("Asha")
    mailroom.send(interrupted(mailroom, after_rcpt=withdraw))

    assert mailroom.got() == {"asha@example.org": 1, "ben@example.org": 1}
    assert b"ben@example.org" not in mailroom.sent_to("asha@example.org")


def test_a_letter_withdrawn_while_a_worker_holds_it_is_not_sent(mailroom: Mailroom) -> None:
    release(mailroom, ("Asha", "Ben"))

    mailroom.send(interrupted(mailroom, after_rcpt=lambda: mailroom.erase("Asha")))

    assert "asha@example.org" not in mailroom.got()
    assert mailroom.sink.seen["data"] == len(mailroom.sink.taken)


def test_a_zombie_whose_letter_was_taken_over_sends_nothing_and_writes_nothing(
    mailroom: Mailroom,
) -> None:
    release(mailroom, ("Asha", "Ben"))

    def others_take_over() -> None:
        mailroom.pass_by(minutes=31)
        mailroom.send()

    zombie = interrupted(mailroom, after_rcpt=others_take_over)
    zombie.run_once()
    zombie.close()

    assert mailroom.got() == {"asha@example.org": 1, "ben@example.org": 1}
    assert mailroom.states() == {"accepted": 2, "empty": 2}


def test_a_zombie_that_wakes_after_the_dot_does_not_undo_what_was_decided(
    mailroom: Mailroom,
) -> None:
    release(mailroom, ("Asha", "Ben"))

    def decided() -> None:
        mailroom.pass_by(minutes=31)
        with writing():
            deliveries.release_expired(clock.now())
        assert mailroom.letter("Asha").state == "unknown"
        mailroom.resolve("Asha", sent=True)

    zombie = interrupted(mailroom, after_dot=decided)
    zombie.run_once()
    zombie.close()

    assert mailroom.letter("Asha").state == "accepted"
    assert mailroom.letter("Asha").resolved_by == "staff:x"
    assert mailroom.got() == {"asha@example.org": 1}


def test_two_workers_send_forty_letters_once_each(mailroom: Mailroom) -> None:
    people = tuple(
        {"name": f"P{n:02} Test", "email": f"p{n:02}@example.org", "kind": "student"}
        for n in range(40)
    )
    mailroom.fair = Fair("big", people)
    release(mailroom, *((f"P{n:02}", f"P{n + 1:02}") for n in range(0, 40, 2)))
    start = threading.Barrier(2)

    def work() -> None:
        with mailroom.app.app_context():
            worker = mailroom.worker()
            start.wait()
            mailroom.send(worker)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert mailroom.states() == {"accepted": 40}
    assert mailroom.got() == {f"p{n:02}@example.org": 1 for n in range(40)}


def test_an_erased_persons_letter_is_never_sent_and_other_letters_lose_her(
    mailroom: Mailroom,
) -> None:
    release(mailroom, ("Asha", "Ben"), ("Ben", "Carol"))

    mailroom.erase("Asha")
    mailroom.send()

    assert mailroom.got() == {"ben@example.org": 1, "carol@example.org": 1}
    assert b"Asha" not in mailroom.sent_to("ben@example.org")
    assert b"Carol" in mailroom.sent_to("ben@example.org")


def test_an_erased_persons_letter_that_was_put_off_is_never_sent(mailroom: Mailroom) -> None:
    release(mailroom, ("Asha", "Ben"), ("Ben", "Carol"))
    mailroom.sink.misbehave("dot", "451 later")
    mailroom.send()
    mailroom.sink.behave()

    mailroom.erase("Asha")
    mailroom.pass_by(hours=1)
    mailroom.send()

    assert mailroom.got() == {"ben@example.org": 1, "carol@example.org": 1}
    assert b"Asha" not in mailroom.sent_to("ben@example.org", -1)


def test_an_unknown_letter_in_which_somebody_was_erased_is_not_sent_again_as_it_was(
    mailroom: Mailroom,
) -> None:
    release(mailroom, ("Asha", "Ben"), ("Ben", "Carol"))
    mailroom.sink.misbehave("dot", CUT)
    mailroom.send()
    mailroom.sink.behave()
    mailroom.erase("Asha")
    mailroom.resume()  # three unknown letters in a minute held the run back

    mailroom.resolve("Ben", sent=False)
    mailroom.send()
    assert mailroom.letter("Ben").state == "frozen"
    mailroom.freeze()
    mailroom.release()
    mailroom.send()

    assert b"Asha" not in mailroom.sent_to("ben@example.org", -1)


def test_a_server_needs_a_sender(mailroom: Mailroom) -> None:
    with pytest.raises(SenderMissing, match="sender_missing"):
        MailWorker(mailroom.settings.model_copy(update={"mail_from": ""}))


@pytest.mark.parametrize(
    ("key", "value"),
    [("smtp_url", "smtp://"), ("smtp_url", "folder:/x"), ("mail_from", "nobody")],
)
def test_a_setting_that_cannot_be_used_is_named(mailroom: Mailroom, key: str, value: str) -> None:
    with pytest.raises(WrongMailSetting) as wrong:
        MailWorker(mailroom.settings.model_copy(update={key: value}))

    assert wrong.value.sentence.startswith(f"KIOSK_{key.upper()} is ")
    assert "example" in wrong.value.sentence
