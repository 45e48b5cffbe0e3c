"""What participation's pages and letters call the act of signing."""

from flask_babel import lazy_gettext as _
from flask_babel import ngettext

from portal.participation.saying import Words

SIGNATURE = Words(
    confirm=_("Confirm your signature"),
    confirm_lead=_("One press, and your signature counts"),
    confirm_button=_("Confirm my signature"),
    confirm_not_you=_(
        "You did not sign? Close this page: without this press, the signature and your address are erased within seven days."
    ),
    sent=_(
        "We have sent a letter to your address. Your signature counts once you have pressed the button behind its link."
    ),
    sent_done=_("Your signature has reached us"),
    sent_again=_("Look among unwanted mail. After ten minutes, sign again: only one of your signatures will count."),
    counted=_("Your signature is counted"),
    pending=_("Your signature is waiting"),
    withdrawn=_("Your signature is withdrawn"),
    invalidated=_("Your signature is set aside"),
    receipt_foot=_("This receipt does not say who you are. You may show it."),
    mine_foot=_(
        "This page is yours alone: whoever has its address can change your signature. The receipt may be shown."
    ),
    change=_("Change my signature"),
    opens=_("You can sign from %(moment)s."),
    act=_("Sign"),
    letter_confirm=_("Confirm your signature: %(title)s"),
    letter_lead=_("One more press, and your signature counts"),
    letter_asked=_(
        "You have just signed “%(title)s”. Confirm that this address is yours: open this link and press the button."
    ),
    letter_not_you=_("Do nothing: without confirmation the signature and this address are erased within seven days."),
    letter_already=_(
        "Somebody has just signed “%(title)s” with this address, which had already signed. Nothing has changed."
    ),
    letter_already_not_you=_("Do nothing: your first signature stays as it is."),
    letter_counted=_("Your signature under “%(title)s” is counted. Your receipt, which you may show:"),
    people=lambda n: ngettext("signature", "signatures", n),
)
