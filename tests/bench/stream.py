"""A steady stream of people who sign, and of people who press the button of their letter; who was thanked is written down."""

import http.client
import threading
import time
import uuid
from dataclasses import dataclass, field

from tests.bench import signing, town, waiting
from tests.support.portal_up import somebody

SENDERS = 10
TIMEOUT = 25


@dataclass
class Stream:
    """`rate` signatures a second, each a post of one and a press of another; a press that got no answer is repeated."""

    port: int
    activity_id: int
    slug: str
    rate: int
    first_link: int
    posted: int = 0
    pressed: set[int] = field(default_factory=set)
    troubles: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, seconds: float) -> None:
        """Send for so long, then come back."""
        end = time.monotonic() + seconds
        threads = [threading.Thread(target=self._sender, args=(place, end)) for place in range(SENDERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _sender(self, place: int, end: float) -> None:
        pause, due, number = SENDERS / self.rate, time.monotonic(), self.first_link + place
        connection: http.client.HTTPConnection | None = None
        while time.monotonic() < end:
            try:
                connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
                if self._post(connection, f"/petitions/{self.slug}/sign", self._form()):
                    with self._lock:
                        self.posted += 1
                if self._post(connection, waiting.link(self.activity_id, number), ""):
                    with self._lock:
                        self.pressed.add(number)
                    number += SENDERS
            except (OSError, http.client.HTTPException):
                self.troubles += 1
                connection = None
                time.sleep(0.1)
            due += pause
            time.sleep(max(0.0, due - time.monotonic()))

    def _form(self) -> str:
        return signing.body().replace("@SUBMISSION@", str(uuid.uuid4())).replace("@NUMBER@", uuid.uuid4().hex[:12])

    def _post(self, connection: http.client.HTTPConnection, path: str, form: str) -> bool:
        headers = {"Host": town.HOST, "X-Forwarded-For": somebody(), "Sec-Fetch-Site": "same-origin"}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("POST", path, form.encode(), headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status == http.HTTPStatus.SEE_OTHER:
            return True
        self.troubles += 1
        return False
