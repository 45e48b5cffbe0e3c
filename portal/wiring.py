"""Who is registered, who hears of what, what runs when: the only module that knows every feature."""

from flask import Flask
from flask_babel import lazy_gettext as _

from portal.accounts import login
from portal.accounts import manage as staff
from portal.accounts import views as account_views
from portal.accounts.rules import Right
from portal.api import petitions as api_petitions
from portal.api import views as api_views
from portal.consents import manage as purposes
from portal.contacts import events as contact_events
from portal.contacts import feed
from portal.contacts import manage as contacts_manage
from portal.contacts import panel as contacts_panel
from portal.contacts import views as contacts_views
from portal.core import access, desk, outbox, parts, progress, replica, tenancy
from portal.core.desk import Entry, Panel
from portal.organisations import queries as organisations
from portal.organisations import views as organisation_views
from portal.participation import books, erasure, events, extras, kinds, overview, tally, upkeep
from portal.participation import manage as participation_manage
from portal.participation import views as participation_views
from portal.participation.service import announcing, answering, setting_aside
from portal.petitions import alarms, waiting
from portal.petitions import criteria as petition_criteria
from portal.petitions import erasing as petition_erasing
from portal.petitions import events as petition_events
from portal.petitions import findings as petition_findings
from portal.petitions import manage as petition_manage
from portal.petitions import saying as petition_saying
from portal.petitions import views as petition_views
from portal.petitions.queries import desk as petition_queue
from portal.petitions.service import electors, promising, recounting, sessions, telling
from portal.petitions.service import exporting as petition_exporting
from portal.site import chrome, feeds, journal, legal, mailbox, manage, me, searching, settings, sharing, shell
from portal.site import views as site_views
from portal.surveys import downloads as survey_downloads
from portal.surveys import erasing as survey_erasing
from portal.surveys import manage as survey_manage
from portal.surveys import publishing as survey_publishing
from portal.surveys import views as survey_views
from portal.surveys.service import responses
from portal.territory import manage as territory

BLUEPRINTS = (
    site_views.blueprint,
    searching.blueprint,
    sharing.blueprint,
    feeds.blueprint,
    legal.blueprint,
    api_views.blueprint,
    api_petitions.blueprint,
    me.blueprint,
    mailbox.blueprint,
    manage.blueprint,
    settings.blueprint,
    organisation_views.blueprint,
    account_views.blueprint,
    staff.blueprint,
    territory.blueprint,
    purposes.blueprint,
    journal.blueprint,
    participation_views.blueprint,
    survey_views.blueprint,
    survey_downloads.blueprint,
    survey_manage.blueprint,
    petition_views.blueprint,
    petition_manage.blueprint,
    petition_manage.settings,
    participation_manage.blueprint,
    contacts_views.blueprint,
    contacts_manage.blueprint,
)

# What an organisation may switch off, by blueprint or endpoint. The pages on which people see and withdraw what they
# agreed to (blueprint `contacts`) belong to no part: they must always be there.
PARTS = {
    "site.surveys": "surveys",
    survey_views.blueprint.name: "surveys",
    survey_downloads.blueprint.name: "surveys",
    survey_manage.blueprint.name: "surveys",
    petition_views.blueprint.name: "petitions",
    petition_manage.blueprint.name: "petitions",
    api_petitions.blueprint.name: "petitions",
    petition_manage.settings.name: "petitions",
    contacts_manage.blueprint.name: "contacts",
}

# What a replica may serve to strangers, by blueprint or endpoint: never a page that somebody is led to by an act of theirs.
SHARED = (
    site_views.blueprint.name,
    searching.blueprint.name,
    sharing.blueprint.name,
    feeds.blueprint.name,
    legal.blueprint.name,
    survey_downloads.blueprint.name,
    "surveys.show",
    "surveys.results",
    "petitions.index",
    "petitions.show",
    "petitions.results",
    "petitions.sheet",
    "petitions.figure",
    "petitions.names",
    "api.list_activities",
    "api.show_activity",
    "api.show_results",
    "api.responses",
    "api.receipts",
    api_petitions.blueprint.name,
)

KINDS = (
    kinds.Kind(
        name="survey",
        label=_("Survey"),
        show="surveys.show",
        results="surveys.results",
        answer="surveys.answer",
        change="surveys.change_answer",
        figures=survey_publishing.figures,
        sheet=survey_publishing.sheet,
        own_results=survey_views.own_results,
        without_words=survey_erasing.without_words,
        part="surveys",
        tabs=(
            kinds.Tab("show", "surveys_manage.show", _("Overview"), Right.ACTIVITIES_EDIT),
            kinds.Tab("settings", "surveys_manage.settings", _("Presentation"), Right.ACTIVITIES_EDIT),
            kinds.Tab("questions", "surveys_manage.outline", _("Questions"), Right.ACTIVITIES_EDIT),
            kinds.Tab("responses", "surveys_manage.responses", _("Responses"), Right.RESPONSES_READ),
        ),
    ),
    kinds.Kind(
        name="petition",
        label=_("Petition"),
        show="petitions.show",
        results="petitions.results",
        answer="petitions.sign",
        change="petitions.change_signature",
        without_words=petition_erasing.without_words,
        part="petitions",
        words=petition_saying.SIGNATURE,
        steps=petition_findings.steps,
        assure=electors.assure,
        hides_small_zones=True,
        criteria=petition_criteria.CRITERIA,
        tabs=(
            kinds.Tab("show", "petitions_manage.show", _("Overview"), Right.PETITIONS_READ),
            kinds.Tab("comments", "petitions_manage.comments", _("Comments"), Right.PETITIONS_MODERATE),
            kinds.Tab("paper", "petitions_manage.paper_sheets", _("On paper"), Right.SIGNATURES_READ_NAMES),
            kinds.Tab("search", "petitions_manage.search_signatures", _("Search"), Right.SIGNATURES_READ_NAMES),
        ),
    ),
)

