"""Second opinions, and the words of a petition that was turned down."""

from flask import Response, request
from flask_babel import gettext as _

from portal.accounts.rules import Right
from portal.core import web
from portal.core.access import access
from portal.core.errors import Refused
from portal.participation.models import Activity
from portal.petitions.forms.deciding import NoteForm, OpinionForm
from portal.petitions.manage import asking
from portal.petitions.manage.blueprint import actor_id, blueprint
from portal.petitions.rules.states import Act
from portal.petitions.service import deciding


@blueprint.get("/<int:activity_id>/opinion")
@access(Right.PETITIONS_MODERATE)
def ask_opinion(activity_id: int) -> Response:
    """Before somebody else is asked to look."""
    activity, row = asking.ready(Act.OPINION_ASKED, activity_id)
    if row.opinion_asked_at is not None:
        raise Refused(_("A second opinion was asked for: wait for it."))
    return _ask_page(activity, NoteForm())


@blueprint.post("/<int:activity_id>/opinion")
@access(Right.PETITIONS_MODERATE)
def send_opinion_request(activity_id: int) -> Response:
    """Nobody decides until the opinion is there."""
    activity, _row = asking.ready(Act.OPINION_ASKED, activity_id)
    form = NoteForm(request.form)
    if not form.validate():
        return _ask_page(activity, form, status=422)
    deciding.ask_opinion(activity_id, text=form.note.data or "", actor_id=actor_id())
    return web.see_other("petitions_manage.show", activity_id=activity_id, done="opinion_asked")


@blueprint.get("/<int:activity_id>/opinion/give")
@access(Right.PETITIONS_MODERATE)
def write_opinion(activity_id: int) -> Response:
    """What a second member of staff thinks."""
    activity, row = asking.ready(Act.OPINION_GIVEN, activity_id)
    if row.opinion_asked_at is None:
        raise Refused(_("Nobody asked for a second opinion."))
    if row.opinion_asked_by == actor_id():
        raise Refused(_("You asked for this opinion: somebody else gives it."))
    return _give_page(activity, OpinionForm())


@blueprint.post("/<int:activity_id>/opinion/give")
@access(Right.PETITIONS_MODERATE)
def give_opinion(activity_id: int) -> Response:
    """The decision itself stays with whoever takes it."""
    activity, _row = asking.ready(Act.OPINION_GIVEN, activity_id)
    form = OpinionForm(request.form)
    if not form.validate():
        return _give_page(activity, form, status=422)
    deciding.give_opinion(activity_id, form.opinion.data, text=form.note.data or "", actor_id=actor_id())
    return web.see_other("petitions_manage.show", activity_id=activity_id, done="opinion_given")


@blueprint.get("/<int:activity_id>/opinion/unask")
@access(Right.PETITIONS_MODERATE)
def ask_unask(activity_id: int) -> Response:
    """Before somebody decides without the opinion that they asked for."""
    activity, row = asking.ready(Act.OPINION_UNASKED, activity_id)
    if row.opinion_asked_at is None:
        raise Refused(_("Nobody asked for a second opinion."))
    if row.opinion_asked_by != actor_id():
        raise Refused(_("Somebody else asked for this opinion: you can give it."))
    return _unask_page(activity, NoteForm())


@blueprint.post("/<int:activity_id>/opinion/unask")
@access(Right.PETITIONS_MODERATE)
def unask_opinion(activity_id: int) -> Response:
    """Anybody who moderates may decide again."""
    activity, _row = asking.ready(Act.OPINION_UNASKED, activity_id)
    form = NoteForm(request.form)
    if not form.validate():
        return _unask_page(activity, form, status=422)
    deciding.unask_opinion(activity_id, text=form.note.data or "", actor_id=actor_id())
    return web.see_other("petitions_manage.show", activity_id=activity_id, done="opinion_unasked")


@blueprint.get("/<int:activity_id>/text")
@access(Right.PETITIONS_MODERATE)
def ask_text(activity_id: int) -> Response:
    """Before the words of a refused petition leave its page, or come back to it."""
    activity, row = asking.ready(Act.TEXT_HIDDEN, activity_id)
    return _text_page(activity, NoteForm(), is_hidden=row.is_text_hidden)


@blueprint.post("/<int:activity_id>/text")
@access(Right.PETITIONS_MODERATE)
def change_text(activity_id: int) -> Response:
    """Hide what is shown, show what is hidden: what the page asked, whatever happened meanwhile."""
    activity, row = asking.ready(Act.TEXT_HIDDEN, activity_id)
    form = NoteForm(request.form)
    if not form.validate():
        return _text_page(activity, form, is_hidden=row.is_text_hidden, status=422)
    change = deciding.show_text if request.form.get("go") == "show" else deciding.hide_text
    change(activity_id, text=form.note.data or "", actor_id=actor_id())
    return web.see_other("petitions_manage.show", activity_id=activity_id, done="text")


def _ask_page(activity: Activity, form: NoteForm, *, status: int = 200) -> Response:
    return asking.ask(
        activity,
        form,
        title=_("Ask for a second opinion?"),
        consequences=[
            _("Nobody can accept the petition or turn it down until another member of staff has said what they think."),
            _("The moderators see it at the top of their list; its clock goes on."),
        ],
        label=_("Ask for it"),
        status=status,
    )


def _give_page(activity: Activity, form: OpinionForm, *, status: int = 200) -> Response:
    return asking.ask(
        activity,
        form,
        title=_("Your opinion on this petition"),
        consequences=[_("It stands in the journal under your name; the decision itself is taken afterwards.")],
        label=_("Give this opinion"),
        status=status,
    )


def _unask_page(activity: Activity, form: NoteForm, *, status: int = 200) -> Response:
    return asking.ask(
        activity,
        form,
        title=_("Decide without a second opinion?"),
        consequences=[
            _("The petition can be accepted or turned down again, by you or another moderator."),
            _("The journal keeps that an opinion was asked for, and that nobody gave it."),
        ],
        label=_("Do not wait for it"),
        status=status,
    )


def _text_page(activity: Activity, form: NoteForm, *, is_hidden: bool, status: int = 200) -> Response:
    shows = [_("Anybody can read it on the page of the refused petition, beside the rule that it breaks.")]
    hides = [_("The page keeps the rule and what was written with it; the words of the petition leave it.")]
    return asking.ask(
        activity,
        form,
        title=_("Show its text again?") if is_hidden else _("Hide its text?"),
        consequences=shows if is_hidden else hides,
        label=_("Show the text") if is_hidden else _("Hide the text"),
        go="show" if is_hidden else "hide",
        can_be_undone=True,
        status=status,
    )
