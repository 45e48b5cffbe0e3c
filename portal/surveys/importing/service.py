"""Surveys and responses from files: questionnaires become drafts, rows take the same way as what people post."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from flask_babel import gettext as _

from portal.core import clock, languages, progress
from portal.core.database import transaction, transactional
from portal.core.errors import Refused
from portal.participation.models import Activity
from portal.participation.queries import activities
from portal.surveys import queries as surveys
from portal.surveys import service
from portal.surveys.importing import responses, sheets, wording, xlsform
from portal.surveys.importing.recording import Recorder
from portal.surveys.importing.reports import Report
from portal.surveys.importing.responses import Reader
from portal.surveys.importing.sheets import Sheet, UnreadableFile
from portal.surveys.importing.warnings import RowWarning
from portal.surveys.queries import SurveyForm
from portal.surveys.rules.questions import Questionnaire
from portal.territory import queries as territory

BATCH = 500

Tell = Callable[[int, int], None]
"""Called with how many rows are done, of how many."""


@dataclass(frozen=True)
class NewSurvey:
    """A survey made from a file, and what of the file it leaves out."""

    activity: Activity
    warnings: list[RowWarning]


@transactional
def import_questionnaire(
    content: bytes, *, name: str, is_opened: bool = False, actor_id: int | None = None, access: str = "email"
) -> NewSurvey:
    """Make a survey of an XLSForm, or of the header and the answers of a sheet of responses.

    `name` is its title where the file has none. It is a draft, unless it is to be opened at once. Raises Refused for a
    file that cannot be read or asks nothing.
    """
    language = languages.main()
    title, questionnaire, warnings = _questionnaire(content, language)
    if not any(question.is_answered for question in questionnaire.questions()):
        raise Refused(_("No question was found in this file."))
    activity = service.create(questionnaire, title={language: title or name}, actor_id=actor_id, access=access)
    if is_opened:
        activity = service.publish(activity.id, opens_at=clock.database_now(), closes_at=None, actor_id=actor_id)
    return NewSurvey(activity, warnings)


def import_responses(
    activity_id: int, content: bytes, *, actor_id: int | None = None, tell: Tell | None = None
) -> Report:
    """Record each row of a sheet as a response, in batches; a row that was recorded before stays as it is.

    Raises Refused for a file that cannot be read, or a survey that has no published questions yet.
    """
    form, language = _form(activity_id), languages.main()
    sheet = _read(content, sheets.RESPONSE_LIMITS)[0]
    recorder = Recorder(
        activities.card_by_id(activity_id), form, Reader(form.questionnaire, sheet, language, _zones()), language
    )
    report = Report(warnings=recorder.reader.unknown)
    progress_id = progress.begin("survey_responses", total=len(recorder.reader.rows), asked_by=actor_id)
    try:
        _record_all(recorder, report, progress_id, tell)
    except progress.Cancelled:
        report.is_cancelled = True
    except BaseException:
        progress.finish(progress_id, progress.State.FAILED, report.as_json())
        raise
    state = progress.State.CANCELLED if report.is_cancelled else progress.State.DONE
    progress.finish(progress_id, state, report.as_json())
    return report


def _record_all(recorder: Recorder, report: Report, progress_id: int, tell: Tell | None) -> None:
    rows, total = recorder.rows(), len(recorder.reader.rows)
    while batch := list(islice(rows, BATCH)):
        with transaction():
            done = recorder.record(batch)
            progress.advance(progress_id, report.read + done.read)
        report.add(done)
        if tell is not None:
            tell(report.read, total)


def _questionnaire(content: bytes, language: str) -> tuple[str, Questionnaire, list[RowWarning]]:
    found = _read(content, sheets.RESPONSE_LIMITS)
    if xlsform.is_form(found):
        form = xlsform.read_form(found, language)
        return form.title, form.questionnaire, form.warnings
    proposal = responses.questionnaire_from_header(found[0], language)
    return "", proposal.questionnaire, proposal.warnings


def _read(content: bytes, limits: sheets.Limits) -> list[Sheet]:
    try:
        return sheets.read(content, limits)
    except UnreadableFile as error:
        raise Refused(wording.say_unreadable(error)) from error


def _form(activity_id: int) -> SurveyForm:
    if surveys.find_published(activity_id) is None:
        raise Refused(_("Publish the questions of this survey before you import responses."))
    return surveys.current_form(activity_id)


def _zones() -> dict[str, dict[str, str]]:
    known = territory.territory()
    return {layer: {zone.key: zone.name for zone in known.zones(layer)} for layer in ("", *known.layers)}
