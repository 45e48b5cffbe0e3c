"""The SQL that records an act: one statement each, put together from the same parts."""

from portal.core import mail

# Openness is judged here, by the database's clock, in the INSERT itself. The conflict on the person's key makes fifty
# posts of one address wait for each other and find the same row; the conflict on the submission makes a repeated form
# find its first version. `counted_at` is given for what needs no confirmation.
_OPEN = """
    WITH open AS (
        SELECT id FROM activities
        WHERE organisation_id = %(organisation_id)s AND id = %(activity_id)s
          AND (%(is_import)s OR (stage = 'published' AND opens_at <= statement_timestamp()
               AND (closes_at IS NULL OR statement_timestamp() < closes_at)))
    )"""

_PERSON = """
        INSERT INTO participations (organisation_id, id, activity_id, person_key, key_version, seat, channel, assurance,
            state, current_version_id, receipt_code, manage_digest, counted_at{columns})
        SELECT %(organisation_id)s, %(participation_id)s, {activity}, %(person_key)s, %(key_version)s, {seat}, %(channel)s,
            %(assurance)s, %(state)s, CASE WHEN %(is_counted)s THEN CAST(%(version_id)s AS bigint) END, %(receipt_code)s,
            %(manage_digest)s, CASE WHEN %(is_counted)s THEN statement_timestamp() END{values}
        FROM {source}
        ON CONFLICT (organisation_id, activity_id, person_key, seat) {taken}
        RETURNING id, state, (xmax = 0) AS is_new{columns}"""

_FOUND = "DO UPDATE SET seat = excluded.seat"
_PLACE = {"activity": "id", "seat": 1, "source": "open"}
_PLAIN = {"columns": "", "values": ""}

_ONE = f", person AS ({_PERSON.format(**_PLAIN, **_PLACE, taken=_FOUND)})"

# Two people of one mailbox: another name at the same place takes the second seat, behind the lock of the first one's row.
# Who has neither seat's name joins a seat that still waits, where the pressed link will decide; else the first.
_HASHES = {"columns": ", name_hash, place_hash", "values": ", %(name_hash)s, %(place_hash)s"}
_TWO = f""", first AS ({_PERSON.format(**_HASHES, **_PLACE, taken=_FOUND)}), second AS (
        {
    _PERSON.format(**_HASHES, activity="%(activity_id)s", seat=2, source="first", taken=_FOUND).replace(
        "FROM first", "FROM first WHERE NOT is_new AND name_hash <> %(name_hash)s AND place_hash = %(place_hash)s"
    )
}
    ), person AS (
        SELECT id, state, is_new FROM (
            SELECT first.*, 1 AS seat FROM first UNION ALL SELECT second.*, 2 FROM second) AS seats
        ORDER BY coalesce(seat = 2 AND (is_new OR name_hash = %(name_hash)s), false) DESC,
            state IN ('pending', 'withdrawn') DESC, seat
        LIMIT 1
    )"""

_VERSION = """, version AS (
        INSERT INTO participation_versions (organisation_id, id, activity_id, participation_id, submission_id,
            content_digest, content, marks, amounts, zone_id, assurance, language, to_address, link_digest, counted_on{columns})
        SELECT %(organisation_id)s, %(version_id)s, %(activity_id)s, id, %(submission_id)s, %(content_digest)s,
            CAST(%(content)s AS jsonb), CAST(%(marks)s AS text[]), CAST(%(amounts)s AS jsonb), %(zone_id)s, %(assurance)s,
            %(language)s, %(to_address)s, %(link_digest)s,
            CASE WHEN %(is_counted)s THEN CAST(%(counted_on)s AS date) END{values}
        FROM person WHERE is_new OR (NOT %(is_counted)s AND state IN ('pending', 'withdrawn'))
        {taken}
        RETURNING id
    )"""

_KNOWN_FORM = "ON CONFLICT (organisation_id, activity_id, submission_id) DO NOTHING"
_HELD = {"columns": ", held_reason", "values": ", %(held_reason)s"}

_TRACE = """, traced AS (
        INSERT INTO participation_traces (organisation_id, activity_id, version_id, participation_id, network, mail_domain)
        SELECT %(organisation_id)s, %(activity_id)s, version.id, person.id, CAST(%(network)s AS inet), %(mail_domain)s
        FROM version, person WHERE CAST(%(mail_domain)s AS text) IS NOT NULL
    )"""

