"""Tables of participation, by what they are for."""

from portal.participation.models.activities import (
    Activity,
    Announcement,
    AnswerWish,
    OfficialAnswer,
    PersonTold,
    Project,
)
from portal.participation.models.participations import Ballot, Participation, ParticipationTrace, ParticipationVersion
from portal.participation.models.tallies import TallyCell, TallyDay, TallyHead

__all__ = [
    "Activity",
    "Announcement",
    "AnswerWish",
    "Ballot",
    "OfficialAnswer",
    "Participation",
    "ParticipationTrace",
    "ParticipationVersion",
    "PersonTold",
    "Project",
    "TallyCell",
    "TallyDay",
    "TallyHead",
]
