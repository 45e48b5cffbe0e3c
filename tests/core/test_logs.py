"""What never reaches a log, wherever it was put."""

import re

from portal.core import logs

TOKEN = "oM3zT0kHnbD2nR4pGxq9Yw"


def test_addresses_and_private_facts_are_kept_out():
    entry = logs.redact(None, "info", {"event": "no mailbox for alice@example.org", "email": "alice@example.org"})
    assert entry == {"event": "no mailbox for [address]", "email": "[kept out]"}


def test_every_address_with_a_secret_in_it_is_kept_out(app):
    secret = [rule.rule for rule in app.url_map.iter_rules() if "token" in rule.arguments]
    assert secret
    for rule in secret:
        path = re.sub(r"<[^>]+>", TOKEN, rule)
        assert TOKEN not in logs.redact(None, "info", {"event": f"GET {path}?x=1"})["event"], rule
