"""Tables of petitions, by what they are for."""

from portal.petitions.models.comments import Comment
from portal.petitions.models.electors import Elector, ElectorClaim, ElectorRegister
from portal.petitions.models.guards import Burst, GuardLine, GuardRow
from portal.petitions.models.paper import PaperLine, PaperSheet
from portal.petitions.models.petitions import Petition, Sponsor
from portal.petitions.models.promises import Milestone, SessionRecord, Threshold
from portal.petitions.models.reminders import Reminder
from portal.petitions.models.words import Decision, Update

__all__ = [
    "Burst",
    "Comment",
    "Decision",
    "Elector",
    "ElectorClaim",
    "ElectorRegister",
    "GuardLine",
    "GuardRow",
    "Milestone",
    "PaperLine",
    "PaperSheet",
    "Petition",
    "Reminder",
    "SessionRecord",
    "Sponsor",
    "Threshold",
    "Update",
]
