"""By what staff find signatures that belong together: network, mail domain, address, name, hour, why they are held.

One spelling for the search and for what is done with what it finds. Addresses and names travel as keyed hashes only.
"""

import datetime as dt
from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.participation.kinds import Criterion
from portal.participation.service import keys
from portal.petitions import spelling, wording
from portal.petitions.rules import texts
from portal.petitions.rules.fraud import Hold, What

KEY_BYTES = 32

# As inet sorts, everything in a range stands between its first address with its own length and its last one with the longest.
_RANGE = """t.network >= CAST(network(CAST(:network AS inet)) AS inet) AND t.network <= set_masklen(
    broadcast(CAST(:network AS inet)), CASE family(CAST(:network AS inet)) WHEN 4 THEN 32 ELSE 128 END)"""
_TRACED = (
    "v.id IN (SELECT t.version_id FROM participation_traces t "
    "WHERE t.organisation_id = :organisation_id AND t.activity_id = :activity_id AND {which})"
)
# Ids begin with the millisecond in which they were made.
_FIRST_ID = "(CAST(extract(epoch FROM CAST(:hour AS timestamptz)) AS bigint) * 1000 << 21)"
# What a list allows is never held by a clock.
_SPARED = """:spared = 'allowed' AND NOT EXISTS (
    SELECT FROM petition_guard_lines g
    LEFT JOIN participation_traces t ON t.organisation_id = v.organisation_id AND t.activity_id = v.activity_id
        AND t.version_id = v.id
    WHERE g.organisation_id = :organisation_id AND g.verdict = 'allow' AND CASE g.what
        WHEN 'network' THEN t.network <<= CAST(g.value AS inet)
        WHEN 'domain' THEN t.mail_domain = g.value OR right(t.mail_domain, length(g.value) + 1) = '.' || g.value
        ELSE g.value = encode(p.person_key, 'hex') END)"""


def _network(typed: str) -> str:
    try:
        return spelling.stored(What.NETWORK, typed)
    except ValueError as error:
        raise ValueError(gettext("Write an address or a range, for instance 192.0.2.0/24.")) from error


def _domain(typed: str) -> str:
    try:
        return spelling.stored(What.DOMAIN, typed)
    except ValueError as error:
        raise ValueError(gettext("Write a mail domain, for instance example.org.")) from error


def _address(typed: str) -> str:
    try:
        return spelling.stored(What.ADDRESS, typed)
    except ValueError as error:
        raise ValueError(gettext("Write a whole mail address.")) from error


def _name(typed: str) -> str:
    return str(keys.mailbox_hashes({"name": texts.one_line(typed)})[0])


def hour_of(instant: dt.datetime) -> str:
    """The hour that an instant is in, as its first one."""
    return instant.replace(minute=0, second=0, microsecond=0).isoformat()


def _hour(typed: str) -> str:
    try:
        return hour_of(dt.datetime.fromisoformat(typed))
    except ValueError as error:
        raise ValueError(gettext("Choose an hour.")) from error


def _held(typed: str) -> str:
    if typed not in set(Hold):
        raise ValueError(gettext("Choose one of the list."))
    return typed


def _hidden(_value: str) -> str:
    return gettext("as you wrote it (kept as a keyed hash)")


def _held_words(value: str) -> str:
    return str(wording.HOLDS[Hold(value)]) if value in set(Hold) else value


def _spared_words(_value: str) -> str:
    return gettext("what the lists allow")


CRITERIA = (
    Criterion(
        name="network",
        label=_("Network"),
        hint=_("An address or a range: 192.0.2.0/24."),
        sql=_TRACED.format(which=_RANGE),
        read=_network,
    ),
    Criterion(
        name="domain",
        label=_("Mail domain"),
        hint=_("What stands behind the @."),
        sql=_TRACED.format(which="t.mail_domain = :domain"),
        read=_domain,
    ),
    Criterion(
        name="address",
        label=_("Mail address"),
        hint=_("Whatever its spelling."),
        sql="p.person_key = decode(:address, 'hex')",
        read=_address,
        shown=_hidden,
    ),
    Criterion(
        name="name",
        label=_("Name"),
        hint=_("First and last name in any order, with or without accents."),
        sql="p.name_hash = CAST(:name AS bigint)",
        read=_name,
        shown=_hidden,
    ),
    Criterion(
        name="hour",
        label=_("Hour"),
        hint=_("The hour in which it was recorded, with its offset: 2027-01-31T18:00+01:00."),
        sql=f"p.id >= {_FIRST_ID} AND p.id < {_FIRST_ID} + (CAST(3600000 AS bigint) << 21)",
        read=_hour,
    ),
    Criterion(
        name="held",
        label=_("Why it is held"),
        sql="v.held_reason = :held",
        read=_held,
        shown=_held_words,
    ),
    Criterion(name="spared", label=_("Left alone"), sql=_SPARED, shown=_spared_words, is_asked=False),
)

_SAME = {"network": _network, "domain": _domain, "hour": _hour, "held": _held}


def are_readable(more: Mapping[str, str]) -> bool:
    """Whether values that travelled through a form are such as these criteria write."""
    try:
        return all(_is_readable(name, value) for name, value in more.items())
    except ValueError:
        return False


def _is_readable(name: str, value: str) -> bool:
    if name == "address":
        return len(bytes.fromhex(value)) == KEY_BYTES
    if name == "name":
        return -(1 << 63) <= int(value) < 1 << 63
    return name in _SAME and _SAME[name](value) == value
