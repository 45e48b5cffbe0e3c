"""Loading the demonstration: the ground, the staff, the subjects, then the crowd."""

from flask import current_app
from sqlalchemy import select

from portal.accounts.models import User
from portal.core import clock, tenancy
from portal.core.database import db
from portal.demo import documents, ground, signing_in, subjects
from portal.demo.documents import Document
from portal.demo.signing_in import SignIn


def load() -> list[SignIn]:
    """Fill the installation and keep its sign-ins in the data folder."""
    made = [sign_in for name, document in documents.organisations().items() for sign_in in _found(name, document)]
    signing_in.keep(current_app.extensions["settings"].data_dir, made)
    return made


def _found(name: str, document: Document) -> list[SignIn]:
    organisation = ground.lay(document)
    with tenancy.enter(organisation.id):
        made = signing_in.hire(organisation, document)
        author_id = db.session.scalars(select(User.id).order_by(User.id)).first() or 0
        today = clock.day_in(organisation.time_zone, clock.now())
        project_ids = subjects.lead_projects(today) if name == "town" else {}
        for survey in documents.surveys(name):
            subjects.ask(survey, today, project_ids, author_id)
    return made
