"""How often one network may act."""

import redis

from portal.core import limits
from tests.support import cast


def test_a_window_counts_by_key_and_forgets_with_the_minute(monkeypatch):
    now = [60.0]
    monkeypatch.setattr(limits.time, "monotonic", lambda: now[0])
    window = limits.Window()
    assert [window.add("a"), window.add("a"), window.add("b")] == [1, 2, 1]
    now[0] = 119.9
    assert window.add("a") == 3
    now[0] = 120.0
    assert window.add("a") == 1


def test_a_flood_of_acts_is_slowed_and_the_page_says_when_to_come_back(app, browser, monkeypatch):
    survey = cast.survey()
    monkeypatch.setitem(app.extensions, "acts", limits.Window())
    monkeypatch.setattr(limits, "ACTS_A_MINUTE", 2)
    answers = [browser.post(f"/surveys/{survey.slug}/answer", {"q1": "a", "go": "next"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].headers["Retry-After"]


def test_codes_cannot_be_guessed_at_speed(browser, valkey):
    answers = [browser.get("/r/22222-22222-222").status_code for _ in range(121)]
    assert answers[0] == 404
    assert answers[-1] == 429


def test_a_rule_is_used_up_also_while_valkey_is_away(app, database, valkey, monkeypatch):
    assert [limits.take("2/minute", "alice") for _ in range(3)] == [True, True, False]
    assert limits.take("2/minute", "bob")

    def away(*_args):
        raise redis.ConnectionError

    monkeypatch.setattr(limits.limiter.limiter, "hit", away)
    assert [limits.take("2/minute", "carol") for _ in range(3)] == [True, True, False]
