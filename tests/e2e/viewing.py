"""A Chromium window that takes note of everything a page must not do."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Request, Response

AXE = (Path(__file__).resolve().parents[2] / "static" / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
RULES = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
TEXT = "size => { document.documentElement.style.fontSize = size }"
WIDEST = """() => [...document.querySelectorAll('body *')]
  .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .slice(-3).map(one => one.outerHTML.slice(0, 120))"""
HTTP_ERROR = "Failed to load resource: the server responded with a status of"
NARROW = 320


@dataclass
class View:
    """One tab, with what went wrong in it; `faults` also tells of every page that was gone through."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        self.page.on("request", self._note_request)

    def open(self, url: str) -> Response:
        response = self.page.goto(url, wait_until="load")
        assert response is not None
        return response

    def look(self) -> list[str]:
        """What is wrong with the page as it stands: headings, width, axe; and all that was noted on the way."""
        found = [*self.faults]
        if (headings := self.page.locator("h1").count()) != 1:
            found.append(f"{headings} h1")
        found += self._sideways()
        self.page.evaluate(AXE)
        for violation in self.page.evaluate(RULES)["violations"]:
            found.append(f"axe {violation['id']}: {[node['html'][:200] for node in violation['nodes']][:3]}")
        return found

    def _sideways(self) -> list[str]:
        size = self.page.viewport_size
        assert size is not None
        found = []
        for width in (NARROW, size["width"]) if size["width"] < 500 else (size["width"],):
            self.page.set_viewport_size({"width": width, "height": size["height"]})
            if (over := self.page.evaluate(SIDEWAYS)) > 0:
                found.append(f"{over} px too wide at {width}")
        if size["width"] < 500:
            self.page.evaluate(TEXT, "200%")
            if (over := self.page.evaluate(SIDEWAYS)) > 0:
                found.append(f"{over} px too wide with text twice as big: {self.page.evaluate(WIDEST)}")
            self.page.evaluate(TEXT, "")
        return found

    def _note_console(self, message: Any) -> None:
        """A violation of the content policy is an error of the console, too."""
        if message.type in ("error", "warning") and not message.text.startswith(HTTP_ERROR):
            self.faults.append(f"console: {message.text}")

    def _note_request(self, request: Request) -> None:
        if request.url.startswith("data:") or self.page.url in ("about:blank", ""):
            return
        if not request.is_navigation_request() and urlsplit(request.url).netloc != urlsplit(self.page.url).netloc:
            self.faults.append(f"asks elsewhere: {request.url}")


def cookies_of(context: BrowserContext) -> list[str]:
    return [str(cookie.get("name")) for cookie in context.cookies()]
