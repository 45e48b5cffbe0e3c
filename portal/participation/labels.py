"""Words for what the code knows by keys: states, levels, decisions. One place, so that every page says the same."""

from flask_babel import lazy_gettext as _

from portal.participation.rules import states

STATES = {
    states.ActivityState.DRAFT: _("Draft"),
    states.ActivityState.IN_REVIEW: _("In review"),
    states.ActivityState.SCHEDULED: _("Scheduled"),
    states.ActivityState.OPEN: _("Open"),
    states.ActivityState.CLOSED: _("Closed"),
    states.ActivityState.ARCHIVED: _("Archived"),
    states.ActivityState.WITHDRAWN: _("Withdrawn"),
}

ACCESS = {
    states.AccessLevel.ANYONE: _("Anyone, without saying who they are"),
    states.AccessLevel.EMAIL: _("With a confirmed e-mail address"),
    states.AccessLevel.ACCOUNT: _("With an account"),
    states.AccessLevel.VERIFIED: _("With a checked identity"),
    states.AccessLevel.INVITED: _("By invitation"),
}

ASSURANCES = {
    states.Assurance.NONE: _("No identity"),
    states.Assurance.EMAIL: _("Confirmed address"),
    states.Assurance.ACCOUNT: _("Account"),
    states.Assurance.VERIFIED: _("Checked identity"),
    states.Assurance.PAPER: _("Paper"),
}

CHANNELS = {
    states.Channel.WEB: _("Web"),
    states.Channel.PAPER: _("Paper"),
    states.Channel.FIELD: _("In the street"),
    states.Channel.IMPORT: _("Import"),
    states.Channel.API: _("Other program"),
}

PARTICIPATIONS = {
    states.ParticipationState.PENDING: _("Waiting for confirmation"),
    states.ParticipationState.HELD: _("Set apart, until somebody has looked"),
    states.ParticipationState.COUNTED: _("Counted"),
    states.ParticipationState.WITHDRAWN: _("Withdrawn by the person"),
    states.ParticipationState.INVALIDATED: _("Not counted any more"),
}

RESULTS = {
    states.ResultsVisibility.LIVE: _("Everybody, as answers come in"),
    states.ResultsVisibility.AFTER_PARTICIPATION: _("People who answered; everybody after closing"),
    states.ResultsVisibility.AFTER_CLOSE: _("Everybody, after closing"),
    states.ResultsVisibility.STAFF: _("Staff only"),
}

DECISIONS = {
    states.Decision.ACCEPTED: _("Accepted"),
    states.Decision.PARTLY: _("Partly accepted"),
    states.Decision.REFUSED: _("Refused"),
    states.Decision.UNDER_STUDY: _("Under study"),
}

ANSWERED_MEANWHILE = _(
    "Somebody else published an answer meanwhile. Look at it, then publish yours after it or drop it."
)
