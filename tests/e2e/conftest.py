"""One demonstration for all tests of this folder in a run: tests/support/together.py keeps them on one worker."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.e2e import acts
from tests.e2e import known as known_names
from tests.e2e.demonstration import Demonstration, started
from tests.e2e.viewing import View


@pytest.fixture(scope="session")
def demonstration(chromium: str) -> Iterator[Demonstration]:
    """The town and the councillors' office, running as `make run` runs them."""
    with started() as running:
        yield running


@pytest.fixture(scope="session")
def known(chromium_open: Browser, demonstration: Demonstration) -> dict[str, Any]:
    """Ids, codes and links that the addresses of pages are made of: see known.py."""
    context = chromium_open.new_context(viewport={"width": 360, "height": 800}, locale="fr-FR")
    found = known_names.known(demonstration, context.new_page())
    context.close()
    return found


@pytest.fixture
def view(chromium_open: Browser) -> Iterator[Callable[..., View]]:
    """Opens a window with a person's manners: width, theme, scripts or none."""
    contexts: list[BrowserContext] = []

    def opened(width: int = 360, **manners: Any) -> View:
        context = chromium_open.new_context(viewport={"width": width, "height": 740}, locale="fr-FR", **manners)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return View(context.new_page())

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def sessions(chromium_open: Browser, demonstration: Demonstration) -> Callable[[str, str], Any]:
    """What a signed-in browser keeps, by role and host: each person signs in once in a run."""
    kept: dict[tuple[str, str], Any] = {}

    def session_of(role: str, host: str) -> Any:
        if (role, host) not in kept:
            context = chromium_open.new_context()
            acts.sign_in(context.new_page(), demonstration, role, host)
            kept[role, host] = context.storage_state()
            context.close()
        return kept[role, host]

    return session_of
