"""Setting many aside: what the conditions mean and nothing else, in batches that can be stopped, killed and begun again."""

import dataclasses
import datetime as dt
import re

import pytest
from flask_babel import lazy_gettext as _
from sqlalchemy import text

from portal.core import audit, clock, progress, tenancy
from portal.core.database import db, transaction
from portal.core.progress import Progress, State
from portal.participation import kinds, tally
from portal.participation.queries import activities
from portal.participation.rules import conditions as rules
from portal.participation.rules.conditions import Conditions
from portal.participation.service import changing, confirming, setting_aside
from tests.support import cast, residents

REASON = "Envois en série"


@pytest.fixture
def survey(town):
    return open_survey("anyone")


def open_survey(access, **values):
    made = cast.survey(access=access, **values)
    db.session.expunge(made)
    return made


def answers(survey, *said, **values):
    return [residents.answer(survey, each, address=None, **values) for each in said]


def set_aside(survey, **conditions):
    work_id = setting_aside.ask(survey.id, Conditions(**conditions), reason=REASON, actor_id=None)
    setting_aside.carry_on(work_id)
    return work_id


def work_of(work_id):
    row = tenancy.get(Progress, work_id)
    db.session.refresh(row)
    return row


def test_what_the_conditions_mean_leaves_every_total_and_the_rest_stays(survey):
    gare = next(zone.id for zone in cast.territory.territory().zones() if zone.key == "gare")
    answers(survey, "a", "b", zone_id=gare)
    answers(survey, "a")
    work_id = set_aside(survey, zone_id=gare)
    assert residents.figures(survey) == {"": 1, "q1": 1, "q1=a": 1}
    assert (work_of(work_id).state, work_of(work_id).report, work_of(work_id).total) == (State.DONE, {"count": 2}, 2)


def test_each_condition_narrows(survey):
    first, second, third = answers(survey, "a", "b", "c")
    change("UPDATE participations SET submitted_at = submitted_at - interval '1 day', channel = 'import' "
           f"WHERE receipt_code = '{first.receipt_code}'")  # fmt: skip
    yesterday = clock.database_now() - dt.timedelta(hours=1)
    second_id = residents.participation_of(second.manage_token).id
    activity, today = activities.get(survey.id), clock.database_now().date()
    found = {
        "from": Conditions(submitted_from=yesterday),
        "until": Conditions(submitted_until=yesterday, channel="import"),
        "channel": Conditions(channel="web"),
        "assurance": Conditions(assurance="none"),
        "no assurance": Conditions(assurance="email"),
        "ids": Conditions(ids=(second_id,)),
        "days": Conditions(days=(today - dt.timedelta(days=9),)),
    }
    counted = {name: setting_aside.count(activity, each) for name, each in found.items()}
    assert counted == {"from": 2, "until": 1, "channel": 2, "assurance": 3, "no assurance": 0, "ids": 1, "days": 0}
    assert setting_aside.count(activity, Conditions(days=(third_day(third),))) == 3


def third_day(answer):
    statement = "SELECT counted_on FROM participation_versions WHERE participation_id = :id"
    return db.session.scalar(text(statement), {"id": residents.participation_of(answer.manage_token).id})


def change(statement):
    with transaction():
        db.session.execute(text(statement))


def test_a_kind_adds_conditions_of_its_own(survey, monkeypatch):
    own = kinds.Criterion("language", _("Language"), "v.language = :language")
    monkeypatch.setitem(kinds._kinds, "survey", dataclasses.replace(kinds.kind("survey"), criteria=(own,)))
    answers(survey, "a", language="en")
    answers(survey, "b", language="fr")
    set_aside(survey, more={"language": "en"})
    assert residents.figures(survey) == {"": 1, "q1": 1, "q1=b": 1}


def test_conditions_survive_being_written_down(survey):
    wanted = Conditions(zone_id=3, days=(dt.date(2027, 1, 2),), submitted_from=clock.now(), ids=(1, 2), more={"x": "y"})
    assert rules.from_json(wanted.as_json()) == wanted
    for broken in ({"days": [3]}, {"zone_id": "x"}, {"submitted_from": "2027-01-01T00:00"}, {"more": 3}, []):
        with pytest.raises(ValueError, match=r".*"):
            rules.from_json(broken)


def test_receipts_say_so_and_why_and_nobody_comes_back(town, browser):
    survey = open_survey("account")
    carol = residents.answer(survey, "b")
    set_aside(survey, assurance="email")
    page = browser.get(f"/r/{carol.receipt_code}")
    assert REASON in page.text
    with pytest.raises(changing.AlreadyOver):
        residents.answer(survey, "a")
    assert residents.figures(survey) == {}


