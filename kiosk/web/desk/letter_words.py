"""How the desk speaks of letters: how far one came, and what helps in each state."""

from flask_babel import lazy_gettext as _

PHASES = {
    "connect": _("before it spoke with the mail server"),
    "ehlo": _("when greeting the mail server"),
    "starttls": _("when asking for a secret line"),
    "auth": _("when signing in to the mail server"),
    "mail": _("when naming the sender"),
    "rcpt": _("when naming the address"),
    "data": _("before its words were sent"),
    "dot": _("after its words were sent"),
}
TROUBLES = {
    "SMTPServerDisconnected": _("It hung up."),
    "ConnectionResetError": _("It hung up."),
    "BrokenPipeError": _("It hung up."),
    "ConnectionRefusedError": _("Nobody answers there."),
    "TimeoutError": _("It said nothing for too long."),
    "SSLCertVerificationError": _("Its certificate is not valid."),
    "gaierror": _("Its name is not known."),
    "the worker was gone": _("What sent it ended before it could hear."),
    "the letter could not be written": _("The letter could not be written."),
}
"""What happened where the mail server itself said nothing that could be told."""
TO_DO = {
    "unknown": _(
        "The mail server fell silent once it had the letter. Ask the person, or look into the mail "
        "server's log: if it is there, say so; if not, send it again. Nothing goes twice by itself."
    ),
    "rejected": _("The mail server refused it for good. Most often the address is misspelled."),
    "failed": _("It was tried for two days, or could not be written. Look at the words beside it."),
    "bounced": _("It came back later. Ask the person for another address."),
    "deferred": _("The mail server asked to wait. It is tried again by itself, for two days."),
    "no_address": _(
        "Print the list of whom they met, on their page; their own phone has the pack, too."
    ),
    "suppressed": _("They wish for no letters, or the address does not exist. Write to nobody."),
    "empty": _("They met nobody, so there is nothing to write."),
    "frozen": _("Written and ready. It goes out when you send."),
    "queued": _("It goes out by itself, in its turn."),
}
WHY_PAUSED = {
    "by_hand": _("Somebody paused it here. Nothing is lost: go on when you like."),
    "unknowns": _(
        "Within a minute the mail server fell silent over three letters. Look whether it is well, "
        "settle these three, and go on."
    ),
    "refusals": _(
        "The mail server refused more than one letter in twenty. Read its words below: it may take "
        "us for a stranger. Put that right, and go on."
    ),
}
NEED_SOMEBODY = ("unknown", "rejected", "failed", "bounced")
"""States of a letter that nobody will get unless somebody acts."""
FINDINGS = {
    "sender": _("Sender"),
    "server": _("Mail server"),
    "login": _("Login"),
    "public_url": _("Public address"),
    "bounces": _("Bounces"),
    "spf": "SPF",
    "dkim": "DKIM",
    "dmarc": "DMARC",
    "sender_mx": _("Mail to the sender"),
    "bounce_mx": _("Mail to the bounce address"),
}
FOR_LETTERS = {
    "phases": PHASES,
    "to_do": TO_DO,
    "troubles": TROUBLES,
    "why_paused": WHY_PAUSED,
}
