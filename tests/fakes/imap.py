"""A mailbox on loopback that speaks as much IMAP (RFC 3501) as reading one takes."""

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Letters:
    """What lies in the mailbox, by UID; who was let in; what the server is told to do wrong."""

    port: int = 0
    lying: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    said: list[str] = field(default_factory=list)
    """Every command, without its tag; the login without its words."""
    wrong: dict[str, str] = field(default_factory=dict)
    """What is answered instead, by verb; "cut" hangs up."""

    def url(self, scheme: str, query: str = "", login: str = "bounces:open%3A%20sesame") -> str:
        """Return the mailbox's address, as KIOSK_BOUNCE_URL wants it."""
        return f"{scheme}://{login}@127.0.0.1:{self.port}/INBOX{query}"


class _Visit:
    """One connection, answered line by line."""

    def __init__(self, letters: Letters, line: socket.socket, tls: ssl.SSLContext | None) -> None:
        self.letters, self.tls = letters, tls
        self.hear(line)

    def hear(self, line: socket.socket) -> None:
        self.line, self.ear = line, line.makefile("rb")

    def say(self, words: str) -> None:
        self.line.sendall(words.encode() + b"\r\n")

    def serve(self) -> None:
        try:
            self.answer()
        finally:
            self.ear.close()
            self.line.close()  # after STARTTLS it is another one than the visit began with

    def answer(self) -> None:
        self.say("* OK ready")
        while heard := self.ear.readline().decode():
            tag, _, command = heard.strip().partition(" ")
            verb = " ".join(command.split()[: 2 if command.startswith("UID") else 1])
            self.letters.said.append(verb if verb == "LOGIN" else command)
            wrong = self.letters.wrong.get(verb)
            if wrong == "cut":
                return
            if wrong:
                self.say(f"{tag} {wrong}")
                continue
            getattr(self, verb.lower().replace(" ", "_"))(tag, command)
            if verb == "LOGOUT":
                return

    def capability(self, tag: str, _command: str) -> None:
        offers = " STARTTLS" if self.tls else ""
        self.say(f"* CAPABILITY IMAP4rev1{offers}\r\n{tag} OK done")

    def starttls(self, tag: str, _command: str) -> None:
        assert self.tls is not None
        self.say(f"{tag} OK done")
        self.hear(self.tls.wrap_socket(self.line, server_side=True))

    def login(self, tag: str, command: str) -> None:
        good = command == 'LOGIN bounces "open: sesame"'
        self.say(f"{tag} {'OK done' if good else 'NO [AUTHENTICATIONFAILED] wrong'}")

    def select(self, tag: str, _command: str) -> None:
        self.say(f"* {len(self.letters.lying)} EXISTS\r\n{tag} OK [READ-WRITE] done")

    def uid_search(self, tag: str, _command: str) -> None:
        unseen = sorted(set(self.letters.lying) - self.letters.seen)
        self.say(f"* SEARCH {' '.join(map(str, unseen))}".rstrip() + f"\r\n{tag} OK done")

    def uid_fetch(self, tag: str, command: str) -> None:
        found = re.fullmatch(r"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", command)
        assert found is not None
        content = self.letters.lying.get(int(found[1]))
        if content is not None:
            content = content[: int(found[2])]
            head = f"* 1 FETCH (UID {found[1]} BODY[]<0> {{{len(content)}}}\r\n"
            self.line.sendall(head.encode() + content + b")\r\n")
        self.say(f"{tag} OK done")

    def uid_store(self, tag: str, command: str) -> None:
        found = re.fullmatch(r"UID STORE (\d+) \+FLAGS\.SILENT \(\\Seen\)", command)
        assert found is not None
        self.letters.seen.add(int(found[1]))
        self.say(f"{tag} OK done")

    def logout(self, tag: str, _command: str) -> None:
        self.say(f"* BYE\r\n{tag} OK done")


@contextmanager
def imap_server(tls: ssl.SSLContext | None = None, *, implicit: bool = False) -> Iterator[Letters]:
    """Run a mailbox on loopback until the end; with `implicit`, TLS is spoken from the start."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        letters = Letters(door.getsockname()[1])

        def welcome(line: socket.socket) -> None:
            with suppress(OSError), line:
                if tls and implicit:
                    with tls.wrap_socket(line, server_side=True) as safe:
                        _Visit(letters, safe, None).serve()
                else:
                    _Visit(letters, line, tls).serve()

        thread = threading.Thread(target=_let_in, args=(door, welcome), daemon=True)
        thread.start()
        try:
            yield letters
        finally:
            door.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def _let_in(door: socket.socket, welcome: Callable[[socket.socket], None]) -> None:
    with suppress(OSError):
        while True:
            line, _whence = door.accept()
            threading.Thread(target=welcome, args=(line,), daemon=True).start()
