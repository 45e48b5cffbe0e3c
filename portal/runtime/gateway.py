"""From granian's event loop to a WSGI application, so that a thread is never lent to somebody who sends or reads slowly.

The loop gathers a request's whole body, within a size and a time, before one of a few threads runs the application. A
long answer is taken from the application piece by piece, each only when the client has taken the one before.
See docs/decisions/0007-server.md for what was measured.
"""

import asyncio
import io
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from contextvars import Context, copy_context
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import Any

from portal.runtime import last_words

logger = logging.getLogger(__name__)

BODY_SECONDS = 30.0
CHUNK_SECONDS = 30.0
THREAD_SECONDS = 1.0
LARGE_AT_ONCE = 4  # bodies beyond the usual limit, per process; the next ones wait
WHOLE_ANSWER = 262_144  # up to here an answer is sent at once
Headers = list[tuple[str, str]]


class TooLarge(Exception):
    """More was sent than the application takes."""


@dataclass
class LongAnswer:
    """An answer whose rest is still to be asked for; every step runs in the request's own context."""

    status: int
    headers: Headers
    context: Context
    first: bytes
    chunks: Iterator[bytes]
    close: Callable[[], None]

    def next(self) -> bytes | None:
        return self.context.run(next, self.chunks, None)

    def end(self) -> None:
        self.context.run(self.close)


