"""The bounce mailbox, read message by message: one commit each, then it is marked as seen.

A message that is no report of ours is marked as well, so that it is not read every minute; whoever
looks after the mailbox still finds it there.
"""

import logging
from collections import Counter

from kiosk import clock
from kiosk.adapters.mail import Mailbox, NoMailbox, open_mailbox, read_report
from kiosk.db import writing
from kiosk.domain import deliveries
from kiosk.errors import Refused
from kiosk.settings import Settings

_log = logging.getLogger("kiosk.bounces")
MOST_AT_ONCE = 100


class WrongMailbox(Refused):
    """KIOSK_BOUNCE_URL cannot be used; the sentence gives an example."""

    slug = "wrong_mailbox"


class BounceReader:
    """Reads what came back, from the mailbox that the settings name."""

    def __init__(self, settings: Settings, mailbox: Mailbox | None = None) -> None:
        """Take the mailbox from the settings, or one that is open already.

        Raises:
            WrongMailbox: the settings name none.
        """
        try:
            self._mailbox = mailbox or open_mailbox(settings.bounce_url)
        except ValueError as wrong:
            raise WrongMailbox(sentence=f"KIOSK_BOUNCE_URL {wrong}") from None
        self._was_away = False

    def step(self) -> bool:
        """Read what waits; return whether more may wait. A mailbox that is away is said once."""
        try:
            came = self.read()
        except NoMailbox as trouble:
            if not self._was_away:
                _log.warning("%s", trouble.sentence)
            self._was_away = True
            return False
        self._was_away = False
        return came.total() >= MOST_AT_ONCE

    def read(self) -> Counter[str]:
        """Read what waits, at most a hundred; return what came of how many.

        Raises:
            NoMailbox: it cannot be read just now; what was read before is kept.
        """
        came: Counter[str] = Counter()
        try:
            for waiting in self._mailbox.unseen(MOST_AT_ONCE):
                came[take(waiting.content)] += 1
                self._mailbox.done(waiting)
        finally:
            self._mailbox.close()
            if came:
                _log.info("bounces: %s", told(came))
        return came


def take(raw: bytes, sent_to: tuple[str, ...] = ()) -> str:
    """Take one message in a transaction of its own; return what came of it.

    "no_report" besides what `deliveries.take_report` says.
    """
    report = read_report(raw, sent_to)
    if report is None:
        return "no_report"
    with writing():
        return deliveries.take_report(report, clock.now())


def told(came: Counter[str]) -> str:
    """Return what came of how many, in words for a log or a terminal."""
    return ", ".join(f"{number} {_WORDS.get(what, what)}" for what, number in sorted(came.items()))


_WORDS = {
    "bounced": "bounced",
    "noted": "noted",
    "complaint": "asked for no more letters",
    "known": "known already",
    "nobody": "about no letter of ours",
    "other": "about somebody else",
    "enough": "too many about one letter",
    "no_report": "no report",
}
