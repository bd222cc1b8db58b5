"""The outbox's worker: SMTP driven verb by verb, one commit before the data and one after.

Until `data_open` is committed, any trouble means "later"; after it, only the server's own words
settle a letter, and silence means `unknown`, which nothing here ever sends again.
"""

import logging

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
from kiosk.domain import deliveries
from kiosk.domain.deliveries import Claimed
from kiosk.errors import Refused, Unavailable
from kiosk.settings import Settings

_log = logging.getLogger("kiosk.mail")


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

    def run_once(self, event_id: int | None = None) -> bool:
        """Send one letter; return whether one was due."""
        at = clock.now()
        with writing():
            deliveries.release_expired(at)
            claimed = deliveries.claim(at, event_id)
        if claimed is None:
            self._outbox.close()  # nothing to say: no relay likes a guest who stays and is silent
            return False
        self._send(claimed)
        return True

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
            return self._settle(claimed, "deferred", phase, reply)
        with writing():
            mine = deliveries.open_data(claimed, clock.now())
        if not mine:  # replaced or withdrawn meanwhile: nothing has left
            return None
        self._transmit(claimed)

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
        with writing():
            mine = deliveries.settle(claimed, state, phase=phase, reply=reply, at=clock.now())
        noted = "" if mine else " (settled by somebody else meanwhile, nothing noted)"
        _log.info("letter %s: %s at %s%s", claimed.public_id, state, phase, noted)

    def close(self) -> None:
        """Say goodbye to the mail server."""
        self._outbox.close()


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
