"""How many letters go at once: a worker a connection."""

from kiosk.settings import Settings
from kiosk.workers.mail import MailWorker


def mail_workers(settings: Settings) -> list[MailWorker]:
    """Return the workers of one process, each with a connection of its own.

    A folder is quick enough for one.

    Raises:
        SenderMissing: letters go to a server and no sender is set.
        WrongMailSetting: the sender is none, or the target.
    """
    several = not settings.smtp_url.startswith("folder:")
    return [MailWorker(settings) for _each in range(settings.mail_connections if several else 1)]
