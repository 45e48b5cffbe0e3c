"""The one letter that accounts write: the link that signs in."""

from flask import current_app

from portal.core import mail, tokens
from portal.core.mail import Letter, Urgency
from portal.core.tenancy import current_organisation_id

SUBJECT = "sign_in"
SUBJECT_BYTES = 7


def send_link(address: str, secret: str, language: str) -> None:
    """Queue the letter; limited per address, so that nobody can flood a mailbox."""
    key = tokens.keyed(
        current_app.extensions["settings"].person_key, "sign-in", str(current_organisation_id()), address
    )
    letter = Letter(
        template="accounts/link",
        to_address=address,
        to_key=key,
        language=language,
        subject_type=SUBJECT,
        subject_id=int.from_bytes(key[:SUBJECT_BYTES]),
        urgency=Urgency.CONFIRMATION,
        context={"secret": secret},
    )
    mail.queue(letter, is_limited=True)
