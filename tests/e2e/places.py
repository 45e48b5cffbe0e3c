"""An example of every page, so that none is forgotten: a route without a line here fails a test.

Each line is an address with names in braces; `known` finds out what they stand for in the running demonstration.
"""

from typing import Any

from playwright.sync_api import Page

from portal.surveys.service.responses import SHEET_KIND
from tests.e2e import acts
from tests.e2e.acts import Person
from tests.e2e.demonstration import Demonstration

OPEN, OVER, OWN = "se-deplacer-dans-le-centre", "l-eclairage-des-venelles-du-vieux-bourg", "vos-priorites-pour-la-ville"
CAROL, DOMINIQUE = Person("carol.lenoir@residents.example"), Person("dominique.perrin@residents.example")

PUBLIC = {
    "site.home": "/",
    "site.projects": "/projects",
    "site.project": "/projects/le-centre-autrement",
    "site.results": "/results",
    "site.surveys": "/surveys",
    "site.zones": "/zones",
    "site.zone": "/zones/{zone}",
    "search.show": "/search?q=centre",
    "surveys.show": f"/surveys/{OPEN}",
    "surveys.answer": f"/surveys/{OPEN}/answer",
    "surveys.results": f"/surveys/{OPEN}/results",
    "surveys.change_answer": "/surveys/mine/{token}/answer",
    "participation.look_in_your_mailbox": "/sent/{activity}",
    "participation.confirm": "/confirm/{confirm}",
    "participation.receipt": "/r/{code}",
    "participation.find_receipt": "/r",
    "participation.mine": "/my/{token}",
    "participation.my_results": "/my/{token}/results",
    "contacts.consents_of_mine": "/my/{token}/consents",
    "legal.notice": "/legal",
    "legal.privacy": "/privacy",
    "legal.accessibility": "/accessibility",
    "accounts.sign_in": "/sign-in",
    "accounts.look_in_your_mailbox": "/sign-in/sent",
    "accounts.open_link": "/sign-in/{sign_in}",
    "sharing.short": "/a/{activity}",
    "sharing.poster": "/a/{activity}/poster",
    "sharing.embed": f"/embed/survey/{OPEN}",
    "api.page": "/api/",
    "mailbox.show_all": "/dev/mailbox",
    "mailbox.show": "/dev/mailbox/{letter}",
}
# More faces of the same routes.
PUBLIC_TOO = {
    "an answered survey": f"/surveys/{OVER}",
    "results that are over": f"/surveys/{OVER}/results",
    "a search without a result": "/search?q=zzzz",
    "a search not begun": "/search",
    "an unknown page": "/surveys/nothing",
    "an unknown receipt": "/r/AAAA-AAAA-AAAA",
    "a link that is over": "/confirm/nothing",
    "a personal link that is over": "/my/nothing",
    "a sign-in link that is over": "/sign-in/nothing",
}
DESK = {
    "desk.dashboard": "/manage/",
    "participation_manage.answer": "/manage/activities/{activity}/answer",
    "participation_manage.history": "/manage/activities/{activity}/history",
    "participation_manage.projects": "/manage/projects",
    "participation_manage.project": "/manage/projects/{project}",
    "participation_manage.new_project": "/manage/projects/new",
    "journal.show": "/manage/audit/",
    "contacts_manage.index": "/manage/contacts",
    "contacts_manage.show": "/manage/contacts/{contact}",
    "contacts_manage.proof": "/manage/contacts/{contact}/consents/{event}",
    "contacts_manage.told": "/manage/contacts/{contact}/consents/new",
    "contacts_manage.edit": "/manage/contacts/{contact}/edit",
    "contacts_manage.ask_erase": "/manage/contacts/{contact}/erase",
    "contacts_manage.erased": "/manage/contacts/erased",
    "contacts_manage.ask_export": "/manage/contacts/export",
    "contacts_manage.ask_forget": "/manage/contacts/forget",
    "contacts_manage.new": "/manage/contacts/new",
    "purposes.index": "/manage/purposes/",
    "purposes.edit": "/manage/purposes/{purpose}",
    "purposes.new": "/manage/purposes/new",
    "settings.show": "/manage/settings/",
    "settings.accessibility": "/manage/settings/accessibility",
    "settings.colours": "/manage/settings/colours",
    "settings.legal": "/manage/settings/legal",
    "settings.modules": "/manage/settings/modules",
    "settings.names": "/manage/settings/names",
    "staff.show": "/manage/staff/",
    "staff.edit": "/manage/staff/{user}",
    "staff.ask_in": "/manage/staff/new",
    "staff.roles": "/manage/staff/roles",
    "surveys_manage.index": "/manage/surveys",
    "surveys_manage.new": "/manage/surveys/new",
    "surveys_manage.show": "/manage/surveys/{activity}",
    "surveys_manage.closing": "/manage/surveys/{activity}/close",
    "surveys_manage.check": "/manage/surveys/{draft}/open",
    "surveys_manage.preview": "/manage/surveys/{activity}/preview",
    "surveys_manage.outline": "/manage/surveys/{activity}/questions",
    "surveys_manage.question": "/manage/surveys/{activity}/questions/q1",
    "surveys_manage.ask_remove_question": "/manage/surveys/{activity}/questions/q1/remove",
    "surveys_manage.choose_type": "/manage/surveys/{activity}/questions/new/p1",
    "surveys_manage.new_question": "/manage/surveys/{activity}/questions/new/p1/single",
    "surveys_manage.responses": "/manage/surveys/{activity}/responses",
    "surveys_manage.response": "/manage/surveys/{activity}/responses/{response}",
    "surveys_manage.ask_export": "/manage/surveys/{activity}/responses/export",
    "surveys_manage.book": "/manage/surveys/{activity}/responses/files/{file}",
    "surveys_manage.ask_set_aside": "/manage/surveys/{activity}/responses/set-aside",
    "surveys_manage.screen": "/manage/surveys/{activity}/screens/p1",
    "surveys_manage.ask_remove_screen": "/manage/surveys/{draft}/screens/p1/remove",
    "surveys_manage.new_screen": "/manage/surveys/{activity}/screens/new",
    "surveys_manage.settings": "/manage/surveys/{activity}/settings",
    "surveys_manage.withdrawing": "/manage/surveys/{activity}/withdraw",
    "territory.show": "/manage/territory/",
    "territory.ask_file": "/manage/territory/import",
}
DESK_TOO = {
    "an unknown contact": "/manage/contacts/999999",
    "a search among contacts without a result": "/manage/contacts?q=zzzz",
    "a draft": "/manage/surveys/{draft}",
    "me.show": "/me",
}
OPPOSITION = {
    "home": "/",
    "survey": f"/surveys/{OWN}",
    "answer": f"/surveys/{OWN}/answer",
    "results": f"/surveys/{OWN}/results",
    "projects": "/projects",
    "all results": "/results",
    "privacy": "/privacy",
    "legal": "/legal",
    "accessibility": "/accessibility",
}
OPPOSITION_DESK = {
    "dashboard": "/manage/",
    "surveys": "/manage/surveys",
    "projects": "/manage/projects",
    "contacts": "/manage/contacts",
    "settings": "/manage/settings/",
    "purposes": "/manage/purposes/",
    "territory": "/manage/territory/",
    "journal": "/manage/audit/",
}
# Files, figures and a letter as a mail program draws it: not pages of ours.
NO_PAGES = {
    "feeds.security",
    "feeds.calendar",
    "feeds.atom",
    "feeds.icon",
    "feeds.manifest",
    "feeds.robots",
    "feeds.sitemap",
    "sharing.code",
    "survey_downloads.csv",
    "survey_downloads.xlsx",
    "api.openapi",
    "api.list_activities",
    "api.show_activity",
    "api.receipts",
    "api.responses",
    "api.show_results",
    "api.show_receipt",
    "mailbox.show_drawn",
    "organisations.stylesheet",
    "health.healthz",
    "health.readyz",
    "health.metrics",
    "contacts_manage.everything",
    "surveys_manage.code_book",
    "surveys_manage.download_book",
}
EXPECTED = {
    "an unknown page": 404,
    "an unknown receipt": 404,
    "a link that is over": 404,
    "a personal link that is over": 404,
    "a sign-in link that is over": 410,
    "an unknown contact": 404,
}


