"""The outbox's worker: SMTP driven verb by verb, one commit before the data and one after.

Until `data_open` is committed, any trouble means "later"; after it, only the server's own words
settle a letter, and silence means `unknown`, which nothing here ever sends again.
"""

import logging
import time
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from kiosk import clock
from kiosk.adapters.mail import (
    Deferred,
    Envelope,
    Outbox,
    OutcomeUnknown,
    Rejected,
    open_outbox,
    parse_mail_from,
)
from kiosk.db import writing
from kiosk.domain import attendees, audit, deliveries, packs
from kiosk.domain.deliveries import Claimed
from kiosk.errors import Refused, Unavailable
from kiosk.settings import Settings
from kiosk.workers.patience import Patience
from kiosk.workers.postroom import Postroom

_log = logging.getLogger("kiosk.mail")
LONGEST_WAIT_S = 0.5
LOOK_EVERY = timedelta(seconds=30)
"""How often a worker looks for letters whose worker died."""
INSISTS_S = (0.1, 0.5, 1, 2, 4, 8, 15, 30)
"""Waits for a database that is away just when the server has spoken: its word is in our hands."""


class SenderMissing(Refused):
    """Letters cannot go out without a sender."""

    slug = "sender_missing"
    sentence = (
        "KIOSK_MAIL_FROM is not set, so no letter can be sent. "
        "For example: Employer Fair <fair@fair.example>"
    )


class WrongMailSetting(Refused):
    """A mail setting cannot be used; the sentence names it and an example."""

    slug = "wrong_mail_setting"


class MailWorker:
    """Sends what is due, over one connection that is kept."""

    def __init__(self, settings: Settings, outbox: Outbox | None = None) -> None:
        """Take the target from the settings, or an outbox that is open already.

        Raises:
            SenderMissing: letters go to a server and no sender is set.
            WrongMailSetting: the sender is none, or the target.
        """
        if not settings.mail_from and not settings.smtp_url.startswith("folder:"):
            raise SenderMissing
        self._sender, self._bounce_address = _sender_of(settings), settings.bounce_address
        self._outbox = outbox or _outbox_of(settings)
        self._postroom, self._rate = Postroom(settings), settings.mail_rate
        self._looked_at: datetime | None = None
        self._patience = Patience()

    def run_once(self, event_id: int | None = None) -> bool:
        """Send one letter; return whether one was due and the server not known to be away."""
        at, wait_s = clock.now(), 0.0
        if self._patience.waits(at):
            return False
        self._look_after_the_dead(at)
        with writing():
            if self._rate and deliveries.is_due(at, event_id):
                wait_s = deliveries.take_slot(self._rate, at)
            claimed = deliveries.claim(at, event_id) if not wait_s else None
        if claimed is not None:
            self._send(claimed)
            return True
        if wait_s:  # the pace of all workers together; the connection is kept meanwhile
            time.sleep(min(wait_s, LONGEST_WAIT_S))
            return True
        self._outbox.close()  # nothing to say: no relay likes a guest who stays and is silent
        return False

    def _look_after_the_dead(self, at: datetime) -> None:
        if self._looked_at is not None and timedelta() <= at - self._looked_at < LOOK_EVERY:
            return
        self._looked_at = at
        with writing():
            for event_id, kind in set(deliveries.release_expired(at)):
                _trip(event_id, kind, at)

    def _send(self, claimed: Claimed) -> None:
        back = self._bounce_address and deliveries.return_path(
            claimed.public_id, self._bounce_address
        )
        envelope = Envelope(claimed.public_id, back or self._sender, claimed.to_address)
        try:
            self._outbox.begin(envelope)
        except Rejected as no:
            return self._settle(claimed, "rejected", no.phase, no.reply)
        except (Deferred, Unavailable, OSError) as later:
            phase, reply = getattr(later, "phase", "connect"), getattr(later, "reply", str(later))
            if phase == "connect":  # it is the server's trouble: the other letters need not try
                self._patience.lose(clock.now())
            return self._settle(claimed, "deferred", phase, reply)
        self._patience.regain()
        with writing():
            mine = self._open_data(claimed, clock.now())
        if not mine:  # replaced, withdrawn or held back meanwhile: nothing has left
            return None
        self._transmit(claimed)

    def _open_data(self, claimed: Claimed, at: datetime) -> bool:
        """Commit to the data, if the letter still holds just what its reader may have now.

        Whoever withdrew before this moment is in no letter: theirs is written anew instead.
        """
        if claimed.attendee_id is not None:
            attendees.hold(claimed.attendee_id)
        if claimed.kind == "pack" and claimed.attendee_id is not None:
            reader = attendees.get(claimed.attendee_id)
            if not packs.is_current(reader, claimed.edition):
                self._postroom.freeze(reader, at, claimed.edition)
                if not packs.is_current(reader, claimed.edition):
                    deliveries.put_aside(claimed, at)  # a later edition has taken its place
                    return False
        return deliveries.open_data(claimed, at)

    def _transmit(self, claimed: Claimed) -> None:
        try:
            reply = self._outbox.transmit(claimed.message)
        except Rejected as no:
            self._settle(claimed, "rejected", no.phase, no.reply)
        except Deferred as later:
            self._settle(claimed, "deferred", later.phase, later.reply)
        except OutcomeUnknown as silence:
            self._settle(claimed, "unknown", silence.phase, silence.reply)
        else:
            self._settle(claimed, "accepted", "dot", f"{reply.code} {reply.text}")

    def _settle(self, claimed: Claimed, state: str, phase: str, reply: str) -> None:
        for wait_s in INSISTS_S:
            try:
                return self._write_down(claimed, state, phase, reply)
            except (SQLAlchemyError, Unavailable):
                time.sleep(wait_s)
        return self._write_down(claimed, state, phase, reply)

    def _write_down(self, claimed: Claimed, state: str, phase: str, reply: str) -> None:
        at = clock.now()
        with writing():
            mine = deliveries.settle(claimed, state, phase=phase, reply=reply, at=at)
            if mine and state in {"rejected", "unknown"}:
                _trip(claimed.event_id, claimed.kind, at)
            nobody = phase != "mail" and deliveries.means_no_such_address(reply)
            if mine and state == "rejected" and nobody:
                deliveries.suppress(claimed.to_address, "bounced", at)
        noted = "" if mine else " (settled by somebody else meanwhile, nothing noted)"
        _log.info("letter %s: %s at %s%s", claimed.public_id, state, phase, noted)

    def close(self) -> None:
        """Say goodbye to the mail server."""
        self._outbox.close()


def _trip(event_id: int, kind: str, at: datetime) -> None:
    """Let the breaker hold a run of packs back that goes wrong, and say so in the audit.

    Other letters come one by one, asked for by whoever waits for them: nobody would let them go on.
    """
    if kind != "pack":
        return
    if why := deliveries.trip(event_id, kind, at):
        audit.note(event_id, "breaker", "mail_paused", kind, at=at, why=why)
        _log.warning("letters of kind %s are held back: %s", kind, why)


def _sender_of(settings: Settings) -> str:
    try:
        return parse_mail_from(settings.mail_from or "kiosk@localhost")[1]
    except ValueError as wrong:
        raise WrongMailSetting(sentence=f"KIOSK_MAIL_FROM {wrong}.") from None


def _outbox_of(settings: Settings) -> Outbox:
    try:
        return open_outbox(
            settings.smtp_url, data_dir=settings.data_dir, mail_from=settings.mail_from
        )
    except ValueError as wrong:
        raise WrongMailSetting(sentence=f"KIOSK_SMTP_URL {wrong}") from None