class Gateway:
    """An RSGI application around a WSGI one."""

    def __init__(
        self,
        wsgi: Any,
        *,
        threads: int,
        body_limit: int,
        large: Callable[[str, str], int] | None = None,
        body_seconds: float = BODY_SECONDS,
    ) -> None:
        """`large` says how many bytes a request of a method and path may bring, where that is more than `body_limit`."""
        self._wsgi = wsgi
        self._size = threads
        self._threads: list[threading.Thread] = []
        self._body_limit = body_limit
        self._large = large
        self._places = asyncio.Semaphore(LARGE_AT_ONCE)  # together they never take more than a few times the limit
        self._body_seconds = body_seconds
        self._work: SimpleQueue[tuple[Callable[[], Any], asyncio.Future[Any]] | None] = SimpleQueue()

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        names = [f"request-{number}" for number in range(self._size)]
        self._threads = [threading.Thread(target=self._serve, args=(loop,), name=name, daemon=True) for name in names]
        for thread in self._threads:
            thread.start()

    def __rsgi_del__(self, _loop: asyncio.AbstractEventLoop) -> None:
        """Let the threads end before the interpreter does; one that is stuck is not waited for."""
        for _ in self._threads:
            self._work.put(None)
        for thread in self._threads:
            thread.join(THREAD_SECONDS)

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        length = int(scope.headers.get("content-length") or 0)
        limit = self._body_limit
        if length > limit and self._large is not None:
            limit = self._large(scope.method, scope.path)
        if length <= self._body_limit or length > limit:
            await self._answer(scope, protocol, length, limit)
            return
        try:
            async with asyncio.timeout(self._body_seconds):
                await self._places.acquire()
        except TimeoutError:
            _say_too_slow(protocol)
            return
        try:
            await self._answer(scope, protocol, length, limit)
        finally:
            self._places.release()

    async def _answer(self, scope: Any, protocol: Any, length: int, limit: int) -> None:
        """Take the body, of a declared length (0: nobody said), and answer."""
        body = b""
        try:
            if length <= limit and _has_body(scope):
                async with asyncio.timeout(self._body_seconds):
                    body = await self._read(protocol, limit)
                length = len(body)
        except TimeoutError:
            _say_too_slow(protocol)
            return
        except TooLarge:
            length = limit + 1
        # A body that was too large is left unread: the application sees its length and refuses in its own words.
        answer = await self._in_thread(partial(self._run, scope, protocol, body, length))
        if answer is not None:
            await self._stream(protocol, answer)

    async def _read(self, protocol: Any, limit: int) -> bytes:
        pieces: list[bytes] = []
        size = 0
        async for piece in protocol:
            size += len(piece)
            if size > limit:
                raise TooLarge
            pieces.append(piece)
        return b"".join(pieces)

    async def _stream(self, protocol: Any, answer: LongAnswer) -> None:
        """Send piece by piece. A client that takes nothing for a while, or is gone, ends it; the application hears."""
        transport = protocol.response_stream(answer.status, answer.headers)
        piece: bytes | None = answer.first
        try:
            while piece is not None:
                async with asyncio.timeout(CHUNK_SECONDS):
                    await transport.send_bytes(piece)
                piece = await self._in_thread(answer.next)
        except (TimeoutError, RuntimeError):
            logger.info("a client left before the end of a long answer")
        finally:
            await self._in_thread(answer.end)

    def _run(self, scope: Any, protocol: Any, body: bytes, length: int) -> LongAnswer | None:
        """In a thread: ask the application; answer at once when the answer is short, which most are."""
        context = copy_context()
        try:
            answer = context.run(self._ask, environment(scope, body, length), context, is_cut=length > len(body))
        except Exception:
            logger.exception("the application failed")
            protocol.response_str(500, list(last_words.HEADERS), last_words.FAILED)
            return None
        if isinstance(answer, LongAnswer):
            return answer
        protocol.response_bytes(*answer)
        return None

    def _ask(
        self, environ: dict[str, Any], context: Context, *, is_cut: bool
    ) -> tuple[int, Headers, bytes] | LongAnswer:
        started: list[Any] = []

        def start_response(status: str, headers: Headers, _exc_info: Any = None) -> None:
            started[:] = [int(status[:3]), [(name.lower(), value) for name, value in headers]]

        chunks = self._wsgi(environ, start_response)
        close = getattr(chunks, "close", _nothing)
        rest = iter(chunks)
        pieces: list[bytes] = []
        size = 0
        for piece in rest:
            pieces.append(piece)
            size += len(piece)
            if size > WHOLE_ANSWER:
                return LongAnswer(started[0], started[1], context, b"".join(pieces), rest, close)
        close()
        if is_cut:  # what the client still sends is not worth reading
            started[1].append(("connection", "close"))
        return started[0], started[1], b"".join(pieces)

    async def _in_thread(self, function: Callable[[], Any]) -> Any:
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._work.put((function, future))
        return await future

    def _serve(self, loop: asyncio.AbstractEventLoop) -> None:
        while (work := self._work.get()) is not None:
            function, future = work
            try:
                settle = partial(_settle, future, function())
            except Exception as error:
                settle = partial(_fail, future, error)
            loop.call_soon_threadsafe(settle)


def environment(scope: Any, body: bytes, length: int) -> dict[str, Any]:
    """What WSGI calls `environ`. Header names with an underscore are dropped: they would pass for those with a hyphen."""
    host, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    _add_headers(environ, scope)
    environ["CONTENT_TYPE"] = environ.pop("HTTP_CONTENT_TYPE", "")
    environ.pop("HTTP_CONTENT_LENGTH", None)
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    if length or scope.method not in ("GET", "HEAD"):
        environ["CONTENT_LENGTH"] = str(length)
    return environ


def _add_headers(environ: dict[str, Any], scope: Any) -> None:
    for name, value in scope.headers.items():
        if "_" in name:
            continue
        key = "HTTP_" + name.upper().replace("-", "_")
        separator = "; " if name == "cookie" else ","
        environ[key] = f"{environ[key]}{separator}{value}" if key in environ else value


def _has_body(scope: Any) -> bool:
    return "content-length" in scope.headers or "transfer-encoding" in scope.headers


def _say_too_slow(protocol: Any) -> None:
    protocol.response_str(408, [*last_words.HEADERS, ("connection", "close")], last_words.TOO_SLOW)


def _settle(future: asyncio.Future[Any], result: Any) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: asyncio.Future[Any], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)


def _nothing() -> None:
    """For answers that have nothing to close."""
