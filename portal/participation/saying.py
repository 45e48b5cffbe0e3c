"""What an act is called where it is confirmed, received, changed: an answer, unless its kind says otherwise."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import LazyString, ngettext
from flask_babel import lazy_gettext as _


@dataclass(frozen=True, kw_only=True)
class Words:
    """Sentences of pages and letters that every kind shares. Names in `%(…)s` are filled in by the templates."""

    confirm: LazyString
    confirm_lead: LazyString
    confirm_button: LazyString
    confirm_not_you: LazyString
    sent: LazyString
    sent_done: LazyString
    sent_again: LazyString
    counted: LazyString
    pending: LazyString
    withdrawn: LazyString
    invalidated: LazyString
    receipt_foot: LazyString
    mine_foot: LazyString
    change: LazyString
    opens: LazyString
    act: LazyString  # on a button
    letter_confirm: LazyString
    letter_lead: LazyString
    letter_asked: LazyString
    letter_not_you: LazyString
    letter_already: LazyString
    letter_already_not_you: LazyString
    letter_counted: LazyString
    people: Callable[[int], str]  # what a number counts: "participations"


ANSWER = Words(
    confirm=_("Confirm your answer"),
    confirm_lead=_("One press, and your answer counts"),
    confirm_button=_("Confirm my answer"),
    confirm_not_you=_(
        "You did not answer? Close this page: without this press, the answer and your address are erased within seven days."
    ),
    sent=_(
        "We have sent a letter to your address. Your answer counts once you have pressed the button behind its link."
    ),
    sent_done=_("Your answer has reached us"),
    sent_again=_("Look among unwanted mail. After ten minutes, answer again: only one of your answers will count."),
    counted=_("Your answer is counted"),
    pending=_("Your answer is waiting"),
    withdrawn=_("Your answer is withdrawn"),
    invalidated=_("Your answer is set aside"),
    receipt_foot=_("This receipt says neither your name nor your answers. You may show it."),
    mine_foot=_("This page is yours alone: whoever has its address can change your answer. The receipt may be shown."),
    change=_("Change my answers"),
    opens=_("You can answer from %(moment)s."),
    act=_("Take part"),
    letter_confirm=_("Confirm your answer: %(title)s"),
    letter_lead=_("One more press, and your answer counts"),
    letter_asked=_(
        "You have just answered “%(title)s”. Confirm that this address is yours: open this link and press the button."
    ),
    letter_not_you=_("Do nothing: without confirmation the answer and this address are erased within seven days."),
    letter_already=_(
        "Somebody has just answered “%(title)s” with this address, which had already taken part. Nothing has changed."
    ),
    letter_already_not_you=_("Do nothing: your first answer stays as it is."),
    letter_counted=_("Your answer to “%(title)s” is counted. Your receipt, which you may show:"),
    people=lambda n: ngettext("participation", "participations", n),
)