def test_who_waits_or_withdrew_is_left_alone(town):
    survey = open_survey("email")
    token = residents.take_part(survey, "a", address="dave@example.org")
    changing.withdraw(token)
    residents.answer(survey, "b")
    [link] = residents.mailed_links()
    work_id = set_aside(survey, channel="web")
    assert work_of(work_id).done == 0
    assert residents.participation_of(token).state == "withdrawn"
    assert confirming.confirm(link).receipt_code
    assert residents.figures(survey)[""] == 1


def test_what_was_held_before_leaves_no_figure_and_comes_back_held(survey):
    held, _counted = answers(survey, "a", "b")
    participation = residents.participation_of(held.manage_token)
    assert residents.hold(participation)
    work_id = set_aside(survey, channel="web")
    assert work_of(work_id).done == 2
    assert residents.figures(survey) == {}
    assert residents.head(survey) == (0, 0)
    setting_aside.carry_on(setting_aside.ask_back(work_id, actor_id=None))
    assert residents.figures(survey) == {"": 1, "q1": 1, "q1=b": 1}
    assert residents.participation_of(held.manage_token).state == "held"
    residents.release(participation)
    assert residents.figures(survey)[""] == 2


def test_an_anonymous_activity_is_refused_in_words(town):
    survey = open_survey("email", is_anonymous=True)
    with pytest.raises(setting_aside.NotFindable):
        setting_aside.ask(survey.id, Conditions(channel="web"), reason=REASON, actor_id=None)


def test_without_a_condition_nobody_is_set_aside(survey):
    for nothing in (Conditions(), Conditions(submitted_until=clock.now())):
        with pytest.raises(setting_aside.Everybody):
            setting_aside.ask(survey.id, nothing, reason=REASON, actor_id=None)


def test_who_answers_after_the_look_is_not_meant(survey):
    answers(survey, "a")
    wanted = Conditions(channel="web", submitted_until=clock.database_now())
    answers(survey, "b")
    change("UPDATE participations SET submitted_at = clock_timestamp() WHERE id = (SELECT max(id) FROM participations)")
    setting_aside.carry_on(setting_aside.ask(survey.id, wanted, reason=REASON, actor_id=None))
    assert residents.figures(survey)[""] == 1


def test_it_goes_in_batches_and_stops_between_two(survey, monkeypatch):
    monkeypatch.setattr(setting_aside, "BATCH", 2)
    answers(survey, *"aabbc")
    work_id = setting_aside.ask(survey.id, Conditions(channel="web"), reason=REASON, actor_id=None)
    assert setting_aside._one_batch(work_id)
    assert residents.figures(survey)[""] == 3
    progress.cancel(work_id)
    setting_aside.carry_on(work_id)
    assert (work_of(work_id).state, work_of(work_id).done) == (State.CANCELLED, 2)
    assert residents.figures(survey)[""] == 3


def test_a_job_that_runs_again_ends_the_work_once(survey):
    answers(survey, "a", "b")
    work_id = set_aside(survey, channel="web")
    setting_aside.carry_on(work_id)
    entries = audit.of_subject("activity", survey.id, size=9)
    assert [entry.action for entry in entries[:2]] == ["participations.set_aside", "participations.set_aside_asked"]
    assert entries[0].details["count"] == 2
    assert entries[0].details["conditions"] == {"channel": "web"}


def test_a_long_work_queues_up_again_and_goes_on(survey, monkeypatch):
    monkeypatch.setattr(setting_aside, "BATCH", 1)
    monkeypatch.setattr(setting_aside, "SECONDS", 0)
    answers(survey, "a", "b")
    work_id = setting_aside.ask(survey.id, Conditions(channel="web"), reason=REASON, actor_id=None)
    setting_aside.carry_on(work_id)
    assert (work_of(work_id).state, work_of(work_id).done) == (State.RUNNING, 1)
    for _turn in range(3):
        setting_aside.carry_on(work_id)
    assert (work_of(work_id).state, work_of(work_id).done) == (State.DONE, 2)


def test_what_was_set_aside_counts_again_and_only_that(survey, browser):
    kept = answers(survey, "a")[0]
    changing.invalidate(residents.participation_of(kept.manage_token).id, "Autre raison")
    wrong = answers(survey, "b", "c")
    work_id = set_aside(survey, channel="web")
    assert residents.figures(survey) == {}
    assert setting_aside.may_put_back(work_of(work_id))
    back_id = setting_aside.ask_back(work_id, actor_id=None)
    setting_aside.carry_on(back_id)
    assert residents.figures(survey) == {"": 2, "q1": 2, "q1=b": 1, "q1=c": 1}
    assert work_of(back_id).report == {"count": 2}
    assert not setting_aside.may_put_back(work_of(work_id))
    assert REASON not in browser.get(f"/r/{wrong[0].receipt_code}").text
    changing.withdraw(wrong[0].manage_token)
    assert residents.figures(survey)[""] == 1


