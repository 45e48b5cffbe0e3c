"""What the first view of a page costs a telephone: everything over the wire, the font included."""

from collections import Counter
from collections.abc import Callable

import pytest

from tests.e2e import places
from tests.e2e.demonstration import Demonstration
from tests.e2e.viewing import View

EVERYTHING, SCRIPTS = 60 * 1024, 25 * 1024
PATHS = [
    *("/", "/projects", "/results", "/surveys", "/zones", "/search?q=centre", "/privacy", "/sign-in"),
    "/projects/le-centre-autrement",
    *(f"/surveys/{places.OPEN}{page}" for page in ("", "/answer", "/results")),
    f"/surveys/{places.OVER}/results",
    "/surveys/les-menus-des-cantines/results",
]


@pytest.mark.parametrize("path", PATHS)
def test_the_first_view_is_light(demonstration: Demonstration, view: Callable[..., View], path: str) -> None:
    seen = view()
    weights, kinds = Counter[str](), dict[str, str]()
    wire = seen.page.context.new_cdp_session(seen.page)
    wire.on("Network.responseReceived", lambda sent: kinds.update({sent["requestId"]: sent["type"]}))
    wire.on("Network.loadingFinished", lambda sent: weights.update({sent["requestId"]: int(sent["encodedDataLength"])}))
    wire.send("Network.enable")
    seen.page.goto(demonstration.url(path), wait_until="networkidle")
    scripts = sum(weight for request, weight in weights.items() if kinds.get(request) == "Script")
    assert scripts <= SCRIPTS
    assert 0 < weights.total() <= EVERYTHING, weights.most_common()
    assert len(weights) >= 4, "the sheet, the font and the script belong to it"
