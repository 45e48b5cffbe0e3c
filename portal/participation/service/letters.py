"""What participation writes to people, and what it says when it refuses."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row

from portal.core import mail
from portal.core.mail import Letter, Urgency
from portal.participation.queries.activities import ActivityCard
from portal.participation.service import keys

SUBJECT = "participation"


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """Whose participation a letter is about, and where it goes."""

    participation_id: int
    key: bytes
    address: str
    language: str


def confirmation(activity: ActivityCard, to: Addressee, link: str) -> Letter:
    """The letter with the link that counts one very answer."""
    closes_at = activity.closes_at.isoformat() if activity.closes_at else None
    context = {"kind": activity.kind, "title": activity.title, "link": link, "closes_at": closes_at}
    return _letter("confirm", to, Urgency.CONFIRMATION, context)


def ask_to_confirm(activity: ActivityCard, to: Addressee, link: str) -> None:
    """Limited, so that nobody can flood a mailbox."""
    mail.queue(confirmation(activity, to, link), is_limited=True)


def say_already(activity: ActivityCard, to: Addressee) -> None:
    """A letter to somebody who took part before; the page they see says the same as ever."""
    manage_token = keys.manage_token(to.participation_id)
    context = {"kind": activity.kind, "title": activity.title, "manage_token": manage_token}
    mail.queue(_letter("already", to, Urgency.CONFIRMATION, context), is_limited=True)


def receipt(about: Row[Any] | ActivityCard, to: Addressee, receipt_code: str, manage_token: str) -> Letter:
    """The receipt and the personal link, to the mailbox that was just confirmed and nowhere else."""
    context = {"kind": about.kind, "title": about.title, "receipt_code": receipt_code, "manage_token": manage_token}
    return _letter("receipt", to, Urgency.NOTICE, context)


def _letter(name: str, to: Addressee, urgency: Urgency, context: dict[str, Any]) -> Letter:
    return Letter(
        template=f"participation/{name}",
        to_address=to.address,
        to_key=to.key,
        language=to.language,
        subject_type=SUBJECT,
        subject_id=to.participation_id,
        urgency=urgency,
        context=context,
    )


def say_closed() -> str:
    return _("This activity takes no answers now. Nothing was kept.")


def say_other_content() -> str:
    return _("This form was sent before with other answers. Send it as a new answer.")


def say_not_signed_in() -> str:
    return _("Sign in first: this activity counts one answer per account. Nothing was kept.")


def say_not_available() -> str:
    return _("This activity asks for an identity check that is not available yet.")


def say_link_unknown() -> str:
    return _("This link leads nowhere. Copy the whole address from the letter, or answer again.")


def say_link_replaced() -> str:
    return _("This link was replaced by a newer one. Look for the latest letter in your mailbox.")


def say_link_late() -> str:
    return _("This link came too late: answers could be confirmed until 24 hours after closing.")


def say_too_late() -> str:
    return _("The activity is closed: your participation stays as it is.")


def say_anonymous() -> str:
    return _("This survey is anonymous: nobody can find your answers any more, not even to change them.")


def say_other_place() -> str:
    return _("Two people may share a mailbox if they live at the same postcode; another one was given before.")


def say_already_took_part() -> str:
    return _("You already took part.")
