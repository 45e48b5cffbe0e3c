"""What the names in places.py stand for: ids, codes and links of the running demonstration."""

from typing import Any

from playwright.sync_api import Page

from portal.participation.service import setting_aside
from portal.petitions.service import exporting
from portal.surveys.service.responses import SHEET_KIND
from tests.e2e import acts
from tests.e2e.acts import Person
from tests.e2e.demonstration import Demonstration
from tests.e2e.places import OPEN, SIGNED

CAROL, DOMINIQUE = Person("carol.lenoir@residents.example"), Person("dominique.perrin@residents.example")
ELISE = Person("elise.marchand@residents.example")
EMBEDDED_ON = "https://www.saint-aurelien.example"


def known(demonstration: Demonstration, page: Page) -> dict[str, Any]:
    """What the names in the addresses stand for. Carol answers twice: once confirmed, once with the link still unused."""
    town = "organisation_id = (SELECT id FROM organisations WHERE slug = 'saint-aurelien')"

    def one(of: str) -> Any:
        return demonstration.one(of.format(town=town))

    activity = one(
        f"UPDATE activities SET embed_origins = '{{{{{EMBEDDED_ON}}}}}' WHERE slug = '{OPEN}' AND {{town}} RETURNING id"
    )
    petition = one(f"SELECT id FROM activities WHERE slug = '{SIGNED}' AND {{town}}")
    return {
        "activity": activity,
        "petition": petition,
        "sheet": one(f"SELECT min(id) FROM petition_sheets WHERE activity_id = {petition} AND {{town}}"),
        "line": one(
            "SELECT participation_id FROM petition_sheet_lines WHERE {town}"
            f" AND sheet_id = (SELECT min(id) FROM petition_sheets WHERE activity_id = {petition}) ORDER BY id LIMIT 1"
        ),
        "zone": one("SELECT key FROM zones WHERE {town} ORDER BY position LIMIT 1"),
        "project": one("SELECT id FROM projects WHERE {town} ORDER BY id LIMIT 1"),
        "contact": one("SELECT min(contact_id) FROM consent_events WHERE {town}"),
        "event": one("SELECT id FROM consent_events WHERE {town} ORDER BY contact_id, id LIMIT 1"),
        "purpose": one("SELECT min(id) FROM purposes WHERE {town}"),
        "user": one("SELECT id FROM users WHERE {town} AND role = 'editor' LIMIT 1"),
        **_carols(demonstration, page),
        "signature": _elises(demonstration, page),
        **_links(demonstration),
        **_judged(demonstration),
        **_desk_s(demonstration, page, activity, petition),
        "signatures_work": _work(demonstration, setting_aside.ASIDE, "cancelled", petition),
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


def _elises(demonstration: Demonstration, page: Page) -> str:
    """A signature that counts: the end of its personal link."""
    acts.sign_petition(page, demonstration, SIGNED, "Élise Marchand", ELISE)
    acts.open_letter(page, demonstration, ELISE, "Confirmez")
    acts.follow(page, "/confirm/")
    acts.press(page)
    acts.open_letter(page, demonstration, ELISE, "reçu")
    return acts.link(page, "/my/").split("?")[0].rsplit("/", 1)[1]


def _links(demonstration: Demonstration) -> dict[str, str]:
    """Links of petitions, which the base has as digests only: replaced by some that are known here."""
    petition = "UPDATE petitions SET {column} = sha256(%(link)s::bytea) WHERE activity_id = (SELECT min(activity_id) FROM petitions"
    petition += " WHERE standing = %(standing)s) RETURNING activity_id"
    made = {}
    for name, column, standing in (
        ("author", "author_digest", "sponsoring"),
        ("sponsor", "sponsor_digest", "sponsoring"),
        ("leader", "author_digest", "accepted"),
    ):
        demonstration.one(petition.format(column=column), link=name, standing=standing)
        made[name] = name
    asked = "UPDATE petition_sponsors SET link_digest = sha256('carry'::bytea), confirmed_at = NULL"
    demonstration.one(
        f"{asked} WHERE id = (SELECT max(s.id) FROM petition_sponsors s JOIN petitions p USING (activity_id)"
        " WHERE p.standing = 'sponsoring') RETURNING id"
    )
    return made | {"carry": "carry"}


def _judged(demonstration: Demonstration) -> dict[str, Any]:
    """Petitions as moderators meet them, with a promise, a clock, news that wait, and a draft of the town's own."""
    petition = "SELECT min(activity_id) FROM petitions WHERE standing = '{}'"
    news = "INSERT INTO petition_updates (organisation_id, activity_id, is_by_author, title, body)"
    news += f" SELECT organisation_id, id, true, 'Merci !', 'Nous sommes mille.' FROM activities WHERE slug = '{SIGNED}' RETURNING id"
    own = "INSERT INTO petitions (organisation_id, activity_id, standing, is_by_staff) SELECT organisation_id, id, 'draft', true"
    own += " FROM activities WHERE slug = 'une-fete-des-voisins' RETURNING activity_id"
    demonstration.one(
        "INSERT INTO activities (organisation_id, kind, slug, title, access) SELECT organisation_id, kind,"
        " 'une-fete-des-voisins', '{\"fr\": \"Une fête des voisins\"}', access"
        f" FROM activities WHERE slug = '{SIGNED}' RETURNING id"
    )
    return {
        "judged": demonstration.one(petition.format("moderation")),
        "refused": demonstration.one(petition.format("rejected")),
        "promise": demonstration.one("SELECT min(id) FROM petition_thresholds"),
        "milestone": demonstration.one(
            f"SELECT min(m.id) FROM petition_milestones m JOIN activities a ON a.id = m.activity_id WHERE a.slug = '{SIGNED}'"
        ),
        "news": demonstration.one(news),
        "own_petition": demonstration.one(own),
    }


def _desk_s(demonstration: Demonstration, page: Page, activity: int, petition: int) -> dict[str, str]:
    """A draft without a question, a single response, a file that a worker is writing, and work that set nothing aside."""
    acts.sign_in(page, demonstration, "administrator")
    draft = acts.begin_survey(page, demonstration, "Les bancs du mail", "The benches of the mall")
    page.goto(demonstration.url(f"/manage/surveys/{activity}/responses"))
    response = page.locator("main tbody th a").first.get_attribute("href") or ""
    return {
        "draft": draft,
        "response": response.rsplit("/", 1)[1],
        "file": _work(demonstration, SHEET_KIND, "running", activity),
        "signature_file": _work(demonstration, exporting.SHEET_KIND, "running", petition),
        "work": _work(demonstration, setting_aside.ASIDE, "cancelled", activity),
    }


def _work(demonstration: Demonstration, kind: str, state: str, activity: int) -> str:
    """Long work of the administrator's that no worker moves."""
    made = demonstration.one(
        "INSERT INTO progress (organisation_id, kind, state, done, total, position, asked_by, started_at, finished_at)"
        " SELECT organisation_id, %(kind)s, %(state)s, 400, 900, jsonb_build_object('activity_id', %(activity)s::bigint),"
        " id, now(), CASE WHEN %(state)s <> 'running' THEN now() END FROM users WHERE email = %(email)s RETURNING id",
        kind=kind,
        state=state,
        activity=activity,
        email=demonstration.sign_in_of("administrator").email,
    )
    return str(made)
