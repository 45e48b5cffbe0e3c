"""Every page of both organisations, as a strict reviewer with four eyes and two screens sees it."""

import itertools
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.e2e import places
from tests.e2e.demonstration import OPPOSITION, TOWN, Demonstration
from tests.e2e.viewing import View, cookies_of

Variant = tuple[str, str, int]
Place = tuple[str, str, str, str]
OPPOSITE: list[Variant] = [("fr", "light", 360), ("en", "dark", 1280)]
ALL: list[Variant] = list(itertools.product(("fr", "en"), ("light", "dark"), (360, 1280)))
TRIED = ALL if os.environ.get("PORTAL_TESTS_VARIANTS") == "all" else OPPOSITE
ANYBODY, ADMINISTRATOR, MODERATOR = "", "administrator", "moderator"
PAGES = [
    *((TOWN, ANYBODY, name, path) for name, path in (places.PUBLIC | places.PUBLIC_TOO).items()),
    *((TOWN, ADMINISTRATOR, name, path) for name, path in (places.DESK | places.DESK_TOO).items()),
    (TOWN, MODERATOR, "a page for others", "/manage/settings/"),
    *((OPPOSITION, ANYBODY, name, path) for name, path in places.OPPOSITION.items()),
    *((OPPOSITION, ADMINISTRATOR, name, path) for name, path in places.OPPOSITION_DESK.items()),
]
EXPECTED = places.EXPECTED | {"a page for others": 403}

Look = Callable[[Variant, str, str], BrowserContext]


@pytest.fixture(scope="session")
def windows(chromium_open: Browser, sessions: Callable[[str, str], Any]) -> Iterator[Look]:
    """A browser for each variant, host and person, kept for all pages: what is fetched once is not fetched again."""
    kept: dict[Any, BrowserContext] = {}

    def window(variant: Variant, host: str, role: str) -> BrowserContext:
        key = (variant, host, role)
        if key not in kept:
            language, scheme, width = variant
            kept[key] = chromium_open.new_context(
                viewport={"width": width, "height": 800},
                color_scheme=scheme,
                locale=language,
                storage_state=sessions(role, host) if role else None,
            )
        return kept[key]

    yield window
    for context in kept.values():
        context.close()


def test_every_route_has_an_example(app: Any) -> None:
    """What a new route's author reads when this fails: add a line to tests/e2e/places.py."""
    shown = places.PUBLIC.keys() | places.DESK.keys() | places.DESK_TOO.keys() | places.NO_PAGES
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods:
            assert rule.endpoint in shown, f"tests/e2e/places.py has no example of {rule.rule} ({rule.endpoint})"


@pytest.mark.parametrize("variant", TRIED, ids=lambda variant: "-".join(map(str, variant)))
@pytest.mark.parametrize("place", PAGES, ids=lambda place: f"{place[0].split('.')[0]}-{place[2]}")
def test_a_page_has_no_fault(
    demonstration: Demonstration, windows: Look, known: dict[str, Any], place: Place, variant: Variant
) -> None:
    (host, role, name, path), (language, _, _) = place, variant
    context = windows(variant, host, role)
    view = View(context.new_page())
    try:
        response = view.open(demonstration.url(("" if language == "fr" else "/en") + path.format(**known), host))
        assert response.status == EXPECTED.get(name, 200), response.url
        assert view.page.locator("html").get_attribute("lang") == language
        assert view.look() == []
        if not role:
            assert cookies_of(context) == []
    finally:
        view.page.close()
