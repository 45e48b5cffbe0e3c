"""The notice on every form (R11), generated from the organisation's settings and the activity's own, in plain words."""

from dataclasses import dataclass

from flask_babel import gettext as _

from portal.consents import queries as consents
from portal.consents.rules import ANSWER
from portal.core import tenancy
from portal.participation.queries.activities import ActivityCard
from portal.participation.rules import states

REQUIRED = ("controller", "contact")


@dataclass(frozen=True)
class Notice:
    """Title and text of each part, in the order in which people read."""

    parts: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The same as plain text: what the ledger keeps as proof."""
        return "\n".join(f"{title}: {words}" for title, words in self.parts)


def missing() -> list[str]:
    """What the organisation must say of itself before any form may be published."""
    legal = tenancy.card(tenancy.current_organisation_id()).legal
    return [name for name in REQUIRED if not legal.get(name)]


def notice(
    activity: ActivityCard | None,
    *,
    what_for: str = "",
    compulsory: str = "",
    recipients: str = "",
    retention: str = "",
) -> Notice:
    """The notice of an activity, in the language of the page. A kind says what it does otherwise than a survey; for what
    comes before there is an activity, it says everything."""
    card = tenancy.card(tenancy.current_organisation_id())
    legal = card.legal
    parts = (
        (
            _("Who is responsible"),
            _("%(who)s, %(contact)s", who=legal.get("controller") or card.name, contact=legal.get("contact", "")),
        ),
        (_("What for"), what_for or _("Counting answers and publishing totals, without names.")),
        (_("Legal basis"), _basis(activity, is_political=card.is_political)),
        (_("What is compulsory"), compulsory or (_compulsory(activity) if activity else "")),
        (_("Who reads it"), recipients or (_recipients(activity) if activity else "")),
        (
            _("How long"),
            " ".join(filter(None, (retention or (_retention(activity) if activity else ""), _until_told(activity)))),
        ),
        (_("Your rights"), _rights(activity)),
        (_("Data protection officer"), legal.get("officer") or legal.get("contact", "")),
        (_("Complaint"), _("You can complain to the CNIL, 3 place de Fontenoy, 75007 Paris, cnil.fr.")),
    )
    return Notice(parts)


def _knows_nobody(activity: ActivityCard | None) -> bool:
    """Where no identity is asked for, no address is taken and no box is offered."""
    return activity is not None and activity.access is states.AccessLevel.ANYONE


def _basis(activity: ActivityCard | None, *, is_political: bool) -> str:
    if is_political:
        return _("Your consent, which you can withdraw.")
    if _knows_nobody(activity):
        return _("The organisation's mission of public interest (article 6.1.e of the GDPR).")
    return _(
        "The organisation's mission of public interest (article 6.1.e of the GDPR); your consent for the boxes you tick."
    )


def _compulsory(activity: ActivityCard) -> str:
    if activity.access is states.AccessLevel.EMAIL:
        return _("Questions marked as such, and an e-mail address, which only proves that each person answers once.")
    return _("Questions marked as such; nothing else.")


def _recipients(activity: ActivityCard) -> str:
    if activity.is_anonymous and not _knows_nobody(activity):
        return _("Nobody can link an answer to a person: both are kept apart from the moment you confirm.")
    return _("The staff in charge of this subject. Answers are published as totals only.")


def _retention(activity: ActivityCard) -> str:
    if _knows_nobody(activity):
        return _("Answers are kept without any identity.")
    return _(
        "Addresses are erased six months after closing; answers stay, without names. Unconfirmed answers are erased after seven days."
    )


def _until_told(activity: ActivityCard | None) -> str:
    """A purpose of its own, where the form offers it: it may outlive everything else."""
    if _knows_nobody(activity) or not any(purpose.key == ANSWER for purpose in consents.offered()):
        return ""
    return _(
        "If you ask to be told the answer, your address is kept apart for that alone until six months after you were told, "
        "in case the answer is corrected; 36 months at most."
    )


def _rights(activity: ActivityCard | None) -> str:
    if _knows_nobody(activity):
        return _(
            "Nothing says whose an answer is: it is found by the personal link alone, which you see once you answered."
        )
    if activity is not None and activity.is_anonymous:
        return _("Access, correction, erasure, objection, for your address; an anonymous answer cannot be found again.")
    return _(
        "Access, correction, erasure, restriction, objection: by the link we send you, or by writing to the contact above."
    )
