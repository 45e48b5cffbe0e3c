"""The cast: a town with three neighbourhoods, its neighbour, and the surveys that tests ask for.

alice runs the town, bob moderates, carol is a resident, mallory is from the next town.
"""

import datetime as dt
from typing import Any

from portal.accounts import service as accounts
from portal.accounts.models import User
from portal.accounts.rules import Role
from portal.consents.models import Purpose
from portal.core import clock, tenancy
from portal.core.database import db
from portal.organisations import queries as organisations
from portal.organisations.models import Organisation
from portal.participation.models import Activity
from portal.petitions.models import Threshold
from portal.petitions.service import opening
from portal.petitions.service import starting as petitions
from portal.petitions.service.starting import Texts
from portal.surveys import service as surveys
from portal.surveys.rules.questions import Option, Page, Question, Questionnaire, QuestionType
from portal.territory import queries as territory
from portal.territory.models import Zone, ZoneLayer

HOST = "town.test"
NEIGHBOUR = "next.test"
LEGAL = {"controller": "Ville d’Essai", "contact": "mairie@town.example", "officer": "dpo@town.example"}
HOUR = dt.timedelta(hours=1)
PASSWORD = "correct horse battery staple"


def organisation(slug: str = "town", host: str = HOST, **values: Any) -> Organisation:
    """A tenant with its legal texts, three neighbourhoods and two purposes."""
    row = Organisation(slug=slug, name=slug.title(), host=host, **({"regime": "public", "legal": LEGAL} | values))
    db.session.add(row)
    db.session.commit()
    organisations.forget_cards()
    with tenancy.use_organisation(row.id):
        neighbourhoods()
        db.session.add(Purpose(key="information", name={"fr": "Informations municipales"}, basis="consent"))
        db.session.add(Purpose(key="consultations", name={"fr": "Nouvelles consultations"}, basis="consent"))
        db.session.commit()
    return row


def neighbourhoods() -> None:
    layer = ZoneLayer(key="quartiers", name={"fr": "Quartiers"}, is_default=True)
    db.session.add(layer)
    db.session.flush()
    for position, key in enumerate(("halles", "gare", "lande"), start=1):
        db.session.add(
            Zone(
                layer_id=layer.id,
                key=key,
                name=key.title(),
                position=position,
                geometry=_square(position),
                inhabitants=1000,
            )
        )
    db.session.commit()
    territory.forget()


def staff(role: Role = Role.ADMINISTRATOR, email: str = "", *, password: str | None = None) -> User:
    """A member of staff. Hashing takes a while: only tests that sign in with a password ask for one."""
    return accounts.add_user(email or f"{role}@town.example.org", role, name=role.title(), password=password)


def questionnaire() -> Questionnaire:
    """Two screens: a compulsory choice, then a scale and a few words."""
    options = tuple(
        Option(key=key, label={"fr": label}) for key, label in (("a", "À pied"), ("b", "À vélo"), ("c", "En bus"))
    )
    mode = Question(
        key="q1", type=QuestionType.SINGLE, title={"fr": "Comment venez-vous ?"}, is_required=True, options=options
    )
    safe = Question(
        key="q2", type=QuestionType.SCALE, title={"fr": "Vous sentez-vous en sécurité ?"}, minimum=1, maximum=5
    )
    words = Question(key="q3", type=QuestionType.LONG_TEXT, title={"fr": "Autre chose ?"})
    pages = (Page(key="p1", questions=(mode,)), Page(key="p2", title={"fr": "Et encore"}, questions=(safe, words)))
    return Questionnaire(pages=pages, spent_keys=3)


def survey(
    *, access: str = "anyone", asked: Questionnaire | None = None, opens_in: dt.timedelta = -HOUR, **values: Any
) -> Activity:
    """An open survey, unless said otherwise."""
    closes_at = values.pop("closes_at", None)
    row = surveys.create(
        asked or questionnaire(), title=values.pop("title", {"fr": "Se déplacer"}), access=access, **values
    )
    return surveys.publish(row.id, opens_at=clock.now() + opens_in, closes_at=closes_at)


def petition(
    *, opens_in: dt.timedelta = -HOUR, ask: str = "Une passerelle sur la Vire", details: str = "", **values: Any
) -> Activity:
    """An open petition of the organisation, unless said otherwise."""
    closes_at = values.pop("closes_at", None)
    row = petitions.draft(Texts(ask=ask, background="Entre les deux ponts.", details=details), **values)
    return opening.accept(row.id, opens_at=clock.now() + opens_in, closes_at=closes_at)


def threshold(number: int | None = 2, *, promise: str = "answer", **values: Any) -> Threshold:
    """A promise of the organisation."""
    row = Threshold(label={"fr": "Réponse écrite"}, promise=promise, number=number, **values)
    db.session.add(row)
    db.session.commit()
    return row


def _square(position: int) -> dict[str, Any]:
    west, east = position * 0.01, position * 0.01 + 0.01
    ring = [[west, 48.8], [east, 48.8], [east, 48.81], [west, 48.81], [west, 48.8]]
    return {"type": "Polygon", "coordinates": [ring]}
