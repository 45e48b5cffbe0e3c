"""What residents wrote under their signatures: read and published, refused, or still waiting."""

from collections.abc import Sequence

from portal.core.database import transactional
from portal.demo.documents import Document
from portal.participation.service.acts import Submission
from portal.petitions.queries import comments
from portal.petitions.rules.comments import Standing
from portal.petitions.rules.states import Reason
from portal.petitions.service import commenting


@transactional
def keep(activity_id: int, signed: Sequence[Submission], document: Document, moderator_id: int) -> None:
    """Let what these say wait, then decide about each as the file says."""
    for submission in signed:
        if submission.content.get("comment"):
            comments.add(activity_id, submission.submission_id)
    decided = {each["says"]: each for each in document.get("comments", []) if "standing" in each}
    for row in comments.page(activity_id, Standing.WAITING).rows:
        if (each := decided.get(row.comment)) is not None:
            _decide(activity_id, row.id, each, moderator_id)


def _decide(activity_id: int, version_id: int, document: Document, moderator_id: int) -> None:
    if document["standing"] == Standing.PUBLISHED:
        commenting.publish(activity_id, [version_id], seen=Standing.WAITING, actor_id=moderator_id)
        return
    reason = Reason(document["reason"])
    commenting.refuse(activity_id, [version_id], reason, seen=Standing.WAITING, actor_id=moderator_id)
