"""Staff of the demonstration, with passwords drawn anew for each data folder and kept in a file only its owner can read."""

import json
import os
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path

from portal.accounts import passwords
from portal.accounts.models import User
from portal.core import tokens
from portal.core.database import db, transactional
from portal.demo.documents import Document
from portal.organisations.models import Organisation

FILE = "demo-sign-ins.json"


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """A way in for whoever tries the demonstration."""

    organisation: str
    host: str
    role: str
    name: str
    email: str
    password: str


@transactional
def hire(organisation: Organisation, document: Document) -> list[SignIn]:
    """One member of staff for each role that the organisation has."""
    made = [
        SignIn(organisation=organisation.name, host=organisation.host, password=tokens.new_code(), **person)
        for person in document["staff"]
    ]
    db.session.add_all(_user(sign_in) for sign_in in made)
    db.session.flush()
    return made


def keep(data_dir: Path, made: list[SignIn]) -> None:
    """Write the sign-ins down, so that later starts can print them again."""
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / FILE
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump([asdict(sign_in) for sign_in in made], file, ensure_ascii=False, indent=1)


def kept(data_dir: Path) -> list[SignIn]:
    """The sign-ins of this data folder; none where no demonstration was loaded."""
    path = data_dir / FILE
    if not path.exists():
        return []
    return [SignIn(**each) for each in json.loads(path.read_text(encoding="utf-8"))]


def _user(sign_in: SignIn) -> User:
    return User(
        public_id=uuid.uuid4().hex,
        email=sign_in.email,
        name=sign_in.name,
        role=sign_in.role,
        password_hash=passwords.hashed(sign_in.password),
    )