EMBEDDED_ON = "https://www.saint-aurelien.example"


def known(demonstration: Demonstration, page: Page) -> dict[str, Any]:
    """What the names in the addresses stand for. Carol answers twice: once confirmed, once with the link still unused."""
    town = "organisation_id = (SELECT id FROM organisations WHERE slug = 'saint-aurelien')"

    def one(of: str) -> Any:
        return demonstration.one(of.format(town=town))

    activity = one(
        f"UPDATE activities SET embed_origins = '{{{{{EMBEDDED_ON}}}}}' WHERE slug = '{OPEN}' AND {{town}} RETURNING id"
    )
    return {
        "activity": activity,
        "zone": one("SELECT key FROM zones WHERE {town} ORDER BY position LIMIT 1"),
        "project": one("SELECT id FROM projects WHERE {town} ORDER BY id LIMIT 1"),
        "contact": one("SELECT min(contact_id) FROM consent_events WHERE {town}"),
        "event": one("SELECT id FROM consent_events WHERE {town} ORDER BY contact_id, id LIMIT 1"),
        "purpose": one("SELECT min(id) FROM purposes WHERE {town}"),
        "user": one("SELECT id FROM users WHERE {town} AND role = 'editor' LIMIT 1"),
        **_carols(demonstration, page),
        **_desk_s(demonstration, page, activity),
    }


