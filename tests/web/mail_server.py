"""A mail server for tests: it keeps what it is given, and can refuse, stall or break the line."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message


@dataclass
class MailServer:
    """What a server has taken in, and how it behaves.

    refuse: answer by address, for example "550 5.1.1 no such user". breaks: it ends the line
    after it has taken a letter, before it says so. slow: seconds until it says so.
    """

    port: int = 0
    letters: list[tuple[str, Message]] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    breaks: bool = False
    slow: float = 0.0

    def to(self, address: str) -> list[Message]:
        """The letters taken for an address."""
        return [letter for recipient, letter in self.letters if recipient == address]


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server on a free port of this machine, until the end of the block."""
    server = MailServer()

    class Talk(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            with suppress(ConnectionError):  # who sends may be killed at any moment
                self.talk()

        def talk(self) -> None:
            self.say("220 test")
            recipient = ""
            while line := self.rfile.readline():
                word = line.decode("latin-1").strip()
                match word[:4].upper():
                    case "EHLO" | "HELO":
                        self.say("250 test")
                    case "RCPT":
                        recipient = word[word.index("<") + 1 : word.index(">")]
                        self.say(server.refuse.get(recipient, "250 ok"))
                    case "DATA":
                        self.say("354 go on")
                        content = b""
                        while (part := self.rfile.readline()) != b".\r\n":
                            if not part:  # cut off: a letter without its end is no letter
                                return
                            content += part.removeprefix(b".")
                        server.letters.append((recipient, message_from_bytes(content)))
                        if server.breaks:
                            return
                        time.sleep(server.slow)
                        self.say("250 taken")
                    case "QUIT":
                        self.say("221 bye")
                        return
                    case _:
                        self.say("250 ok")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as listening:
        listening.daemon_threads = True
        server.port = listening.server_address[1]
        thread = threading.Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown()
