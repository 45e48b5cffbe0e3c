"""A base with three people."""

from typing import Any

import pytest

from portal.contacts.models import Contact
from portal.contacts.service import keeping
from portal.contacts.service.keeping import Facts
from portal.core.database import db
from portal.organisations.models import Organisation
from portal.territory import queries as territory
from tests.support import cast, consented, work


@pytest.fixture
def people(town: Organisation) -> dict[str, Contact]:
    """Carol took part and agreed, Élise was added by hand, Dave agreed to something else."""
    survey = cast.survey(access="account", themes=["mobilités"])
    consented.take_part(survey, "carol@example.org", zone_id=zone("gare"))
    other = cast.survey(access="account", title={"fr": "Lire ici"}, themes=["culture"])
    consented.take_part(other, "dave@example.org", "consultations", zone_id=zone("lande"))
    work.do_all()
    facts = Facts(name="Élise Tournebrise", phone="06 39 98 00 00", zone_id=zone("gare"), themes=("écoles",))
    elise = keeping.add(facts, actor_id=1)
    found = {row.address: row for row in db.session.query(Contact) if row.address}
    return {"carol": found["carol@example.org"], "dave": found["dave@example.org"], "élise": elise}


def zone(key: str) -> int:
    found: Any = territory.territory().find(key)
    return found.id
