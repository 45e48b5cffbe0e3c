"""What officials decide about a petition, each with its line in the journal that is only ever added to."""

from flask_babel import gettext as _

from portal.core import audit, clock, outbox
from portal.core.database import db, transactional
from portal.core.errors import Refused
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.participation.rules.states import Stage
from portal.participation.service import activities as service_activities
from portal.participation.service import lifecycle
from portal.petitions import queries
from portal.petitions.events import PetitionDecided
from portal.petitions.models import Decision, Petition
from portal.petitions.queries import sponsors
from portal.petitions.rules import states
from portal.petitions.rules.states import Act, Reason, Standing


class NotNow(Refused):
    """The petition does not stand so that this could be done with it."""


@transactional
def submit(activity_id: int) -> bool:
    """Give a petition to the moderators once enough people carry it. Returns whether it went now."""
    petition = queries.locked(activity_id)
    is_ready = states.has_enough_sponsors(sponsors.count_confirmed(activity_id))
    if not is_ready or not states.may(Act.SUBMITTED, Standing(petition.standing)):
        return False
    petition.standing, petition.submitted_at = Standing.MODERATION, clock.database_now()
    set_stage(activity_id, Stage.REVIEW)
    note(petition, Act.SUBMITTED)
    return True


@transactional
def reject(
    activity_id: int, reason: Reason, *, text: str = "", seen: str | None = None, actor_id: int | None = None
) -> None:
    """Turn a petition down, in public, for a reason of the charter; some reasons hide its text."""
    petition = locked_for(Act.REJECTED, activity_id)
    refuse_without_opinion(petition)
    refuse_unseen(activity_id, seen)
    petition.standing, petition.reason, petition.reason_note = Standing.REJECTED, reason, text or None
    _decided(petition, actor_id)
    set_stage(activity_id, Stage.DRAFT)
    if states.hides_text(reason):
        _hide(petition)
    note(petition, Act.REJECTED, actor_id=actor_id, reason=reason, text=text)


@transactional
def restore(activity_id: int, *, text: str = "", actor_id: int | None = None) -> None:
    """Take a rejection back: the petition waits for the moderators again."""
    petition = locked_for(Act.RESTORED, activity_id)
    petition.standing, petition.reason, petition.reason_note = Standing.MODERATION, None, None
    petition.is_text_hidden, petition.decided_at, petition.decided_by = False, None, None
    set_stage(activity_id, Stage.REVIEW)
    note(petition, Act.RESTORED, actor_id=actor_id, text=text)


@transactional
def hide_text(activity_id: int, *, text: str = "", actor_id: int | None = None) -> None:
    """Take the words of a petition that was turned down off its page; the reason stays."""
    petition = locked_for(Act.TEXT_HIDDEN, activity_id)
    _hide(petition)
    note(petition, Act.TEXT_HIDDEN, actor_id=actor_id, text=text)


@transactional
def show_text(activity_id: int, *, text: str = "", actor_id: int | None = None) -> None:
    """Show them again."""
    petition = locked_for(Act.TEXT_SHOWN, activity_id)
    petition.is_text_hidden = False
    note(petition, Act.TEXT_SHOWN, actor_id=actor_id, text=text)


@transactional
def ask_opinion(activity_id: int, *, text: str = "", actor_id: int | None = None) -> None:
    """Have a second member of staff look before anybody decides."""
    petition = locked_for(Act.OPINION_ASKED, activity_id)
    petition.opinion_asked_at, petition.opinion_asked_by = clock.database_now(), actor_id
    note(petition, Act.OPINION_ASKED, actor_id=actor_id, text=text)


@transactional
def give_opinion(activity_id: int, opinion: str, *, text: str = "", actor_id: int | None = None) -> None:
    """Say what a second member of staff thinks. Raises Refused for whoever asked."""
    petition = locked_for(Act.OPINION_GIVEN, activity_id)
    if petition.opinion_asked_at is None:
        raise NotNow(_("Nobody asked for a second opinion."))
    if actor_id is not None and actor_id == petition.opinion_asked_by:
        raise NotNow(_("You asked for this opinion: somebody else gives it."))
    petition.opinion_asked_at = petition.opinion_asked_by = None
    note(petition, Act.OPINION_GIVEN, actor_id=actor_id, text=text, opinion=opinion)


