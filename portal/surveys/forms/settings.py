"""What a survey says of itself, who may answer, and who sees the results."""

from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from portal.core import bilingual
from portal.core.bilingual import BilingualForm, Words
from portal.core.languages import said
from portal.participation import labels
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.participation.rules import states
from portal.territory import forms as territory

THEMES = 8
THEME_SIGNS = 40
TITLE_SIGNS = 150

ACCESS_NOTES = {
    states.AccessLevel.ANYONE: _(
        "Nothing is asked of people. One person can answer several times, and the results say so."
    ),
    states.AccessLevel.EMAIL: _("Each address counts once. People press a button in a letter to be counted."),
    states.AccessLevel.ACCOUNT: _("People sign in with a mailed link first. Each account counts once."),
}
PRIVACY = {
    "confidential": (
        _("Confidential"),
        _("Staff with the right may read who answered what. People can change or withdraw their answers while it is open."),
    ),
    "anonymous": (
        _("Anonymous"),
        _("Nobody can ever link an answer to a person, staff included. Nothing can be changed after the answer is sent."),
    ),
}  # fmt: skip


class SettingsForm(BilingualForm):
    """A survey without its questions. `seen` is the version of the activity that the page showed."""

    texts: ClassVar[dict[str, Words]] = {
        "title": Words(
            label=_("Title"),
            hint=_("A question people would ask, or the subject in a few words."),
            limit=TITLE_SIGNS,
            is_required=True,
            missing=_("Give the survey a title."),
        ),
        "summary": Words(
            label=_("In one sentence"),
            hint=_("Shown in lists and in search engines."),
            limit=300,
            is_long=True,
            rows=2,
        ),
        "body": Words(
            label=_("Presentation"),
            hint=_("Why you ask, and what you will do with the answers. Markdown: **bold**, lists, links."),
            limit=20_000,
            is_long=True,
            rows=8,
        ),
    }
    project = SelectField(_("Project"), description=_("Groups activities about one subject."))
    access = RadioField(_("Who can answer?"), validators=[InputRequired(_("Say who can answer."))])
    privacy = RadioField(
        _("Who will know who answered what?"), validators=[InputRequired(_("Choose one; it is fixed at the opening."))]
    )
    results = RadioField(_("Who sees the results?"), validators=[InputRequired(_("Say who sees the results."))])
    zone = SelectField(_("Zone concerned"), description=_("People of this zone find the survey first."))
    asks_zone = BooleanField(_("Ask people for their neighbourhood, so that results can be read by zone"))
    themes = StringField(
        _("Themes"),
        description=_("A few words between commas, for instance: mobility, town centre."),
        validators=[Length(max=THEMES * THEME_SIGNS, message=_("Write at most %(max)d characters."))],
        filters=[bilingual.one_line],
    )
    seen = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access.choices = [_noted(level, labels.ACCESS[level], note) for level, note in ACCESS_NOTES.items()]
        self.privacy.choices = [_noted(key, label, note) for key, (label, note) in PRIVACY.items()]
        self.results.choices = [SelectChoice(key.value, label) for key, label in labels.RESULTS.items()]
        self.project.choices = [SelectChoice("", gettext("No project")), *_projects()]
        self.zone.choices = territory.zone_choices(gettext("The whole territory"))

    def validate_themes(self, _field: StringField) -> None:
        words = self.theme_list
        if len(words) > THEMES or any(len(word) > THEME_SIGNS for word in words):
            raise ValidationError(gettext("Write at most eight themes of forty characters."))

    @property
    def theme_list(self) -> list[str]:
        words = (word.strip() for word in (self.themes.data or "").split(","))
        return list(dict.fromkeys(word for word in words if word))

    def values(self) -> dict[str, Any]:
        """The columns of the activity."""
        return {
            "title": self.said("title"),
            "summary": self.said("summary"),
            "body": self.said("body"),
            "project_id": int(self.project.data) if self.project.data else None,
            "access": self.access.data,
            "is_anonymous": self.privacy.data == "anonymous",
            "results": self.results.data,
            "zone_id": int(self.zone.data) if self.zone.data else None,
            "asks_zone": self.asks_zone.data,
            "themes": self.theme_list,
        }


def data_of(activity: Activity) -> dict[str, Any]:
    """What the form shows of a survey that is there."""
    texts = bilingual.as_data(title=activity.title, summary=activity.summary, body=activity.body)
    return texts | {
        "project": str(activity.project_id or ""),
        "access": activity.access,
        "privacy": "anonymous" if activity.is_anonymous else "confidential",
        "results": activity.results,
        "zone": str(activity.zone_id or ""),
        "asks_zone": activity.asks_zone,
        "themes": ", ".join(activity.themes),
        "seen": str(activity.version),
    }


def _noted(key: str, label: Any, note: Any) -> SelectChoice:
    return SelectChoice(str(key), label, render_kw={"note": note})


def _projects() -> list[SelectChoice]:
    return [SelectChoice(str(project.id), said(project.title)) for project in activities.all_projects()]
