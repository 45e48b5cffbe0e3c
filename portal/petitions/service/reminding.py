"""Reminding staff by letter: once when something is near its day, once when it is late. The clock asks each second; a day is
looked at once per organisation, in the morning there.
"""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from portal.accounts import queries as accounts
from portal.accounts import rules as rights
from portal.accounts.models import User
from portal.accounts.rules import Right
from portal.core import clock, mail, tenancy
from portal.core.database import db, transaction, transactional
from portal.core.mail import Letter
from portal.organisations import queries as organisations
from portal.participation.service import keys
from portal.petitions import waiting
from portal.petitions.queries import reminding
from portal.petitions.queries.reminding import DAY, Key
from portal.petitions.rules.ages import Age

MORNING = 7
SUBJECT = "organisation"
PART = "petitions"
ALL = 10_000

Item = dict[str, object]


def tick() -> int:
    """Look at today where that was not done yet. Returns how many letters were written."""
    now = clock.now()
    with transaction():
        known = reminding.looked_at((now - dt.timedelta(days=2)).date())
        cards = [organisations.card_by_id(row.id) for row in organisations.all_organisations()]
    written = 0
    for card in cards:
        local = now.astimezone(ZoneInfo(card.time_zone))
        if local.hour >= MORNING and PART in card.modules and (card.id, local.date()) not in known:
            with tenancy.enter(card.id):
                written += remind(local.date())
            db.session.remove()
    return written


@transactional
def remind(today: dt.date) -> int:
    """Write to those who may do something about it, of what is new today. Returns how many letters that was."""
    if not reminding.claim([(DAY, today, 0, "")]):
        return 0
    judged, kept = _to_judge(today), _to_keep()
    claimed = reminding.claim([*judged, *kept])
    letters = []
    for right, known in ((Right.PETITIONS_MODERATE, judged), (Right.ANSWERS_WRITE, kept)):
        items = [item for key, item in known.items() if key in claimed]
        letters += [_letter(user, right, items) for user in _staff(right)] if items else []
    mail.queue_all(letters)
    return len(letters)


def _to_judge(today: dt.date) -> dict[Key, Item]:
    """What waits for moderators and is near its day or past it."""
    found: dict[Key, Item] = {}
    for each in waiting.queue(ALL):
        if each.age is not Age.FRESH:
            due_on = today + dt.timedelta(days=each.days_left)
            what = f"update {each.update.id}" if each.update else "moderation"
            title = {"": each.update.title} if each.update else each.activity.title
            found[what, due_on, each.activity.id, each.age] = _item(title, each.activity.id, "", each.days_left)
    return found


def _to_keep() -> dict[Key, Item]:
    """Steps of clocks that are near their day or past it."""
    return {
        (f"{each.step} {each.milestone_id}", each.due_on, each.activity.id, "late" if each.days_left < 0 else "soon"): (
            _item(each.activity.title, each.activity.id, each.step, each.days_left)
        )
        for each in waiting.owed()
    }


def _item(title: object, activity_id: int, step: str, days_left: int) -> Item:
    return {"title": title, "activity_id": activity_id, "step": step, "days_left": days_left}


def _staff(right: Right) -> list[User]:
    """Those who may do it, and sign in."""
    return [user for user in accounts.staff() if user.is_active and rights.may(rights.Role(user.role), right)]


def _letter(user: User, right: Right, items: Sequence[Item]) -> Letter:
    return Letter(
        template="petitions/reminder",
        to_address=user.email,
        to_key=keys.person_key(user.email),
        language=user.language,
        subject_type=SUBJECT,
        subject_id=tenancy.current_organisation_id(),
        context={"items": list(items), "is_moderation": right is Right.PETITIONS_MODERATE},
    )
