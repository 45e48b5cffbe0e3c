"""One real portal for all faults of a run, with a mail server beside it and a way to look into its base."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import text

import portal
from portal.core import drain, tenancy, tokens
from portal.core.database import db
from portal.participation import tally
from portal.participation.queries import tallies
from portal.runtime.services import Embedded
from portal.settings import Settings
from tests.support import cast, portal_up
from tests.support.mail_server import MailServer
from tests.support.portal_up import Load, Up, wait_for
from tests.support.ports import free_port

PEOPLE = 6


class Town:
    """The portal that is hurt, and what its base says afterwards."""

    def __init__(self, up: Up, mail: MailServer, app: Any) -> None:
        self.up, self.mail, self.app = up, mail, app

    def survey(self, title: str, **values: Any) -> Any:
        """An open survey, as plain values."""
        made = cast.survey(title={"fr": title}, asks_zone=False, **values)
        return SimpleNamespace(id=made.id, slug=made.slug)

    def load(self, survey: Any, **options: Any) -> Load:
        return Load(self.up.port, survey.slug, people=PEOPLE, **options)

    def counted(self, survey: Any) -> int:
        db.session.rollback()
        return tallies.counted([survey.id]).get(survey.id, 0)

    def settle(self) -> None:
        """Everything that waits has been done by the portal itself."""
        wait_for(lambda: self.up.is_ready() and self.up.ready()["outbox"] == 0)

    def prove(self, survey: Any, load: Load) -> None:
        """Whoever was thanked is in the base once, nobody else is, and the tally is what a recount says."""
        self.settle()
        db.session.rollback()
        rows = db.session.execute(
            text(
                "SELECT CAST(v.submission_id AS text) AS form, encode(p.manage_digest, 'hex') AS digest, p.state"
                " FROM participation_versions v JOIN participations p ON p.id = v.participation_id WHERE v.activity_id = :id"
            ),
            {"id": survey.id},
        ).all()
        kept = {row.form: row.digest for row in rows}
        assert len(kept) == len(rows)
        lost = load.thanked.keys() - kept.keys()
        assert not lost, f"thanked, and not kept: {lost}"
        for form, location in load.thanked.items():
            if location.startswith("/my/"):
                assert tokens.digest(location.removeprefix("/my/")).hex() == kept[form]
        assert not load.refused.keys() & kept.keys(), "refused, and kept all the same"
        assert kept.keys() == load.thanked.keys(), "kept without an answer to the person"
        assert self.counted(survey) == sum(row.state == "counted" for row in rows)
        assert tally.verify(survey.id) == []
        assert drain.oldest_pending_at() is None


@pytest.fixture(scope="session")
def running() -> Iterator[tuple[Up, MailServer]]:
    mail = MailServer(free_port())
    mail.start()
    with portal_up.data_folder() as folder:
        up = Up(folder / "data", free_port(), MAIL_URL=mail.url, PORTAL_HTTPS="0", TRUSTED_PROXIES="127.0.0.1")
        try:
            wait_for(lambda: up.is_ready() or up.process.poll() is not None)
            yield up, mail
        finally:
            up.end()
            mail.stop()


@pytest.fixture(scope="session")
def hurt(running: tuple[Up, MailServer]) -> Any:
    """The application of the test itself over the same base and keys."""
    up, mail = running
    environ = {"PORTAL_DATA_DIR": str(up.data), "MAIL_URL": mail.url, "PORTAL_HTTPS": "0"}
    app = portal.create_app(Settings.from_env(environ | Embedded(up.data, {}).urls()))
    with app.app_context():
        town_id = cast.organisation(host=portal_up.HOST).id
        db.session.remove()
    return app, town_id


@pytest.fixture
def town(running: tuple[Up, MailServer], hurt: Any) -> Iterator[Town]:
    app, town_id = hurt
    up, mail = running
    wait_for(up.is_ready)
    with app.app_context(), tenancy.use_organisation(town_id):
        yield Town(up, mail, app)
        db.session.remove()
        db.engine.dispose()
