"""What petitions write to their authors and to those who carry them."""

from typing import Any

from portal.core import mail
from portal.core.mail import Letter, Urgency
from portal.participation.models import Activity
from portal.participation.service import keys
from portal.petitions.models import Petition
from portal.petitions.service import links
from portal.petitions.service.carriers import Carrier

AUTHOR, SPONSOR = "petition_author", "petition_sponsor"


def ask_author(activity: Activity, petition: Petition) -> None:
    """The link whose button starts the petition. Limited, so that nobody can flood a mailbox."""
    _queue(_to_author("start", activity, petition, Urgency.CONFIRMATION), is_limited=True)


def welcome_author(activity: Activity, petition: Petition) -> None:
    """The author's page, and the link to pass on."""
    _queue(_to_author("started", activity, petition, sponsor_token=links.sponsor_token(activity.id)))


def tell_author(activity: Activity, petition: Petition, act: str, **context: Any) -> None:
    """What became of the petition."""
    _queue(_to_author("decided", activity, petition, act=act, slug=activity.slug, **context))


def tell_of_news(activity: Activity, petition: Petition, *, news: str, is_published: bool, why: str | None) -> None:
    """What became of the news that the author wrote."""
    letter = _to_author("news", activity, petition, news=news, is_published=is_published, why=why, slug=activity.slug)
    _queue(letter)


def ask_sponsor(activity: Activity, sponsor_id: int, carrier: Carrier, link: str) -> bool:
    """The link whose button counts a sponsor. Limited; returns whether it leaves."""
    letter = Letter(
        template="petitions/sponsor",
        to_address=carrier.address,
        to_key=keys.person_key(carrier.address),
        language=carrier.language,
        subject_type=SPONSOR,
        subject_id=sponsor_id,
        urgency=Urgency.CONFIRMATION,
        context={"title": activity.title, "link": link},
    )
    return _queue(letter, is_limited=True)


def say_already(activity: Activity, carrier: Carrier, sponsor_id: int | None) -> None:
    """To somebody who carries the petition already, or started it (None); the page they see says the same as ever."""
    letter = Letter(
        template="petitions/carried",
        to_address=carrier.address,
        to_key=keys.person_key(carrier.address),
        language=carrier.language,
        subject_type=AUTHOR if sponsor_id is None else SPONSOR,
        subject_id=sponsor_id or activity.id,
        urgency=Urgency.CONFIRMATION,
        context={"title": activity.title},
    )
    _queue(letter, is_limited=True)


def _to_author(
    name: str, activity: Activity, petition: Petition, urgency: Urgency = Urgency.NOTICE, **context: Any
) -> Letter | None:
    if not petition.author_address:
        return None
    return Letter(
        template=f"petitions/{name}",
        to_address=petition.author_address,
        to_key=keys.person_key(petition.author_address),
        language=petition.language,
        subject_type=AUTHOR,
        subject_id=activity.id,
        urgency=urgency,
        context={"title": activity.title, "author_token": links.author_token(activity.id)} | context,
    )


def _queue(letter: Letter | None, *, is_limited: bool = False) -> bool:
    return letter is not None and mail.queue(letter, is_limited=is_limited)
