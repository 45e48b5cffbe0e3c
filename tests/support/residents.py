"""What residents do, through the services: answer, press the link that was mailed, change their mind."""

import uuid
from typing import Any

from sqlalchemy import text

from portal.core import tokens
from portal.core.database import db, transaction
from portal.participation import tally
from portal.participation.models import Activity
from portal.participation.queries import activities, tallies
from portal.participation.rules import states
from portal.participation.rules.conditions import Conditions
from portal.participation.service import confirming, recording, setting_aside
from portal.participation.service.acts import Recorded, Submission
from tests.support import work


def submission(said: str = "a", *, address: str | None = "carol@example.org", **values: Any) -> Submission:
    """A form of `cast.survey` whose one answer is this."""
    known = {
        "submission_id": uuid.uuid4(),
        "content": {"form": 1, "answers": {"q1": said}},
        "marks": ["q1", f"q1={said}"],
        "address": address,
        "assurance": states.Assurance.EMAIL if address else states.Assurance.NONE,
    }
    return Submission(**(known | values))


def answer(survey: Activity, said: str = "a", **values: Any) -> Recorded:
    return recording.submit(activities.card_by_id(survey.id), submission(said, **values))


def mailed_links() -> list[str]:
    """The tokens of the confirmation links in the mailbox, oldest first; the mailbox is emptied."""
    letters = [letter for letter in work.letters() if "/confirm/" in work.text_of(letter)]
    return [work.link_in(letter, "/confirm/").rsplit("/", 1)[-1].strip() for letter in letters]


def manage_tokens() -> list[str]:
    """The tokens of the personal links in the mailbox, oldest first."""
    letters = [letter for letter in work.letters() if "/my/" in work.text_of(letter)]
    return [work.link_in(letter, "/my/").rsplit("/", 1)[-1] for letter in letters]


def take_part(survey: Activity, said: str = "a", **values: Any) -> str:
    """Answer, confirm, and give the personal link's token."""
    answer(survey, said, **values)
    confirming.confirm(mailed_links()[-1])
    return manage_tokens()[-1]


def let_letters_go_again() -> None:
    """A minute passes for the limit of letters."""
    with transaction():
        db.session.execute(text("UPDATE letters SET created_at = created_at - interval '61 seconds'"))


def figures(survey: Activity) -> dict[str, int]:
    """What counts now, by mark, once everything waiting is done; each time the tally is proven."""
    work.do_all()
    assert tally.verify(survey.id) == []
    return {cell.mark: cell.n for cell in tallies.cells(survey.id) if cell.n}


def head(survey: Activity) -> tuple[int, int]:
    """(counted, pending)."""
    row = tallies.head(survey.id)
    assert row is not None
    return row.counted, row.pending


def participation_of(token: str) -> Any:
    """The row behind a personal link."""
    return db.session.execute(
        text("SELECT * FROM participations WHERE manage_digest = :digest"), {"digest": tokens.digest(token)}
    ).one()


def hold(participation: Any, reason: str = "burst") -> int:
    """Have one held, as staff do. Returns how many were."""
    return _worked(setting_aside.HOLD, participation, reason)


def release(participation: Any) -> int:
    """Let it through. Returns how many were."""
    return _worked(setting_aside.RELEASE, participation, "staff")


def _worked(kind: str, participation: Any, reason: str) -> int:
    wanted = Conditions(ids=(participation.id,))
    work_id = setting_aside.ask(participation.activity_id, wanted, reason=reason, actor_id=None, kind=kind)
    setting_aside.carry_on(work_id)
    done = db.session.scalar(text("SELECT done FROM progress WHERE id = :id"), {"id": work_id})
    assert isinstance(done, int)
    return done
