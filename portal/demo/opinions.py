"""What people answer. Each question's file says how usual an answer is, and how distance and mood move it:

    odds = [usual, far, mood]           of an option (a weight in a single choice, a probability in a multiple one)
    level = [mean, spread, far, mood]   of a scale or a number
    answered = 0.9                      how many say anything; `unless = {q4 = ["no"]}` makes them skip it

The result is what a browser would have posted, so that the survey's own reader judges it.
"""

import datetime as dt
import math
import random
from collections.abc import Callable
from typing import Any

from portal.demo.documents import Document
from portal.demo.people import Person
from portal.surveys.rules.questions import OTHER

MIDDLE = 0.5  # of the way from the centre to the edge

Fields = dict[str, list[str]]


def fields(document: Document, person: Person, day: dt.date, rng: random.Random) -> Fields:
    """One person's post for a whole survey, by field name; `day` is the day of the post."""
    posted: Fields = {}
    for page in document["pages"]:
        for question in page["questions"]:
            if _says_something(question, posted, rng):
                posted |= ANSWERS[question["type"]](question, person, day, rng)
    return {name: values for name, values in posted.items() if values}


def _says_something(question: Document, posted: Fields, rng: random.Random) -> bool:
    if any(posted.get(key, [""])[0] in values for key, values in question.get("unless", {}).items()):
        return False
    return rng.random() < question.get("answered", 1.0)


def _push(slopes: list[float], person: Person) -> float:
    far, mood = slopes
    return far * (person.far - MIDDLE) + mood * person.mood * MIDDLE


def _chance(odds: list[float], person: Person) -> float:
    """A probability moved on the logistic scale, so that it stays one."""
    usual = min(max(odds[0], 0.001), 0.999)
    return 1 / (1 + math.exp(-math.log(usual / (1 - usual)) - _push(odds[1:], person)))


def _single(question: Document, person: Person, _day: dt.date, rng: random.Random) -> Fields:
    offered = [*question["options"], *_other_option(question)]
    weights = [option["odds"][0] * math.exp(_push(option["odds"][1:], person)) for option in offered]
    return _with_other(question, [rng.choices([option["key"] for option in offered], weights)[0]], rng)


def _multiple(question: Document, person: Person, _day: dt.date, rng: random.Random) -> Fields:
    offered = [*question["options"], *_other_option(question)]
    chances = {option["key"]: _chance(option["odds"], person) for option in offered}
    chosen = [key for key, chance in chances.items() if rng.random() < chance]
    alone = [option["key"] for option in offered if option.get("exclusive") and option["key"] in chosen]
    if alone:
        return {question["key"]: alone[:1]}
    most = question.get("to", len(chosen))
    if len(chosen) > most:
        chosen = rng.sample(chosen, most)
    if len(chosen) < question.get("from", 1):
        chosen = [max(chances, key=lambda key: chances[key])]
    return _with_other(question, chosen, rng)


def _other_option(question: Document) -> list[dict[str, Any]]:
    return [{"key": OTHER, "odds": question["other"]["odds"]}] if "other" in question else []


def _with_other(question: Document, chosen: list[str], rng: random.Random) -> Fields:
    if OTHER not in chosen:
        return {question["key"]: chosen}
    return {question["key"]: chosen, f"{question['key']}.other": [rng.choice(question["other"]["said"])]}


def _amount(question: Document, person: Person, _day: dt.date, rng: random.Random) -> Fields:
    mean, spread, *slopes = question["level"]
    step = question.get("step", 1)
    drawn = rng.gauss(mean + _push(slopes, person), spread)
    kept = round(min(max(drawn, question["from"]), question["to"]) / step) * step
    text = f"{kept:.2f}".replace(".", ",") if question.get("decimal") else str(int(kept))
    if person.language == "en":
        text = text.replace(",", ".")
    return {question["key"]: [text]}


def _yes_no(question: Document, person: Person, _day: dt.date, rng: random.Random) -> Fields:
    return {question["key"]: ["yes" if rng.random() < _chance(question["odds"], person) else "no"]}


def _words(question: Document, _person: Person, _day: dt.date, rng: random.Random) -> Fields:
    return {question["key"]: [rng.choice(question["said"])]}


def _home(question: Document, person: Person, _day: dt.date, _rng: random.Random) -> Fields:
    return {question["key"]: [person.zone] if person.zone else []}


def _lately(question: Document, _person: Person, day: dt.date, rng: random.Random) -> Fields:
    mean, spread = question["days"]
    ago = min(int(abs(rng.gauss(mean, spread))), -question["days_from"] // 2)
    return {question["key"]: [(day - dt.timedelta(days=ago)).isoformat()]}


def _nothing(_question: Document, _person: Person, _day: dt.date, _rng: random.Random) -> Fields:
    return {}


ANSWERS: dict[str, Callable[[Document, Person, dt.date, random.Random], Fields]] = {
    "single": _single,
    "multiple": _multiple,
    "scale": _amount,
    "number": _amount,
    "yes_no": _yes_no,
    "short_text": _words,
    "long_text": _words,
    "zone": _home,
    "date": _lately,
    "statement": _nothing,
}