@transactional
def unask_opinion(activity_id: int, *, text: str = "", actor_id: int | None = None) -> None:
    """Wait for it no longer: a team of one would wait for ever. Raises NotNow for anybody but whoever asked."""
    petition = locked_for(Act.OPINION_UNASKED, activity_id)
    if petition.opinion_asked_at is None:
        raise NotNow(_("Nobody asked for a second opinion."))
    if actor_id != petition.opinion_asked_by:
        raise NotNow(_("Somebody else asked for this opinion: you can give it."))
    petition.opinion_asked_at = petition.opinion_asked_by = None
    note(petition, Act.OPINION_UNASKED, actor_id=actor_id, text=text)


@transactional
def withdraw(activity_id: int, *, text: str, actor_id: int | None = None) -> None:
    """Take a petition back, by its author or for them. What had opened stays as a page with the reason."""
    petition = locked_for(Act.WITHDRAWN, activity_id)
    had_opened = petition.standing == Standing.ACCEPTED
    petition.standing = Standing.WITHDRAWN
    if had_opened:
        service_activities.withdraw(activity_id, reason=text, actor_id=actor_id)
    else:
        set_stage(activity_id, Stage.DRAFT)
    note(petition, Act.WITHDRAWN, actor_id=actor_id, text=text)


@transactional
def close(activity_id: int, *, text: str = "", actor_id: int | None = None) -> None:
    """Take no more signatures from this instant on. Raises Refused unless it is open."""
    petition = locked_for(Act.CLOSED, activity_id)
    lifecycle.close_now(activity_id, actor_id=actor_id)
    note(petition, Act.CLOSED, actor_id=actor_id, text=text)


def locked_for(act: Act, activity_id: int) -> Petition:
    """The petition, held, if this may be done with it now. Raises NotNow."""
    petition = queries.locked(activity_id)
    if not states.may(act, Standing(petition.standing)):
        raise NotNow(_("The state of this petition changed meanwhile: look at it again."))
    return petition


def refuse_without_opinion(petition: Petition) -> None:
    """Raises NotNow while a second opinion is awaited."""
    if petition.opinion_asked_at is not None:
        raise NotNow(_("A second opinion was asked for: wait for it."))


def refuse_unseen(activity_id: int, seen: str | None) -> None:
    """Raises NotNow where the words are not those that were read. `seen` is their version; None: whatever they are."""
    if seen is not None and seen != str(activities.locked(activity_id).version):
        raise NotNow(_("The words of this petition changed meanwhile: read them again before you decide."))


def note(
    petition: Petition,
    act: Act,
    *,
    actor_id: int | None = None,
    reason: str | None = None,
    text: str = "",
    opinion: str | None = None,
) -> None:
    """Add a line to the journal of the petition and to the log, and let its author hear of it."""
    line = Decision(
        activity_id=petition.activity_id,
        act=act,
        decided_by=actor_id,
        reason=reason,
        note=text or None,
        opinion=opinion,
    )
    db.session.add(line)
    audit.record(f"petition.{act}", "activity", petition.activity_id, actor_id=actor_id)
    outbox.publish(PetitionDecided(activity_id=petition.activity_id, act=act))


def set_stage(activity_id: int, stage: Stage) -> Activity:
    """What the pages and lists of all kinds go by. What is not published they do not show."""
    activity = activities.locked(activity_id)
    activity.stage = stage
    activity.version += 1
    activities.forget_cards()
    return activity


def _hide(petition: Petition) -> None:
    """The address was made from the title: it goes with it, for good."""
    petition.is_text_hidden = True
    activities.locked(petition.activity_id).slug = f"{queries.KIND}-{petition.activity_id}"
    activities.forget_cards()


def _decided(petition: Petition, actor_id: int | None) -> None:
    petition.decided_at, petition.decided_by = clock.database_now(), actor_id
