"""What staff fill in about projects and official answers."""

import datetime as dt
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from portal.core import bilingual
from portal.core.bilingual import BilingualForm, Words
from portal.participation import labels
from portal.participation.models import OfficialAnswer, Project
from portal.participation.service import activities
from portal.territory import queries as territory

STEPS = 12
DOCUMENTS = 20
LONGEST = _("Write at most %(max)d characters.")


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
    zone = SelectField(_("Zone concerned"))
    seen = HiddenField()
    is_published = BooleanField(_("Show this project to residents"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = [SelectChoice(str(zone.id), zone.name) for zone in territory.territory().zones()]
        self.zone.choices = [SelectChoice("", gettext("The whole territory")), *zones]

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


class AnswerForm(BilingualForm):
    """What the organisation decided. Nothing is kept before it is published."""

    texts: ClassVar[dict[str, Words]] = {
        "title": Words(
            label=_("The answer in one sentence"),
            hint=_("It is the title people read: say what was decided."),
            limit=200,
        ),
        "body": Words(
            label=_("Text"),
            hint=_("What you heard, what was decided, what comes next. Markdown."),
            limit=20_000,
            is_required=True,
            missing=_("Write the answer."),
            is_long=True,
            rows=10,
        ),
    }
    decision = RadioField(_("Decision"), validators=[InputRequired(_("Say what was decided."))])
    author = StringField(
        _("Who answers"),
        description=_("Name and office, as people read them under the answer."),
        validators=[DataRequired(_("Say who answers.")), Length(max=150, message=LONGEST)],
        filters=[bilingual.one_line],
    )
    documents = TextAreaField(
        _("Documents"),
        description=_("One per line: what it is, then its address. Minutes of the council https://…"),
        validators=[Optional(), Length(max=8_000, message=LONGEST)],
        filters=[bilingual.some_lines],
        render_kw={"rows": 2},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decision.choices = [SelectChoice(key.value, label) for key, label in labels.DECISIONS.items()]

    def validate_documents(self, field: TextAreaField) -> None:
        lines = _lines(field.data)
        if len(lines) > DOCUMENTS:
            raise ValidationError(gettext("Name at most %(max)d documents.", max=DOCUMENTS))
        wrong = next((line for line in lines if _document(line) is None), None)
        if wrong is not None:
            raise ValidationError(
                gettext("“%(line)s” has no address at its end: it begins with https:// or /.", line=wrong[:60])
            )

    @staticmethod
    def data_of(answer: OfficialAnswer) -> dict[str, Any]:
        """What the form shows of an answer that is corrected."""
        documents = "\n".join(f"{document['title']} {document['url']}" for document in answer.documents)
        texts = bilingual.as_data(title=answer.title, body=answer.body)
        return texts | {"decision": answer.decision, "author": answer.author, "documents": documents}

    def values(self) -> dict[str, Any]:
        """What `service.activities.answer` takes."""
        found = (_document(line) for line in _lines(self.documents.data))
        return {
            "decision": self.decision.data,
            "author": self.author.data,
            "title": self.said("title"),
            "body": self.said("body"),
            "documents": [document for document in found if document],
        }


def project_data(project: Project) -> dict[str, Any]:
    """What the form shows of a project that is there."""
    texts = bilingual.as_data(
        title=project.title, summary=project.summary, body=project.body, outcome=project.outcome, steps=_steps(project)
    )
    return texts | {
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


def _document(line: str) -> dict[str, str] | None:
    """Words and address of a document; an address leads to a page, never to a script."""
    title, _space, url = line.rpartition(" ")
    is_address = url.startswith(("https://", "http://")) or (url.startswith("/") and not url.startswith("//"))
    return {"title": title.strip(" :"), "url": url} if title.strip(" :") and is_address else None
