"""Rows of a sheet recorded as responses, each under an id made of what it says, so that a second import finds it again."""

import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.participation.queries.activities import ActivityCard
from portal.participation.rules import states
from portal.participation.service import importing
from portal.participation.service.importing import Fate, PastAct
from portal.surveys import asking, service
from portal.surveys.importing import wording
from portal.surveys.importing.reports import Refusal, Report
from portal.surveys.importing.responses import Reader
from portal.surveys.importing.sheets import Row
from portal.surveys.queries import SurveyForm
from portal.surveys.rules.answers import Answers
from portal.surveys.service import Response
from portal.territory import queries as territory

ROWS = uuid.UUID("6f1d3c6e-6f0b-5f6a-9a43-3b1f8d0f6a51")
"""Under which rows get the ids of their submissions."""


@dataclass(frozen=True)
class Numbered:
    """A row and the id of its submission."""

    row: Row
    submission_id: uuid.UUID


@dataclass(frozen=True)
class Recorder:
    """What recording a row needs to know."""

    activity: ActivityCard
    form: SurveyForm
    reader: Reader
    language: str

    def rows(self) -> Iterator[Numbered]:
        """All rows with their ids. Of rows that say the same, each has its own: the first, the second…"""
        seen: Counter[str] = Counter()
        for row in self.reader.rows:
            said = "\x1f".join(row.cells).rstrip("\x1f")
            seen[said] += 1
            yield Numbered(row, uuid.uuid5(ROWS, f"{self.activity.id}\x1e{seen[said]}\x1e{said}"))

    def record(self, batch: Sequence[Numbered]) -> Report:
        """Record a batch at once, in the transaction of the caller. What was recorded before stays as it is."""
        report = Report(read=len(batch))
        acts: list[PastAct] = []
        for each in batch:
            reading = self.reader.answers_from_row(each.row)
            if reading.problems:
                asked = self.form.questionnaire
                reasons = [wording.say_problem(problem, asked, self.language) for problem in reading.problems]
                report.refused.append(Refusal(each.row.number, reasons))
            else:
                response = self._response(each, reading.answers)
                acts.append(PastAct(submission=service.submission(self.form, response)))
        fates = importing.record_many(self.activity, acts)
        report.added = fates.count(Fate.COUNTED)
        report.unchanged = len(fates) - report.added
        return report

    def _response(self, each: Numbered, answers: Answers) -> Response:
        zone = territory.territory().find(asking.zone_answer(self.form, answers))
        return Response(
            submission_id=each.submission_id,
            answers=answers,
            zone_id=zone.id if zone else None,
            language=self.language,
            channel=states.Channel.IMPORT,
        )
