"""What staff fill in about a project."""

import datetime as dt
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField

from portal.core import bilingual
from portal.core.bilingual import BilingualForm, Words
from portal.participation.forms.documents import DocumentsField
from portal.participation.models import Project
from portal.participation.rules import documents
from portal.participation.service import activities
from portal.territory import forms as territory

STEPS = 12


class ProjectForm(BilingualForm):
    """A project; its steps are written one per line, `2027-01-09 What happens`."""

    texts: ClassVar[dict[str, Words]] = {
        "title": Words(label=_("Title"), limit=150, is_required=True, missing=_("Give the project a title.")),
        "summary": Words(label=_("In one sentence"), limit=300, is_long=True, rows=2),
        "body": Words(
            label=_("Context"), hint=_("Markdown: **bold**, lists, links."), limit=20_000, is_long=True, rows=8
        ),
        "steps": Words(
            label=_("Calendar"),
            hint=_("One step per line, with its day first where it is known: 2027-01-09 Public meeting"),
            limit=6_000,
            is_long=True,
            is_list=True,
            rows=5,
        ),
        "outcome": Words(
            label=_("What came of it"),
            hint=_("Empty until something came of it. Shown on top of the project's page."),
            limit=20_000,
            is_long=True,
            rows=4,
        ),
    }
    documents = DocumentsField(
        _("Documents"), description=_("One per line: what it is, then its address. Minutes of the council https://…")
    )
    zone = SelectField(_("Zone concerned"))
    seen = HiddenField()
    is_published = BooleanField(_("Show this project to residents"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone.choices = territory.zone_choices(gettext("The whole territory"))

    def check_steps(self) -> bool:
        """Whether each line can be read; the reasons go to the fields."""
        main = self.languages[0]
        lines = {language: _lines(self[f"steps_{language}"].data) for language in self.languages}
        if len(lines[main]) > STEPS:
            self[f"steps_{main}"].errors = [gettext("Write at most %(max)d steps.", max=STEPS)]
            return False
        for language in self.languages[1:]:
            if len(lines[language]) > len(lines[main]):
                self[f"steps_{language}"].errors = [gettext("Write one line beside each step, and no more.")]
                return False
        return True

    def values(self) -> dict[str, Any]:
        """The columns of the project."""
        return {
            "title": self.said("title"),
            "summary": self.said("summary"),
            "body": self.said("body"),
            "outcome": self.said("outcome"),
            "timeline": self._timeline(),
            "documents": self.documents.found,
            "zone_id": int(self.zone.data) if self.zone.data else None,
            "is_published": self.is_published.data,
        }

    def _timeline(self) -> list[dict[str, Any]]:
        columns = {language: _lines(self[f"steps_{language}"].data) for language in self.languages}
        steps = []
        for place, line in enumerate(columns[self.languages[0]]):
            day, words = _dated(line)
            others = {
                language: _dated(lines[place])[1]
                for language, lines in columns.items()
                if place < len(lines) and language != self.languages[0]
            }
            title = {self.languages[0]: words} | {language: text for language, text in others.items() if text}
            steps.append({"title": title} | ({"on": day} if day else {}))
        return steps


def data_of(project: Project) -> dict[str, Any]:
    """What the form shows of a project that is there."""
    texts = bilingual.as_data(
        title=project.title, summary=project.summary, body=project.body, outcome=project.outcome, steps=_steps(project)
    )
    return texts | {
        "documents": "\n".join(documents.written(document) for document in project.documents),
        "zone": str(project.zone_id or ""),
        "is_published": project.is_published,
        "seen": activities.digest_of(project),
    }


def _steps(project: Project) -> dict[str, str]:
    languages = {language for step in project.timeline for language in step.get("title", {})}
    return {
        language: "\n".join(
            " ".join(part for part in (step.get("on", ""), step.get("title", {}).get(language, "")) if part)
            for step in project.timeline
        )
        for language in languages
    }


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").split("\n") if line.strip()]


def _dated(line: str) -> tuple[str, str]:
    """The ISO day that a step begins with, if it does, and its words."""
    first, _space, rest = line.partition(" ")
    try:
        return dt.date.fromisoformat(first).isoformat(), rest.strip() or first
    except ValueError:
        return "", line
