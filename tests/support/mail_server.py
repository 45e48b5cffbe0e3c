"""A mail server of the test's own, that may refuse, be late, or go away."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.support.ports import free_port


class MailServer:
    """Keeps what it receives. `answers` maps an address to what the server says to it, instead of taking its letter."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.letters: list[EmailMessage] = []
        self.sessions: set[Any] = set()
        self.answers: dict[str, str] = {}
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 - aiosmtpd calls it by this name
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd calls it by this name
        self.sessions.add(session)
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def received_by(self) -> list[str]:
        return [str(letter["To"]) for letter in self.letters]


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server that takes letters; stopped at the end of the block."""
    made = MailServer(free_port())
    made.start()
    try:
        yield made
    finally:
        made.stop()
