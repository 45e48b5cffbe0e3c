import gzip

import pytest
from werkzeug.test import Client

from portal.core.compression import Compression

PAGE = b"<p>Six sujets vous attendent sur le parvis.</p>" * 60


def answering(headers, body=PAGE):
    def app(environ, start_response):
        start_response(
            "200 OK", [("Content-Type", "text/html; charset=utf-8"), *headers, ("Content-Length", str(len(body)))]
        )
        return [body]

    return Client(Compression(app))


def test_a_public_page_is_compressed_for_who_accepts_it():
    client = answering([("Cache-Control", "public, max-age=1"), ("Vary", "Cookie"), ("ETag", '"a"')])
    answer = client.get("/", headers={"Accept-Encoding": "br, gzip"})
    assert gzip.decompress(answer.data) == PAGE
    assert answer.headers["Vary"] == "Cookie, Accept-Encoding"
    assert int(answer.headers["Content-Length"]) == len(answer.data) < len(PAGE) / 5
    assert answer.headers["ETag"] == '"a"'
    assert client.get("/").data == PAGE


@pytest.mark.parametrize("control", ["no-store", "private"])
def test_a_page_with_a_secret_never_is(control):
    answer = answering([("Cache-Control", control)]).get("/", headers={"Accept-Encoding": "gzip"})
    assert answer.data == PAGE
    assert "Content-Encoding" not in answer.headers


def test_what_is_small_or_compressed_already_is_left_alone():
    public = ("Cache-Control", "public")
    assert answering([public], b"short").get("/", headers={"Accept-Encoding": "gzip"}).data == b"short"
    done = answering([public, ("Content-Encoding", "br")]).get("/", headers={"Accept-Encoding": "gzip"})
    assert done.data == PAGE
