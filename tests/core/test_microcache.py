"""Shared pages: only what is public, only for a moment, rendered by one at a time, and never past what they announce."""

import threading
import time

import pytest
import redis

from portal.core import microcache


class Pages:
    """A WSGI application that counts how often it is asked."""

    def __init__(self):
        self.headers = [("Cache-Control", "public, max-age=1"), ("Content-Type", "text/html")]
        self.status, self.asked, self.delay, self.body = "200 OK", 0, 0.0, None

    def __call__(self, _environ, start_response):
        self.asked += 1
        number = self.asked
        time.sleep(self.delay)
        body = self.body if self.body is not None else f"page {number}".encode()
        start_response(self.status, [*self.headers, ("Content-Length", str(len(body)))])
        return [body]


@pytest.fixture
def pages():
    return Pages()


@pytest.fixture
def cache(pages, valkey):
    return microcache.MicroCache(pages, valkey, "test")


def ask(cache, path="/", query="", method="GET", **environ):
    said = {}

    def start(status, headers, _exc_info=None):
        said.update(status=status, headers=dict(headers))

    sent = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "town.test"} | environ
    body = b"".join(cache(sent, start))
    return said["status"][:3], body, said["headers"]


def test_readers_share_a_page_for_a_moment(cache, pages):
    assert ask(cache)[1] == ask(cache)[1] == b"page 1"
    time.sleep(microcache.LIFE_SECONDS + 0.05)
    assert ask(cache)[1] == b"page 2"


def test_another_process_finds_it_in_valkey(cache, pages, valkey):
    ask(cache)
    other = microcache.MicroCache(pages, valkey, "test")
    assert ask(other)[1] == b"page 1"


def test_another_release_does_not(cache, pages, valkey):
    ask(cache)
    assert ask(microcache.MicroCache(pages, valkey, "next"))[1] == b"page 2"


class Away:
    """A Valkey that takes its time to say that it is not there."""

    asked = 0

    def get(self, *_args, **_options):
        self.asked += 1
        time.sleep(0.1)
        raise redis.ConnectionError

    set = get


def test_it_works_without_valkey_and_does_not_wait_for_it_each_time(pages):
    away = Away()
    cache = microcache.MicroCache(pages, away, "test")
    assert ask(cache)[1] == ask(cache)[1] == b"page 1"
    for number in range(20):
        ask(cache, query=f"q={number}")
    assert away.asked == 1


@pytest.mark.parametrize(
    "request_of",
    [
        {"HTTP_COOKIE": "session=x"},
        {"method": "POST"},
        {"method": "HEAD"},
        {"query": "token=1"},
        {"query": "q=" + "x" * 600},
    ],
    ids=["cookie", "post", "head", "unlisted-query", "long-query"],
)
def test_what_is_somebodys_own_goes_through(cache, pages, request_of):
    ask(cache, **request_of)
    ask(cache, **request_of)
    assert pages.asked == 2


@pytest.mark.parametrize(
    "other", [{"HTTP_HOST": "next.test"}, {"path": "/x"}, {"query": "q=a"}, {"HTTP_HX_REQUEST": "true"}]
)
def test_pages_that_differ_are_kept_apart(cache, pages, other):
    ask(cache)
    assert ask(cache, **other)[1] == b"page 2"
    assert ask(cache)[1] == b"page 1"


def test_a_restored_history_gets_the_whole_page_again(cache, pages):
    ask(cache)
    assert ask(cache, HTTP_HX_REQUEST="true", HTTP_HX_HISTORY_RESTORE_REQUEST="true")[1] == b"page 1"
    assert ask(cache, HTTP_HX_REQUEST="true", HTTP_HX_BOOSTED="true")[1] == b"page 1"


def test_the_order_of_a_query_does_not_matter(cache, pages):
    ask(cache, query="q=a&zone=b")
    assert ask(cache, query="zone=b&q=a")[1] == b"page 1"


@pytest.mark.parametrize(
    ("status", "control"),
    [("200 OK", "no-store"), ("200 OK", "private, max-age=9"), ("404 NOT FOUND", "public"), ("500 X", "public")],
)
def test_what_is_not_public_is_never_shared(cache, pages, status, control):
    pages.status, pages.headers = status, [("Cache-Control", control)]
    ask(cache)
    ask(cache)
    assert pages.asked == 2


def test_a_page_that_sets_a_cookie_is_never_shared(cache, pages):
    pages.headers = [*pages.headers, ("Set-Cookie", "session=x")]
    ask(cache)
    assert ask(cache)[1] == b"page 2"


def test_a_page_never_lives_past_the_moment_it_names_and_the_header_stays_inside(cache, pages):
    pages.headers = [*pages.headers, (microcache.UNTIL, str(time.time() + 0.2))]
    assert microcache.UNTIL not in ask(cache)[2]
    assert ask(cache)[1] == b"page 1"
    time.sleep(0.25)
    assert ask(cache)[1] == b"page 2", "a moment that has passed keeps nothing"
    assert ask(cache)[1] == b"page 3"


def test_one_renders_while_the_others_wait(cache, pages):
    pages.delay = 0.2
    bodies = []
    readers = [threading.Thread(target=lambda: bodies.append(ask(cache)[1])) for _ in range(20)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join(10)
    assert bodies == [b"page 1"] * 20
    assert pages.asked == 1


def test_those_who_waited_for_what_may_not_be_shared_get_their_own(cache, pages):
    pages.delay, pages.headers = 0.1, [("Cache-Control", "no-store")]
    bodies = []
    readers = [threading.Thread(target=lambda: bodies.append(ask(cache)[1])) for _ in range(5)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join(10)
    assert len(set(bodies)) == 5


def test_a_stream_is_passed_on_untouched(valkey):
    def endless(_environ, start_response):
        start_response("200 OK", [("Cache-Control", "public, max-age=1")])
        return (str(number).encode() for number in range(10**9))

    chunks = iter(microcache.MicroCache(endless, valkey, "test")(
        {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "HTTP_HOST": "town.test"}, lambda *_: None
    ))  # fmt: skip
    assert [next(chunks), next(chunks)] == [b"0", b"1"]


def test_a_reader_who_has_the_page_is_told_so(cache, pages):
    etag = ask(cache)[2]["ETag"]
    status, body, headers = ask(cache, HTTP_IF_NONE_MATCH=etag)
    assert (status, body) == ("304", b"")
    assert headers["ETag"] == etag
    assert ask(cache, HTTP_IF_NONE_MATCH='"other"')[0] == "200"


def test_an_empty_answer_to_a_poll_is_shared_too(cache, pages):
    pages.status, pages.body = "204 NO CONTENT", b""
    ask(cache, query="since=4")
    assert ask(cache, query="since=4")[:2] == ("204", b"")
    assert pages.asked == 1


def test_memory_is_bounded(cache, pages, monkeypatch):
    monkeypatch.setattr(microcache, "ENTRIES", 10)
    for number in range(30):
        ask(cache, query=f"q={number}")
    assert len(cache._entries) == 10
    assert not cache._locks
