"""Words for what petitions know by keys: standings, reasons of the charter, problems of forms, the notice."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.participation import notices
from portal.participation.figures import Words
from portal.participation.notices import Notice
from portal.participation.queries.activities import ActivityCard
from portal.petitions.rules import paper, texts
from portal.petitions.rules.fraud import Hold, What
from portal.petitions.rules.states import Reason, Standing

STANDINGS = {
    Standing.DRAFT: _("Draft"),
    Standing.SPONSORING: _("Looking for sponsors"),
    Standing.MODERATION: _("Waiting for moderation"),
    Standing.ACCEPTED: _("Accepted"),
    Standing.REJECTED: _("Turned down by moderators"),
    Standing.WITHDRAWN: _("Withdrawn by its author"),
}

FIGURES = Words(
    number=_("Signatures"),
    per_thousand=_("Signatures for a thousand inhabitants"),
    per_day=_("Signatures per day"),
    by_certainty=_("Signatures by certainty about their author"),
)

REASONS = {
    Reason.DUPLICATE: _("There is already a petition that asks for the same."),
    Reason.NOT_OURS: _("It asks for something that this organisation cannot decide."),
    Reason.NO_REQUEST: _("It does not ask for anything to be done."),
    Reason.UNCLEAR: _("It is not clear what is asked for."),
    Reason.IN_COURT: _("It is about a case that is before a court."),
    Reason.PERSONAL_CASE: _("It is about one person’s own case: the organisation’s services can deal with it."),
    Reason.ADVERTISING: _("It advertises something."),
    Reason.FALSE: _("It states something that can be shown to be false."),
    Reason.OFFENSIVE: _("Its words offend or threaten people."),
    Reason.DEFAMATORY: _("It accuses somebody of something that is not proven."),
    Reason.PERSONAL_DATA: _("It tells things about somebody’s private life."),
    Reason.UNLAWFUL: _("It asks for something that the law forbids, or calls for hatred."),
}


HOLDS = {
    Hold.BLOCKED: _("On a block list"),
    Hold.CROWD: _("Too many from one network"),
    Hold.DISPOSABLE: _("Disposable mailbox"),
    Hold.BURST: _("Part of a sudden crowd"),
    Hold.STAFF: _("Held by staff"),
}

LISTED = {
    What.NETWORK: _("Network"),
    What.DOMAIN: _("Mail domain"),
    What.ADDRESS: _("Mail address"),
}


def notice(activity: ActivityCard, *, is_statutory: bool = False) -> Notice:
    """The notice under the form that signs (R11); a statutory petition says what finds an elector (L37)."""
    return notices.notice(
        activity,
        what_for=gettext("Counting signatures, one per person, and publishing totals; telling fraud from signatures."),
        compulsory=gettext(
            "Names, date of birth, postcode and e-mail address. Names and date of birth find you on the electoral roll: they "
            "are compared as a keyed hash, and the date is never stored. The rest is up to you."
        )
        if is_statutory
        else gettext(
            "Name, postcode and e-mail address. The address proves that each person signs once. The rest is up to you."
        ),
        recipients=gettext(
            "The staff in charge of petitions. Your name is shown on the page only if you tick its box; "
            "your address and postcode never are."
        ),
        retention=gettext(
            "Names and addresses are erased six months after closing; totals stay. The network a signature came from is kept "
            "apart, against fraud, and erased 30 days after closing. Unconfirmed signatures are erased after seven days."
        ),
    )


def name_problem(problem: texts.Problem) -> str:
    """What to do about a name."""
    return {
        texts.Problem.MISSING: gettext("Write your first and last name."),
        texts.Problem.TOO_LONG: gettext("Write at most %(max)d signs.", max=texts.NAME_SIGNS),
        texts.Problem.FORMULA: gettext("Begin your name with a letter."),
        texts.Problem.LINK: gettext("Remove the web address from your name."),
        texts.Problem.NO_LETTER: gettext("Write your name with letters."),
    }[problem]


def postcode_problem(problem: texts.Problem) -> str:
    """What to do about a postcode."""
    if problem is texts.Problem.MISSING:
        return gettext("Write your postcode.")
    return gettext("Check your postcode: five figures, for instance 14000.")


def ask_problem(problem: texts.Problem) -> str:
    """What to do about what a petition asks for."""
    return {
        texts.Problem.MISSING: gettext("Write what you ask for, in one sentence."),
        texts.Problem.TOO_LONG: gettext("Make it shorter: at most %(max)d signs.", max=texts.ASK_SIGNS),
        texts.Problem.FORMULA: gettext("Begin with a letter or a figure: a sentence cannot begin with = + - or @."),
        texts.Problem.LINK: gettext("Remove the web address: what you ask for must be clear without following a link."),
        texts.Problem.NO_LETTER: gettext("Write a sentence, with words."),
    }[problem]


def text_problem(problem: texts.Problem, signs: int) -> str:
    """What to do about a longer text."""
    if problem is texts.Problem.MISSING:
        return gettext("Write a few words: people want to know why.")
    return gettext("Make it shorter: at most %(max)d signs.", max=signs)


def notice_of_start() -> Notice:
    """The notice of the pages on which a petition is started or carried (R11)."""
    return notices.notice(
        None,
        what_for=gettext("Starting a petition with people who carry it, and telling its author what becomes of it."),
        compulsory=gettext("Name, postcode and e-mail address, which proves who you are. The rest is up to you."),
        recipients=gettext(
            "The staff in charge of petitions. What the petition says is published once it is accepted; your name only if "
            "you tick its box; your address and postcode never are."
        ),
        retention=gettext(
            "A petition whose author does not confirm is erased after seven days, and so is a sponsor who does not. Names and "
            "addresses are erased six months after the petition closes or is turned down."
        ),
    )


def news_problem(problem: texts.Problem, signs: int) -> str:
    """What to do about a piece of news."""
    if problem is texts.Problem.MISSING:
        return gettext("Write a few words.")
    return gettext("Make it shorter: at most %(max)d signs.", max=signs)


def place_problem(problem: texts.Problem) -> str:
    """What to do about where somebody on paper says they live."""
    return {
        texts.Problem.MISSING: gettext("Write the address or the postcode."),
        texts.Problem.TOO_LONG: gettext("Write at most %(max)d signs.", max=paper.PLACE_SIGNS),
        texts.Problem.FORMULA: gettext("Begin the address with a letter or a figure."),
        texts.Problem.LINK: gettext("Remove the web address."),
    }[problem]
