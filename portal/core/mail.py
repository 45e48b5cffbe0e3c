"""Letters: rows written in the transaction that decides them, sent afterwards by `core.postman`.

A row keeps the template's name and the plain values it needs, so that writing one costs a request almost nothing and a
secret link is in the base only until it has left. See docs/decisions/0004-letters.md.
"""

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from sqlalchemy import Identity, Index, LargeBinary, SmallInteger, insert, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import jobs
from portal.core.database import Base, after_commit, changed_rows, db
from portal.core.tenancy import current_organisation_id

WAKE = "letters"


class Urgency(IntEnum):
    """The order in which letters leave: a person is waiting for the first kind."""

    CONFIRMATION = 0
    NOTICE = 5
    BULK = 9


class LetterRow(Base):
    """A letter to send, sent, or given up."""

    __tablename__ = "letters"
    __table_args__ = (
        Index("ix_letters_waiting", "urgency", "id", postgresql_where=text("sent_at IS NULL AND failed_at IS NULL")),
        Index("ix_letters_to_key", "organisation_id", "to_key", "created_at"),
        Index("ix_letters_subject", "organisation_id", "subject_type", "subject_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    organisation_id: Mapped[int]
    urgency: Mapped[int] = mapped_column(SmallInteger)
    template: Mapped[str]
    context: Mapped[dict[str, Any]]
    language: Mapped[str]
    to_address: Mapped[str | None]
    to_key: Mapped[bytes] = mapped_column(LargeBinary)
    subject_type: Mapped[str]
    subject_id: Mapped[int]
    message_id: Mapped[uuid.UUID]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=text("clock_timestamp()"))
    next_at: Mapped[dt.datetime | None]
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    sent_at: Mapped[dt.datetime | None]
    failed_at: Mapped[dt.datetime | None]
    error: Mapped[str | None]


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What to write to whom. `template` is `feature/name` → templates/<feature>/email/<name>.txt, .html, .subject.txt."""

    template: str
    to_address: str
    to_key: bytes
    language: str
    subject_type: str
    subject_id: int
    urgency: Urgency = Urgency.NOTICE
    context: dict[str, Any] = field(default_factory=dict)


_QUEUE = text("""
    INSERT INTO letters (organisation_id, urgency, template, context, language, to_address, to_key, subject_type, message_id,
        subject_id)
    SELECT :organisation_id, :urgency, :template, CAST(:context AS jsonb), :language, :to_address, :to_key, :subject_type,
        :message_id, :subject_id
    WHERE (NOT :is_limited) OR (
        NOT EXISTS (SELECT FROM letters WHERE organisation_id = :organisation_id AND subject_type = :subject_type
            AND subject_id = :subject_id AND created_at > clock_timestamp() - interval '1 minute')
        AND (SELECT count(*) FROM (SELECT FROM letters WHERE organisation_id = :organisation_id AND subject_type = :subject_type
            AND subject_id = :subject_id AND created_at > clock_timestamp() - interval '1 day' LIMIT 5) AS today) < 5
        AND (SELECT count(*) FROM (SELECT FROM letters WHERE organisation_id = :organisation_id AND to_key = :to_key
            AND created_at > clock_timestamp() - interval '1 hour' LIMIT 10) AS lately) < 10)
    RETURNING id""")


def insertion(subjects: str, *, is_limited: bool) -> str:
    """SQL that queues one letter per row of `subjects` (their `id`), for the statement that makes or changes these rows.
    Its values: `values_of`. With `is_limited`, ten an hour per address: what is new had no letter of its own yet."""
    return f"""
        INSERT INTO letters (organisation_id, urgency, template, context, language, to_address, to_key, subject_type,
            message_id, subject_id)
        SELECT %(organisation_id)s, %(urgency)s, %(template)s, CAST(%(context)s AS jsonb), %(language)s, %(to_address)s,
            %(to_key)s, %(subject_type)s, %(message_id)s, {subjects}.id
        FROM {subjects} {_UNDER_TEN if is_limited else ""}"""  # noqa: S608 - names of ours, no value


_UNDER_TEN = """
        WHERE (SELECT count(*) FROM (SELECT FROM letters WHERE organisation_id = %(organisation_id)s AND to_key = %(to_key)s
            AND created_at > clock_timestamp() - interval '1 hour' LIMIT 10) AS lately) < 10"""


def queue(letter: Letter, *, is_limited: bool = False) -> bool:
    """Have a letter leave after this transaction. With `is_limited`, one a minute and five a day per subject, ten an hour
    per address; returns whether it will leave."""
    is_queued = db.session.scalar(_QUEUE, values_of(letter) | {"is_limited": is_limited}) is not None
    if is_queued:
        wake_after_commit()
    return is_queued


def wake_after_commit() -> None:
    """Have the mail worker look at once; it would find what waits by itself, a moment later."""
    after_commit(lambda: jobs.wake((WAKE,)))


def values_of(letter: Letter) -> dict[str, Any]:
    """A letter as the values of SQL of our own."""
    return _row(letter) | {"context": json.dumps(letter.context, ensure_ascii=False)}


def queue_all(letters: Sequence[Letter]) -> None:
    """Have many letters leave after this transaction, without limits: who they go to was decided before."""
    if not letters:
        return
    db.session.execute(insert(LetterRow), [_row(letter) for letter in letters])
    wake_after_commit()


def _row(letter: Letter) -> dict[str, Any]:
    return {
        "organisation_id": current_organisation_id(),
        "urgency": int(letter.urgency),
        "template": letter.template,
        "context": letter.context,
        "language": letter.language,
        "to_address": letter.to_address,
        "to_key": letter.to_key,
        "subject_type": letter.subject_type,
        "subject_id": letter.subject_id,
        "message_id": uuid.uuid4(),
    }


_COUNT_OLD = text("""
    SELECT count(*) FROM letters WHERE organisation_id = :organisation_id AND created_at < :before
      AND (sent_at IS NOT NULL OR failed_at IS NOT NULL)""")

_FORGET_OLD = text("""
    DELETE FROM letters WHERE organisation_id = :organisation_id AND id IN (
        SELECT id FROM letters WHERE organisation_id = :organisation_id AND created_at < :before
          AND (sent_at IS NOT NULL OR failed_at IS NOT NULL) ORDER BY id LIMIT :size)""")


def count_old(before: dt.datetime) -> int:
    """Letters written before that instant that left or were given up."""
    return db.session.scalar(_COUNT_OLD, {"organisation_id": current_organisation_id(), "before": before}) or 0


def forget_old(before: dt.datetime, size: int) -> int:
    """Delete the traces of some of them. Returns how many."""
    values = {"organisation_id": current_organisation_id(), "before": before, "size": size}
    return changed_rows(_FORGET_OLD, values)
