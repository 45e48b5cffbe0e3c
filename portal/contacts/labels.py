"""What the words of the ledger and the sources are called on pages."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _

from portal.contacts.queries.people import Agreement
from portal.contacts.rules import Act, Channel, Method, Moment, Source

ACTS = {
    Act.GRANTED: _("Agreed"),
    Act.REFUSED: _("Refused"),
    Act.WITHDRAWN: _("Withdrew"),
    Act.OBJECTED: _("Objected"),
    Act.EXPIRED: _("Ran out"),
    Act.RECONFIRMED: _("Agreed again"),
}
CHANNELS = {
    Channel.EMAIL: _("e-mail"),
    Channel.SMS: _("text message"),
    Channel.PHONE: _("telephone"),
    Channel.POST: _("post"),
}
METHODS = {
    Method.ONLINE: _("online, from a confirmed mailbox"),
    Method.PAPER: _("on paper"),
    Method.FIELD: _("in person"),
    Method.LETTER: _("by letter or e-mail"),
    Method.TELEPHONE: _("by telephone"),
    Method.IMPORT: _("by an import"),
}
SOURCES = {
    Source.PARTICIPATION: _("participation"),
    Source.STAFF: _("added by staff"),
    Source.SELF: _("said by the person"),
    Source.IMPORT: _("import"),
}
MOMENTS = {
    Moment.TOOK_PART: _("Took part in “%(title)s”"),
    Moment.WITHDREW: _("Took back their part in “%(title)s”"),
    Moment.SET_ASIDE: _("Part in “%(title)s” set aside"),
    Moment.PUT_BACK: _("Part in “%(title)s” counted again"),
}
AGREEMENTS = {
    Agreement.STANDS: _("agree to"),
    Agreement.ENDED: _("no longer agree to"),
    Agreement.NONE: _("were never asked about"),
}
BASES = {
    "consent": _("consent"),
    "public_interest": _("mission of public interest"),
    "legitimate_interest": _("legitimate interest"),
    "contract": _("contract"),
    "legal_obligation": _("legal obligation"),
}
EVIDENCE = {
    "participation": _("Participation"),
    "assurance": _("Assurance"),
    "ticked_at": _("Box ticked"),
    "confirmed_at": _("Address confirmed"),
    "words": _("Where the proof is"),
    "by": _("Noted by account"),
    "how": _("How it was given"),
    "file": _("File of the import"),
    "line": _("Line of the file"),
    "sha256": _("SHA-256 of the file"),
}
ASSURANCES = {
    "email": _("address confirmed by e-mail"),
    "account": _("account"),
    "verified": _("identity checked"),
    "paper": _("on paper"),
}
FORMS = {"desk": _("staff area"), "personal link": _("personal link"), "import": _("import")}
REGIMES = {"public": _("public service"), "political": _("political organisation")}
LANGUAGES = {"fr": _("French"), "en": _("English")}


def channels(names: Sequence[str]) -> list[str]:
    """The names of these channels, in the language of the page."""
    return [str(CHANNELS[Channel(name)]) for name in names]