_TELL = """, told AS (
        INSERT INTO outbox (organisation_id, subscriber, event, payload)
        SELECT %(organisation_id)s, e.subscriber, e.event, e.payload
        FROM person, jsonb_to_recordset(CAST(%(events)s AS jsonb)) AS e(subscriber text, event text, payload jsonb)
        WHERE is_new
    )"""

_SAY = """
    SELECT (SELECT count(*) FROM open) AS is_open, person.id, person.state, person.is_new,
        (SELECT id FROM version) AS version_id
    FROM (SELECT 1) AS always LEFT JOIN person ON true"""

SUBMIT = _OPEN + _ONE + _VERSION.format(**_PLAIN, taken=_KNOWN_FORM) + _TELL + _SAY
SUBMIT_SHARED = _OPEN + _TWO + _VERSION.format(**_HELD, taken=_KNOWN_FORM) + _TRACE + _TELL + _SAY

# What most posts with an address are: the first of somebody unknown, with the letter that asks to confirm it. A form that
# was taken before breaks the versions' unique key, and then nothing of this stays.
_LETTER = f", letter AS ({mail.insertion('person', is_limited=True)}) SELECT (SELECT id FROM person) AS id"
_NOT_FOUND = "DO NOTHING"

SUBMIT_FIRST = (
    f"{_OPEN}, person AS ({_PERSON.format(**_PLAIN, **_PLACE, taken=_NOT_FOUND)})"
    + _VERSION.format(**_PLAIN, taken="")
    + _TELL
    + _LETTER
)
SUBMIT_FIRST_SHARED = (
    f"{_OPEN}, person AS ({_PERSON.format(**_HASHES, **_PLACE, taken=_NOT_FOUND)})"
    + _VERSION.format(**_HELD, taken="")
    + _TRACE
    + _TELL
    + _LETTER
)

# The participation is locked first, always: confirming, changing, withdrawing and invalidating queue up behind each other.
# Whoever shares its mailbox is locked with it, in the order of seats.
LOCK_BY_LINK = """
    SELECT p.id, p.activity_id, p.state, p.current_version_id, p.receipt_code, v.id AS version_id, v.is_voided,
        v.submitted_at, v.language, v.to_address, v.zone_id, v.assurance, v.held_reason, a.closes_at, a.is_anonymous, a.stage,
        a.title, a.kind, p.id = v.participation_id AS is_own, CASE WHEN a.seats > 1 THEN v.content END AS content,
        p.name_hash, p.place_hash, clock_timestamp() AS now,
        EXISTS (SELECT FROM ticks t WHERE t.organisation_id = v.organisation_id
            AND t.subject_type = 'participation_version' AND t.subject_id = v.id) AS is_consented
    FROM participation_versions v
    JOIN participations own ON own.organisation_id = v.organisation_id AND own.id = v.participation_id
    JOIN participations p ON p.organisation_id = own.organisation_id AND p.activity_id = own.activity_id
        AND p.person_key = own.person_key
    JOIN activities a ON a.organisation_id = p.organisation_id AND a.id = p.activity_id
    WHERE v.organisation_id = %(organisation_id)s AND v.link_digest = %(link_digest)s
    ORDER BY p.seat FOR UPDATE OF p"""

# One version becomes the one that counts, the others are void; with what is told of it, and the receipt that leaves.
CONFIRM = f"""
    WITH voided AS (
        UPDATE participation_versions SET is_voided = true, to_address = NULL
        WHERE organisation_id = %(organisation_id)s AND participation_id = %(id)s AND id <> %(version_id)s
          AND counted_on IS NULL
    ), counted AS (
        UPDATE participation_versions SET counted_on = CAST(%(counted_on)s AS date), assurance = %(assurance)s
        WHERE organisation_id = %(organisation_id)s AND id = %(version_id)s
    ), person AS (
        UPDATE participations SET state = %(state)s, current_version_id = %(version_id)s, receipt_code = %(receipt_code)s,
            manage_digest = %(manage_digest)s, assurance = %(assurance)s, counted_at = clock_timestamp(),
            changed_at = clock_timestamp(), name_hash = %(name_hash)s, place_hash = %(place_hash)s
        WHERE organisation_id = %(organisation_id)s AND id = %(id)s RETURNING id, true AS is_new
    ){_TELL}, letter AS ({mail.insertion("person", is_limited=False)})
    SELECT id FROM person"""
