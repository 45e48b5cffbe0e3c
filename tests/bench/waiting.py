"""Signatures that wait for their button, written set by set, each behind a link that the benchmark knows."""

from flask import Flask

from portal.core import tenancy
from tests.bench import signatures

BASE_ID = 1_600_000_000_000 << 21  # before those of `signatures`

_FILL = (
    """
    INSERT INTO participations (organisation_id, id, activity_id, person_key, key_version, seat, channel, assurance, state,
        current_version_id)
    SELECT organisation_id, id, activity_id, sha256(int8send(-(activity_id << 34) - n)), 1, 1, 'web', 'email', 'pending',
        NULL
    FROM given""",
    """
    INSERT INTO participation_versions (organisation_id, id, activity_id, participation_id, submission_id, content_digest,
        content, marks, assurance, language, to_address, link_digest)
    SELECT organisation_id, id + 1, activity_id, id, gen_random_uuid(), sha256(int8send(n)),
        jsonb_build_object('name', 'Attente ' || n, 'postcode', '14000', 'shows_name', false), '{""}', 'email', 'fr',
        'attente-' || activity_id || '-' || n || '@example.org',
        sha256(convert_to('bench-' || activity_id || '-' || n, 'UTF8'))
    FROM given""",
)


def prepare(app: Flask, organisation_id: int, activity_id: int, number: int) -> None:
    """So many pending signatures, whose links are bench-<activity>-1 and following."""
    with app.app_context(), tenancy.enter(organisation_id):
        signatures.write(_FILL, organisation_id, activity_id, first_id(activity_id), number)


def first_id(activity_id: int) -> int:
    """The participation behind the link of number n is this and n steps."""
    return BASE_ID + (activity_id << 8)


def link(activity_id: int, number: int | str) -> str:
    """The path that the button posts to."""
    return f"/confirm/bench-{activity_id}-{number}"
