"""Walking through a survey without script, cookie or draft row: what was answered travels in hidden fields, and the one
final POST is checked whole."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from portal.consents import offers
from portal.consents.service import Ticked
from portal.core import tokens
from portal.core.fields import Option, Shown
from portal.participation import notices
from portal.participation.queries.activities import ActivityCard
from portal.participation.rules import states
from portal.surveys import asking
from portal.surveys.queries import SurveyForm
from portal.surveys.rules.answers import Answers
from portal.surveys.rules.problems import Problem
from portal.surveys.service import Response
from portal.territory import queries as territory

Fields = Mapping[str, Sequence[str]]

ADDRESS, ZONE, CONSENT, AGE, TRAP = "address", "zone", "consent", "age", "website"
OWN_FIELDS = (ADDRESS, ZONE, CONSENT, AGE)
ADDRESS_SIGNS = 254


@dataclass
class Screen:
    """One screen: which page of the survey (`index` = number of pages: the last one, about the person), with what was
    posted and what is wrong with it."""

    index: int
    fields: Fields
    submission_id: uuid.UUID
    problems: list[Problem] = field(default_factory=list)
    own_problems: dict[str, str] = field(default_factory=dict)

    @property
    def is_wrong(self) -> bool:
        return bool(self.problems or self.own_problems)


def first_screen() -> Screen:
    """A new, empty form with an id of its own."""
    return Screen(0, {}, uuid.uuid4())


def next_screen(form: SurveyForm, fields: Fields, *, language: str) -> Screen:
    """The screen after this post: one back, one on, or the same with what is wrong."""
    index = _index(form, fields)
    screen = Screen(index, fields, _submission_id(fields))
    if _one(fields, "go") == "back":
        return Screen(max(0, index - 1), fields, screen.submission_id)
    if index >= form.pages:
        return screen
    screen.problems = form.reader.read_page(
        index, fields, language=language, zones=territory.territory().keys()
    ).problems
    return screen if screen.is_wrong else Screen(index + 1, fields, screen.submission_id)


def is_final(form: SurveyForm, fields: Fields) -> bool:
    """Whether this post comes from the last screen and asks to be recorded."""
    return _one(fields, "go") == "send" and _index(form, fields) >= form.pages


def is_trapped(fields: Fields) -> bool:
    """Whether a field that people never see was filled in."""
    return bool(_one(fields, TRAP))


def read_final(
    activity: ActivityCard,
    form: SurveyForm,
    fields: Fields,
    *,
    language: str,
    account: str | None,
    is_change: bool = False,
) -> Response | Screen:
    """The whole response, or the first screen where something is wrong."""
    known = territory.territory()
    reading = form.reader.read(fields, language=language, zones=known.keys())
    submission_id = _submission_id(fields)
    if reading.problems:
        return _first_wrong(form, fields, submission_id, reading.problems)
    last = Screen(form.pages, fields, submission_id)
    zone = known.find(_one(fields, ZONE) or asking.zone_answer(form, reading.answers))
    _check_zone(last, activity, zone)
    address = None if is_change or _asks_nobody(activity) else account or _read_address(last, activity)
    ticked = _read_consents(last, activity, language) if address else None
    if last.is_wrong:
        return last
    return Response(
        submission_id=submission_id,
        answers=reading.answers,
        zone_id=zone.id if zone else None,
        language=language,
        address=address,
        ticked=ticked,
        assurance=_assurance(activity, account),
    )


def fields_of(answers: Answers) -> dict[str, list[str]]:
    """Answers as the fields that would have posted them, for a form that starts from what was said before."""
    fields: dict[str, list[str]] = {}
    for key, answer in answers.items():
        chosen = answer["chosen"] if isinstance(answer, dict) else answer
        fields[key] = [str(one) for one in chosen] if isinstance(chosen, list) else [str(chosen)]
        if isinstance(answer, dict):
            fields[f"{key}.other"] = [str(answer["other"])]
    return fields


def _first_wrong(form: SurveyForm, fields: Fields, submission_id: uuid.UUID, problems: list[Problem]) -> Screen:
    for index, page in enumerate(form.questionnaire.pages):
        keys = {question.key for question in page.questions}
        here = [problem for problem in problems if problem.key in keys]
        if here:
            return Screen(index, fields, submission_id, here)
    raise LookupError("a problem with a question that is on no page")


def _check_zone(screen: Screen, activity: ActivityCard, zone: territory.ZoneCard | None) -> None:
    if activity.asks_zone and zone is None and _one(screen.fields, ZONE):
        screen.own_problems[ZONE] = _("Choose a neighbourhood of the list.")


def _read_address(screen: Screen, activity: ActivityCard) -> str | None:
    if activity.access is not states.AccessLevel.EMAIL:
        return None
    typed = _one(screen.fields, ADDRESS)
    if not typed:
        screen.own_problems[ADDRESS] = _("Write your e-mail address: we send the link that counts your answer there.")
        return None
    try:
        return validate_email(typed[: ADDRESS_SIGNS + 1], check_deliverability=False).normalized
    except EmailNotValidError:
        screen.own_problems[ADDRESS] = _("Check your e-mail address, for instance name@example.org.")
        return None


def _read_consents(screen: Screen, activity: ActivityCard, language: str) -> Ticked | None:
    """R19: consents are for people who say that they are 15 or over."""
    keys = set(screen.fields.get(CONSENT, ()))
    if not keys:
        return None
    words = offers.words_of(keys, language)
    if words is None:
        screen.own_problems[CONSENT] = _("Tick only boxes of the list.")
        return None
    if _one(screen.fields, AGE) != "y":
        screen.own_problems[AGE] = _(
            "Tick this box too, or untick the boxes above: consents are for people aged 15 or over."
        )
        return None
    return Ticked(words, language, notices.notice(activity).text)


def _asks_nobody(activity: ActivityCard) -> bool:
    """Where no identity is asked for, none is taken: not even from somebody who happens to be signed in."""
    return activity.access is states.AccessLevel.ANYONE


def _assurance(activity: ActivityCard, account: str | None) -> states.Assurance:
    if account is not None and not _asks_nobody(activity):
        return states.Assurance.ACCOUNT
    return states.Assurance.EMAIL if activity.access is states.AccessLevel.EMAIL else states.Assurance.NONE


def _index(form: SurveyForm, fields: Fields) -> int:
    text = _one(fields, "page")
    return min(int(text), form.pages) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _submission_id(fields: Fields) -> uuid.UUID:
    return tokens.read_uuid(_one(fields, "submission")) or uuid.uuid4()


def _one(fields: Fields, name: str) -> str:
    values = fields.get(name, ())
    return values[0].strip() if values else ""


def own_fields(
    screen: Screen, *, zones: Sequence[territory.ZoneCard], offered: Sequence[offers.Offer], asks_address: bool
) -> dict[str, Shown]:
    """What the last screen asks about the person: neighbourhood, address, and un-ticked consents."""
    fields: dict[str, Shown] = {}
    if zones:
        fields[ZONE] = _zone_field(screen, zones)
    if asks_address:
        fields[ADDRESS] = Shown(
            kind="email",
            name=ADDRESS,
            id=ADDRESS,
            label=_("Your e-mail address"),
            hint=_(
                "It only proves that each person answers once. We send one link there: press its button to be counted."
            ),
            value=_one(screen.fields, ADDRESS),
            errors=_errors(screen, ADDRESS),
            is_required=True,
            attributes={"autocomplete": "email", "maxlength": ADDRESS_SIGNS},
        )
    if offered:
        fields[CONSENT] = _consent_field(screen, offered)
        fields[AGE] = Shown(
            kind="tick",
            name=AGE,
            id=AGE,
            label=_("I am 15 or over (only needed if you tick a box above)."),
            value=_one(screen.fields, AGE) == "y",
            errors=_errors(screen, AGE),
        )
    return fields


def _zone_field(screen: Screen, zones: Sequence[territory.ZoneCard]) -> Shown:
    chosen = _one(screen.fields, ZONE)
    outside = [Option("", _("I would rather not say, or I live elsewhere"), not chosen, id=f"{ZONE}-none")]
    options = [Option(zone.key, zone.name, zone.key == chosen, id=f"{ZONE}-{zone.key}") for zone in zones]
    return Shown(
        kind="select",
        name=ZONE,
        id=ZONE,
        label=_("Your neighbourhood"),
        hint=_("Totals are shown by neighbourhood, never below five people."),
        options=(*outside, *options),
        errors=_errors(screen, ZONE),
    )


def _consent_field(screen: Screen, offered: Sequence[offers.Offer]) -> Shown:
    ticked = screen.fields.get(CONSENT, ())
    options = (Option(offer.key, offer.words, offer.key in ticked, id=f"{CONSENT}-{offer.key}") for offer in offered)
    return Shown(
        kind="choices",
        name=CONSENT,
        id=CONSENT,
        label=_("Shall we write to you again?"),
        hint=_("Your answer counts whatever you choose here."),
        options=tuple(options),
        errors=_errors(screen, CONSENT),
    )


def _errors(screen: Screen, name: str) -> tuple[str, ...]:
    return (screen.own_problems[name],) if name in screen.own_problems else ()
