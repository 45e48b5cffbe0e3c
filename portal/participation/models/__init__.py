"""Tables of participation, by what they are for."""

from portal.participation.models.activities import (
    Activity,
    Announcement,
    AnswerTold,
    AnswerWish,
    OfficialAnswer,
    Project,
)
from portal.participation.models.participations import Ballot, Participation, ParticipationTrace, ParticipationVersion
from portal.participation.models.tallies import TallyCell, TallyDay, TallyHead

__all__ = [
    "Activity",
    "Announcement",
    "AnswerTold",
    "AnswerWish",
    "Ballot",
    "OfficialAnswer",
    "Participation",
    "ParticipationTrace",
    "ParticipationVersion",
    "Project",
    "TallyCell",
    "TallyDay",
    "TallyHead",
]
