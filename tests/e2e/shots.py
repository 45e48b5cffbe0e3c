"""README's pictures: `python -m tests.e2e.shots` starts a demonstration and writes docs/pictures/*.png."""

import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e import acts, places
from tests.e2e import known as known_names
from tests.e2e.demonstration import Demonstration, started
from tests.support.chromium import SKIPPED, find_chromium

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
HEAVIEST = 150 * 1024
PHONE, DESKTOP = {"width": 360, "height": 720}, {"width": 1120, "height": 760}
PHONES = {
    "home": "/",
    "question": f"/surveys/{places.OPEN}/answer",
    "results": f"/surveys/{places.OPEN}/results",
    "receipt": "/r/{code}",
}
DESKTOPS = {"home": "/", "results": f"/surveys/{places.OVER}/results"}
DESKS = {"contacts": "/manage/contacts", "editor": "/manage/surveys/{activity}/questions"}


def main() -> None:
    """Take them all, each in light and dark."""
    if (program := find_chromium()) is None:
        sys.exit(SKIPPED)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with started() as demonstration, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        known = known_names.known(demonstration, browser.new_page(viewport=PHONE, locale="fr-FR"))
        for scheme in ("light", "dark"):
            for kind, size, pages in (("phone", PHONE, PHONES), ("desktop", DESKTOP, DESKTOPS)):
                page = _page(browser, size, scheme)
                for name, path in pages.items():
                    _take(page, demonstration.url(path.format(**known)), f"{name}-{kind}-{scheme}")
            _take_desks(_page(browser, DESKTOP, scheme), demonstration, known, scheme)
        browser.close()


def _take_desks(page: Page, demonstration: Demonstration, known: dict[str, Any], scheme: str) -> None:
    acts.sign_in(page, demonstration, "administrator")
    for name, path in DESKS.items():
        _take(page, demonstration.url(path.format(**known)), f"{name}-desktop-{scheme}")


def _page(browser: Browser, size: Any, scheme: Any) -> Page:
    return browser.new_context(viewport=size, color_scheme=scheme, locale="fr-FR", reduced_motion="reduce").new_page()


def _take(page: Page, url: str, name: str) -> None:
    page.goto(url, wait_until="networkidle")
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path, animations="disabled")
    size = path.stat().st_size
    assert size <= HEAVIEST, f"{path.name} weighs {size} bytes"
    print(f"{path.name}\t{size // 1024} KB")


if __name__ == "__main__":
    main()