RAIL = (
    Entry(label=_("Home"), endpoint="desk.dashboard", right=Right.DESK, position=0),
    Entry(
        label=_("Surveys"),
        endpoint="surveys_manage.index",
        right=Right.ACTIVITIES_EDIT,
        position=10,
        part="surveys",
    ),
    Entry(
        label=_("Petitions"),
        endpoint="petitions_manage.index",
        right=Right.PETITIONS_READ,
        position=12,
        count=petition_queue.count_waiting,
        part="petitions",
    ),
    Entry(label=_("Projects"), endpoint="participation_manage.projects", right=Right.ACTIVITIES_EDIT, position=40),
    Entry(
        label=_("Contacts"),
        endpoint="contacts_manage.index",
        right=Right.CONTACTS_READ,
        position=20,
        part="contacts",
    ),
    Entry(label=_("Zones"), endpoint="territory.show", right=Right.SETTINGS_EDIT, position=60),
    Entry(label=_("Why we write"), endpoint="purposes.index", right=Right.SETTINGS_EDIT, position=70),
    Entry(label=_("Staff accounts"), endpoint="staff.show", right=Right.USERS_EDIT, position=80),
    Entry(label=_("Settings"), endpoint="settings.show", right=Right.SETTINGS_EDIT, position=90),
    Entry(label=_("Who did what"), endpoint="journal.show", right=Right.AUDIT_READ, position=95),
)

EXTRAS = (
    extras.Extra(
        label=_("What we may write to you about"),
        text=_("What you agreed to receive, and how to stop it in one press."),
        endpoint="contacts.consents_of_mine",
    ),
)


def enter_organisations(app: Flask) -> None:
    tenancy.init_app(app, organisations.card_by_host, organisations.card_by_id)
    parts.init_app(app, PARTS)
    replica.init_app(app, SHARED)


def sign_people_in(app: Flask) -> None:
    login.init_app(app)
    access.init_app(app, login.guard)


def connect(app: Flask) -> None:
    """Kinds, subscriptions, blueprints."""
    for kind in KINDS:
        kinds.register(kind)
    for extra in EXTRAS:
        extras.register(extra)
    subscribe()
    take_up()
    forget_in_time()
    furnish_desk()
    chrome.init_app(app)
    shell.init_app(app)
    mailbox.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    access.refuse_undeclared(app)


def subscribe() -> None:
    """Who hears of which events."""
    outbox.subscribe("tally", tally.take, *events.MOVES, queue="tally")
    outbox.subscribe("contacts", feed.take, *feed.HEARD, wants=feed.wants)
    outbox.subscribe("answers", answering.take, events.AnswerPublished)
    outbox.subscribe("announcements", announcing.take, events.ActivityOpened, events.ActivityClosed)
    outbox.subscribe("thresholds", promising.take, events.TallyMoved, petition_events.PromisesChanged)
    outbox.subscribe("electors", electors.take, events.ParticipationRestored)
    outbox.subscribe("promises", promising.take_answers, events.AnswerPublished)
    outbox.subscribe("petition-authors", telling.take, petition_events.PetitionDecided, petition_events.UpdateDecided)
    outbox.subscribe("petition-sessions", sessions.take, petition_events.SessionRecorded)
    outbox.subscribe("erasure", erasure.take, contact_events.PersonErased)
    outbox.subscribe("petition-erasure", petition_erasing.take, contact_events.PersonErased)


def take_up() -> None:
    """Which job goes on with long work that stopped moving."""
    for kind in setting_aside.KINDS:
        progress.resume(kind, "bulk", setting_aside.JOB)
    progress.resume(recounting.RECOUNT, "bulk", recounting.JOB)
    progress.resume(responses.SHEET_KIND, "bulk", "portal.surveys.jobs.write_book")
    progress.resume(petition_exporting.SHEET_KIND, "bulk", petition_exporting.JOB)


def forget_in_time() -> None:
    """What features forget each night, beside what participation does."""
    upkeep.register(
        upkeep.Chore(
            name="files",
            words="files that were taken out",
            kept=books.KEPT,
            due=books.count_old,
            forget=books.forget_old,
        )
    )
    for chore in petition_erasing.CHORES:
        upkeep.register(chore)


def furnish_desk() -> None:
    """What stands in the staff area: lines of its rail, things that wait, panels of its first page."""
    for entry in RAIL:
        desk.register(entry)
    desk.register(
        Panel(
            template="contacts/_desk.html",
            right=Right.CONTACTS_READ,
            position=20,
            figures=contacts_panel.figures,
            part="contacts",
        )
    )
    desk.register_tasks("moderation", Right.PETITIONS_MODERATE, waiting.to_moderate)
    desk.register_tasks("comments", Right.PETITIONS_MODERATE, waiting.to_read)
    desk.register_tasks("promises", Right.ANSWERS_WRITE, waiting.to_keep)
    desk.register_tasks("answers", Right.ANSWERS_WRITE, overview.answers_due)
    desk.register_tasks("crowds", Right.SIGNATURES_READ_NAMES, alarms.crowds)