def _carols(demonstration: Demonstration, page: Page) -> dict[str, str]:
    """A receipt, a personal link, a letter, and two links that nobody has used."""
    acts.take_part(page, demonstration, OPEN, CAROL)
    acts.open_letter(page, demonstration, CAROL, "Confirmez")
    acts.follow(page, "/confirm/")
    acts.press(page)
    found = {"code": page.url}
    acts.open_letter(page, demonstration, CAROL, "reçu")
    found |= {"letter": page.url, "token": acts.link(page, "/my/")}
    acts.take_part(page, demonstration, OPEN, DOMINIQUE)
    acts.open_letter(page, demonstration, DOMINIQUE, "Confirmez")
    found["confirm"] = acts.link(page, "/confirm/")
    page.goto(demonstration.url("/sign-in"))
    page.locator("main input[type=email]").first.fill(DOMINIQUE.address)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/sign-in/sent")
    acts.open_letter(page, demonstration, DOMINIQUE, "onnexion")
    found["sign_in"] = acts.link(page, "/sign-in/")
    return {name: address.split("?")[0].rsplit("/", 1)[1] for name, address in found.items()}


def _desk_s(demonstration: Demonstration, page: Page, activity: int) -> dict[str, str]:
    """A draft without a question, a single response, and a file that a worker is writing."""
    acts.sign_in(page, demonstration, "administrator")
    draft = acts.begin_survey(page, demonstration, "Les bancs du mail", "The benches of the mall")
    page.goto(demonstration.url(f"/manage/surveys/{activity}/responses"))
    response = page.locator("main tbody th a").first.get_attribute("href") or ""
    file = demonstration.one(
        "INSERT INTO progress (organisation_id, kind, state, done, total, position, asked_by, started_at)"
        " SELECT organisation_id, %(kind)s, 'running', 400, 900, jsonb_build_object('activity_id', %(activity)s::bigint),"
        " id, now() FROM users WHERE email = %(email)s RETURNING id",
        kind=SHEET_KIND,
        activity=activity,
        email=demonstration.sign_in_of("administrator").email,
    )
    return {"draft": draft, "response": response.rsplit("/", 1)[1], "file": str(file)}
