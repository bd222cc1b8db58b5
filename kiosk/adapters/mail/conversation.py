"""One connection to a mail server, and what it says on it (RFC 5321 4.2), read to the end.

A reply belongs to the verb before it: words nobody asked for would be taken for the next answer,
and then for the acceptance of a letter that was refused. So `speaks` is asked before each verb.
"""

import re
import select
import smtplib
import socket

LONGEST_REPLY = 65536
_REPLY_LINE = re.compile(rb"([2-5][0-9][0-9])(?:([ -])([^\n]*?))?\r?\n")


class Conversation(smtplib.SMTP):
    """smtplib's client, which calls a reply of more than 8 kB an error whatever it says."""

    def getreply(self) -> tuple[int, bytes]:
        """Return code and words of a reply; -1 and the last line for what is none.

        Raises:
            SMTPServerDisconnected: the server hung up.
            OSError: the line broke, or the time is up.
        """
        code, words, left = b"", [b""], LONGEST_REPLY
        while True:
            line = self._line(left)
            found = _REPLY_LINE.fullmatch(line)
            if found is None or code not in {b"", found[1]}:
                return -1, line
            code, left = found[1], left - len(line)
            words.append(found[3] or b"")
            if found[2] != b"-":
                return int(code), b"\n".join(words[1:])

    def _line(self, longest: int) -> bytes:
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("not connected")
        if self.file is None:
            self.file = self.sock.makefile("rb")
        line = b""
        try:
            line = self.file.readline(max(longest, 1))
        finally:
            if not line:  # gone or silent: a connection that never greeted has no other owner
                self.close()
        if not line:
            raise smtplib.SMTPServerDisconnected("hung up")
        return line

    def speaks(self) -> bool:
        """Return whether the server has said something unasked, or hung up."""
        sock, reader = self.sock, self.file
        if sock is None or reader is None:
            return True
        patience_s = sock.gettimeout()
        sock.settimeout(0)
        try:
            # Through the reader: what it holds already, no poll of the socket can see.
            return bool(reader.peek(1)) or _readable(sock)
        except OSError:  # TLS: nothing whole has come, which is silence; or the line is broken
            return _readable(sock)
        finally:
            sock.settimeout(patience_s)


class SecureConversation(Conversation, smtplib.SMTP_SSL):
    """The same with TLS from the first byte."""


def _readable(sock: socket.socket) -> bool:
    ears = select.poll()  # `select` itself knows no descriptor beyond 1023
    ears.register(sock, select.POLLIN)
    return bool(ears.poll(0))
