"""The gateway in a real web process: what slow, large and odd requests get, and that others feel nothing."""

import http.client
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from portal.runtime.gateway import LARGE_AT_ONCE
from tests.support.browser import Reading
from tests.support.ports import free_port

LIMIT = 100_000
LARGE = 300_000
SERVER = f"""
import sys
from flask import Flask, Response, request, stream_with_context
from portal.runtime import web
from portal.runtime.gateway import Gateway

app = Flask("odd")
app.config["MAX_CONTENT_LENGTH"] = {LIMIT}

@app.route("/<path:path>", methods=["GET", "POST"])
def show(path):
    return dict(path=path, q=request.args.get("q"), n=len(request.get_data()), a=request.cookies.get("a"),
                b=request.cookies.get("b"), evil=request.headers.get("X-Evil"))

@app.get("/long")
def long():
    def pieces():
        for _ in range(100):
            yield request.path.encode() + b"x" * 9_995
    return Response(stream_with_context(pieces()))

@app.get("/broken")
def broken():
    raise RuntimeError

def ask(environ, start_response):
    if environ["PATH_INFO"] == "/nobody":
        raise RuntimeError
    return app.wsgi_app(environ, start_response)

@app.before_request
def allow():
    if request.path.startswith("/scan"):
        request.max_content_length = {LARGE}

def large(method, path):
    return {LARGE} if path.startswith("/scan") else {LIMIT}

gateway = Gateway(ask, threads=2, body_limit={LIMIT}, large=large, body_seconds=1.0)
web.serve(gateway, "127.0.0.1", int(sys.argv[1]))
"""


PATIENCE = 120  # a busy machine takes its time to start a process; nothing is judged by it


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    free = free_port()
    process = subprocess.Popen([sys.executable, "-c", SERVER, str(free)], stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + PATIENCE
    while not _listens(free):
        assert process.poll() is None, "the server ended before it listened"
        assert time.monotonic() < deadline, "the server did not listen in time"
        time.sleep(0.05)
    yield free
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def ask(port: int, method: str, path: str, **more: object) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, **more)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response.status, content


def send(port: int, head: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.sendall(head.replace("\n", "\r\n").encode() + b"\r\n\r\n")
    return connection


def test_paths_queries_cookies_and_bodies_arrive_as_they_were_sent(port: int) -> None:
    status, content = ask(port, "POST", "/caf%C3%A9?q=%C3%A9t%C3%A9", body=b"12345", headers={"Cookie": "a=1; b=2"})
    assert status == 200
    assert content == b'{"a":"1","b":"2","evil":null,"n":5,"path":"caf\\u00e9","q":"\\u00e9t\\u00e9"}\n'


def test_a_header_with_an_underscore_cannot_pass_for_another(port: int) -> None:
    assert b'"evil":null' in ask(port, "GET", "/x", headers={"X_Evil": "yes"})[1]


def test_a_body_without_a_declared_length_arrives_whole(port: int) -> None:
    assert (
        b'"n":6'
        in ask(
            port,
            "POST",
            "/x",
            body=iter([b"123", b"456"]),
            encode_chunked=True,
            headers={"Transfer-Encoding": "chunked"},
        )[1]
    )


def test_a_body_that_is_too_large_is_refused_by_the_application_before_it_is_read(port: int) -> None:
    with send(port, "POST /x HTTP/1.1\nHost: x\nContent-Length: 52428800") as connection:
        assert connection.recv(99).startswith(b"HTTP/1.1 413")


def test_a_body_that_grows_too_large_is_refused_too(port: int) -> None:
    with send(port, "POST /x HTTP/1.1\nHost: x\nTransfer-Encoding: chunked") as connection:
        for _ in range(2):
            connection.sendall(b"fa00\r\n" + b"x" * 64_000 + b"\r\n")
        assert connection.recv(99).startswith(b"HTTP/1.1 413")


def test_some_addresses_take_more_and_no_more_than_they_say(port: int) -> None:
    assert b'"n":250000' in ask(port, "POST", "/scan", body=b"x" * 250_000)[1]
    for path, length in (("/scan", LARGE + 1), ("/x", 250_000)):
        with send(port, f"POST {path} HTTP/1.1\nHost: x\nContent-Length: {length}") as connection:
            assert connection.recv(99).startswith(b"HTTP/1.1 413"), path


def test_large_bodies_that_come_slowly_are_cut_keep_others_waiting_and_give_their_place_back(port: int) -> None:
    slow = [send(port, "POST /scan HTTP/1.1\nHost: x\nContent-Length: 250000") for _ in range(LARGE_AT_ONCE + 2)]
    assert ask(port, "POST", "/x", body=b"12345")[0] == 200, "usual ones do not wait"
    for connection in slow:
        assert connection.recv(99).startswith(b"HTTP/1.1 408")
        connection.close()
    assert ask(port, "POST", "/scan", body=b"x" * 250_000)[0] == 200


def test_slow_bodies_are_cut_and_others_do_not_feel_them(port: int) -> None:
    slow = [send(port, "POST /x HTTP/1.1\nHost: x\nContent-Length: 1000") for _ in range(30)]
    for connection in slow:
        connection.sendall(b"x")
    assert ask(port, "GET", "/x")[0] == 200
    waiting, _, _ = select.select(slow, (), (), 0)
    assert not waiting, "all thirty were still sending when the other had its answer"
    for connection in slow:
        assert connection.recv(99).startswith(b"HTTP/1.1 408")
        connection.close()


def test_a_long_answer_arrives_whole(port: int) -> None:
    status, content = ask(port, "GET", "/long")
    assert (status, len(content)) == (200, 1_000_000)


def test_clients_that_read_nothing_hold_no_thread(port: int) -> None:
    readers = [send(port, "GET /long HTTP/1.1\nHost: x") for _ in range(10)]
    assert ask(port, "GET", "/x")[0] == 200
    for connection in readers:
        connection.close()
    assert ask(port, "GET", "/long")[0] == 200


def test_a_broken_view_answers_500_and_the_next_request_is_served(port: int) -> None:
    assert ask(port, "GET", "/broken")[0] == 500
    assert ask(port, "GET", "/x")[0] == 200


def test_an_application_that_cannot_speak_leaves_a_whole_page_in_both_languages(port: int) -> None:
    status, content = ask(port, "GET", "/nobody")
    assert status == 500
    assert_whole(content.decode(), "Une erreur est survenue", "Something went wrong")


def test_who_sends_too_slowly_reads_a_whole_page_in_both_languages(port: int) -> None:
    with send(port, "POST /x HTTP/1.1\nHost: x\nContent-Length: 1000") as connection:
        content = http.client.HTTPResponse(connection)
        content.begin()
        assert content.status == 408
        assert content.headers.get_content_type() == "text/html"
        assert_whole(content.read().decode(), "L’envoi a duré trop longtemps", "Sending took too long")


def assert_whole(page: str, french: str, english: str) -> None:
    assert Reading(page).faults == []
    assert f">{french}</h1>" in page
    assert f">{english}</h2>" in page
