"""Every macro, in a browser: nothing for axe to say, nothing that scrolls sideways, nothing that moves."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from tests.support import gallery

AXE = Path(__file__).resolve().parents[2] / "static" / "node_modules" / "axe-core" / "axe.min.js"
RULES = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
PAGES = (*gallery.NAMES, "errors/503")
SHIFT = """() => new Promise(done => {
  let total = 0
  new PerformanceObserver(list => list.getEntries().forEach(entry => { total += entry.value }))
    .observe({type: 'layout-shift', buffered: true})
  document.fonts.ready.then(() => setTimeout(() => done(total), 150))
})"""
TWICE = "() => { document.documentElement.style.fontSize = '200%' }"
VARIANTS = ((360, "light", "fr"), (1280, "dark", "en"), (360, "dark", "en"), (1280, "light", "fr"))
TRIED = VARIANTS if os.environ.get("PORTAL_TESTS_VARIANTS") == "all" else VARIANTS[:2]


@pytest.fixture(scope="module")
def addresses() -> Iterator[dict[str, str]]:
    """Where the gallery answers in each language."""
    servers = {code: make_server("127.0.0.1", 0, gallery.create_gallery(code), threaded=True) for code in ("fr", "en")}
    threads = [threading.Thread(target=server.serve_forever) for server in servers.values()]
    for thread in threads:
        thread.start()
    yield {code: f"http://127.0.0.1:{server.server_port}" for code, server in servers.items()}
    for server in servers.values():
        server.shutdown()
        server.server_close()
    for thread in threads:
        thread.join()


@pytest.fixture
def browser(chromium_open: Browser) -> Browser:
    return chromium_open


def look_at(browser: Browser, url: str, width: int, **manners: Any) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 800}, **manners).new_page()
    page.goto(url, wait_until="load")
    return page


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("variant", TRIED)
def test_axe_finds_nothing(browser, addresses, name, variant):
    width, scheme, language = variant
    page = look_at(browser, f"{addresses[language]}/{name}", width, color_scheme=scheme)
    page.evaluate(AXE.read_text())
    found = page.evaluate(RULES)["violations"]
    assert not found, [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_small_screen_is_wide_enough_and_text_may_be_twice_as_big(browser, addresses, name):
    page = look_at(browser, f"{addresses['fr']}/{name}", 320)
    assert page.evaluate(SIDEWAYS) <= 0
    page.set_viewport_size({"width": 360, "height": 800})
    page.evaluate(TWICE)
    assert page.evaluate(SIDEWAYS) <= 0
    page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_the_page_does_not_move_when_the_font_comes(browser, addresses, name):
    page = look_at(browser, f"{addresses['fr']}/{name}", 360)
    assert page.evaluate(SHIFT) < 0.01
    page.context.close()