def test_work_that_nobody_moves_is_asked_for_again(survey, valkey):
    answers(survey, "a")
    work_id = setting_aside.ask(survey.id, Conditions(channel="web"), reason=REASON, actor_id=None)
    assert progress.take_up_stalled() == 0
    valkey.delete("rq:queue:bulk")
    change("UPDATE progress SET created_at = created_at - interval '2 minutes'")
    assert progress.take_up_stalled() == 1
    assert progress.take_up_stalled() == 0, "once a minute is enough"
    assert valkey.llen("rq:queue:bulk") == 1
    change("UPDATE progress SET moved_at = moved_at - interval '2 days', created_at = created_at - interval '2 days'")
    assert progress.take_up_stalled() == 0
    assert work_of(work_id).state == State.FAILED


@pytest.fixture
def desk(browser):
    browser.sign_in(cast.staff())
    return browser


def test_staff_choose_look_confirm_watch_and_put_back(survey, desk):
    carol = answers(survey, "a")[0]
    assert desk.get(f"/manage/surveys/{survey.id}/responses").text.count(f"/activities/{survey.id}/set-aside") == 1
    [form] = [
        each
        for each in desk.read(desk.get(f"/manage/activities/{survey.id}/set-aside")).forms
        if "check" in each.action
    ]
    assert form.fields.keys() == {"zone", "assurance", "channel", "submitted_from", "submitted_until"}
    asked = desk.get(f"{form.action}?channel=web&assurance=none&zone=&submitted_from=&submitted_until=")
    assert asked.status_code == 200
    missing = desk.submit(asked, reason="")
    assert missing.status_code == 422
    sent = desk.submit(missing, reason=REASON)
    assert sent.status_code == 303
    assert residents.figures(survey)[""] == 1, "a worker does it"
    running = desk.get(sent.location)
    assert "<progress" in running.text
    assert "hx-get" in running.text
    work_id = int(sent.location.rsplit("/", 1)[1])
    setting_aside.carry_on(work_id)
    done = desk.get(sent.location)
    assert REASON in done.text
    assert "<progress" not in done.text
    assert REASON in desk.get(f"/r/{carol.receipt_code}").text
    back = desk.submit(done)
    assert back.status_code == 303
    setting_aside.carry_on(int(back.location.rsplit("/", 1)[1]))
    assert desk.get(back.location).status_code == 200
    assert residents.figures(survey)[""] == 1
    listed = desk.get(f"/manage/activities/{survey.id}/set-aside")
    assert len(re.findall(rf"/activities/{survey.id}/set-aside/\d+", listed.text)) == 2
    assert desk.get(f"/manage/activities/{survey.id}/history").status_code == 200


def test_staff_stop_a_work(survey, desk):
    answers(survey, "a")
    work_id = setting_aside.ask(survey.id, Conditions(channel="web"), reason=REASON, actor_id=None)
    page = desk.get(f"/manage/activities/{survey.id}/set-aside/{work_id}")
    assert desk.submit(page).status_code == 303
    setting_aside.carry_on(work_id)
    assert residents.figures(survey)[""] == 1
    assert work_of(work_id).state == State.CANCELLED


def test_conditions_that_say_nothing_or_make_no_sense_come_back(survey, desk):
    url = f"/manage/activities/{survey.id}/set-aside"
    for query in ("", "zone=nowhere", "assurance=x", "submitted_from=tomorrow",
                  "channel=web&submitted_from=2026-02-02T10:00&submitted_until=2026-02-01T10:00"):  # fmt: skip
        assert desk.get(f"{url}/check?{query}").status_code == 422, query
    for conditions in (
        "",
        "{",
        "[]",
        '{"channel": "web"}',
        '{"more": {"x": "1"}, "submitted_until": "2026-01-01T00:00Z"}',
    ):
        assert desk.post(url, {"conditions": conditions, "reason": REASON}).status_code == 409, conditions
    assert desk.get(f"{url}/check?channel=paper").status_code == 200


def test_the_page_of_an_anonymous_activity_says_why_not(town, desk):
    survey = open_survey("email", is_anonymous=True)
    assert desk.get(f"/manage/activities/{survey.id}/set-aside").status_code == 409


def test_the_tally_is_proven_while_events_still_wait(survey):
    answers(survey, "a", "b", "c")
    residents.figures(survey)
    set_aside(survey, channel="web")
    assert tally.verify(survey.id) == []
    assert residents.head(survey) == (3, 0)
    assert residents.figures(survey) == {}
