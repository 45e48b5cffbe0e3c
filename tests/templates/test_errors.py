import re

import pytest

from tests.support import gallery

EXPECTED = [400, 403, 404, 405, 409, 410, 413, 421, 422, 429, 500, 503]


@pytest.fixture(params=["fr", "en"])
def client(request):
    return gallery.create_gallery(request.param).test_client()


def test_every_error_that_a_person_can_meet_has_its_page():
    assert gallery.ERRORS == EXPECTED


@pytest.mark.parametrize("code", EXPECTED)
def test_an_error_page_says_what_happened_and_what_to_do(client, code):
    answer = client.get(f"/errors/{code}")
    page = answer.get_data(as_text=True)
    assert answer.status_code == code
    assert page.count("<h1") == 1
    assert re.search(r'<p class="lead push">[^<]{20,}</p>', page)
    assert re.search(r'<div class="prose push"><p>[^<]{20,}</p>', page)
    assert str(code) in page


def test_error_pages_are_in_the_language_of_the_site():
    french = gallery.create_gallery("fr").test_client()
    assert "Il n’y a rien à cette adresse" in french.get("/errors/404").get_data(as_text=True)
