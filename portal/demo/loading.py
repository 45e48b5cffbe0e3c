"""Loading the demonstration: the ground, the staff, the subjects, the crowd, and the work that its acts leave waiting."""

import datetime as dt

from flask import current_app
from sqlalchemy import select

from portal.accounts import rules as accounts
from portal.accounts.models import User
from portal.core import clock, drain, outbox, tenancy
from portal.core.database import db, transaction
from portal.demo import (
    desk,
    documents,
    gathering,
    ground,
    people,
    petitioning,
    promises,
    settling,
    signing_in,
    subjects,
)
from portal.demo.documents import Document
from portal.demo.gathering import Gathering
from portal.demo.signing_in import SignIn
from portal.participation.service import announcing


def load() -> list[SignIn]:
    """Fill the installation and keep its sign-ins in the data folder. All in one transaction: a start that is stopped
    halfway leaves nothing, and the next one begins anew."""
    with transaction():
        made = [sign_in for name, document in documents.organisations().items() for sign_in in _found(name, document)]
        settling.send_letters()
        signing_in.keep(current_app.extensions["settings"].data_dir, made)
    return made


def _found(name: str, document: Document) -> list[SignIn]:
    organisation = ground.lay(document)
    with tenancy.enter(organisation.id):
        made = signing_in.hire(organisation, document)
        today = clock.day_in(organisation.time_zone, clock.now())
        crowd = people.Crowd(name, people.places(documents.zones()))
        gatherings = _ask(name, today, crowd)
        agreeing = _hear(gatherings, document["contacts"])
    _count()
    with tenancy.enter(organisation.id):
        if "counter" in document:
            _keep_contacts(crowd, agreeing, document["counter"])
        for each in gatherings:
            settling.set_aside(each)
            gathering.leave_unconfirmed(each, crowd)
        carried = petitioning.bring(crowd, today) if name == "town" else []
        announcing.announce()
    _count()
    with tenancy.enter(organisation.id):
        for petition in carried:
            promises.keep(petition, today, _author_id())
    _count()
    return made


def _ask(name: str, today: dt.date, crowd: people.Crowd) -> list[Gathering]:
    """The organisation's surveys, and who comes to each."""
    author_id = _author_id()
    project_ids = subjects.lead_projects(today) if name == "town" else {}
    return [
        gathering.gather(subjects.ask(survey, today, project_ids, author_id), survey, crowd, today)
        for survey in documents.surveys(name)
    ]


def _hear(gatherings: list[Gathering], contacts: int) -> set[people.Person]:
    """Record everybody. Returns those who agree to be written to."""
    agreeing, already = gathering.willing(gatherings, contacts), set[people.Person]()
    for each in gatherings:
        gathering.record(each, agreeing, already)
    return agreeing


def _keep_contacts(crowd: people.Crowd, agreeing: set[people.Person], at_the_counter: int) -> None:
    """What the town's contact manager did by hand."""
    manager_id = db.session.scalars(select(User.id).where(User.role == accounts.Role.CONTACT_MANAGER)).one()
    desk.welcome_at_the_counter(crowd, at_the_counter, manager_id)
    desk.tidy_up(list(agreeing), manager_id)


def _author_id() -> int:
    """Who made the activities and signed the answers: the first of the staff."""
    return db.session.scalars(select(User.id).order_by(User.id)).first() or 0


def _count() -> None:
    """What the workers would do: the tally, the contact base, whoever else subscribed."""
    while sum(drain.sweep(subscriber.name) for subscriber in outbox.subscribers()):
        pass
