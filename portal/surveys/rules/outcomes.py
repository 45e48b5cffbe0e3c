"""The lines of a result: each answer that people could give or did give, in the order it was offered."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from portal.surveys.rules import shapes
from portal.surveys.rules.bins import Bin, Bins
from portal.surveys.rules.figures import Figures
from portal.surveys.rules.shapes import OTHER, Option, Question, QuestionType, Text


@dataclass(frozen=True, slots=True)
class OptionResult:
    """One answer and how many gave it. Without a label the key speaks for itself ("4", "yes", "2026-11", `OTHER`).

    `share` is of those asked, from 0 to 1. `is_last`: exclusive or "other", behind the others when sorted by size.
    `is_removed`: offered in an earlier version only. `bin`: for numbers.
    """

    key: str
    label: Text
    n: int
    share: float = 0.0
    is_last: bool = False
    is_removed: bool = False
    bin: Bin | None = None


def outcomes(versions: Sequence[Question], figures: Figures, zone_names: Mapping[str, str]) -> list[OptionResult]:
    """The lines of a question: `versions` holds it as it is now, then as it was, newest first."""
    asked = figures.asked.n
    lines = _lines(versions, figures, zone_names)
    return [replace(line, share=line.n / asked) for line in lines] if asked else list(lines)


def _lines(versions: Sequence[Question], figures: Figures, zone_names: Mapping[str, str]) -> Iterable[OptionResult]:
    question = versions[0]
    if question.type in shapes.CHOICES:
        return _choices(versions, figures.chosen)
    if question.type is QuestionType.SCALE:
        return _keys([str(point) for point in question.points], figures.chosen)
    if question.type is QuestionType.YES_NO:
        return _keys(["yes", "no"], figures.chosen)
    if question.type is QuestionType.ZONE:
        return _zones(zone_names, figures.chosen)
    if question.type is QuestionType.DATE:
        return [OptionResult(month, {}, n) for month, n in sorted(figures.binned.items()) if n]
    if question.type is QuestionType.NUMBER:
        return _bins(question, figures.binned)
    return []


def _choices(versions: Sequence[Question], chosen: Mapping[str, int]) -> Iterator[OptionResult]:
    question = versions[0]
    for option in question.options:
        yield _option_line(option, chosen)
    if question.has_other:
        yield OptionResult(OTHER, {}, chosen.get(OTHER, 0), is_last=True)
    shown = {option.key for option in question.options} | ({OTHER} if question.has_other else set())
    former = {option.key: option for version in reversed(versions[1:]) for option in version.options}
    for key, n in chosen.items():
        if key in shown or not n:
            continue
        line = _option_line(former.get(key, Option(key=key, label={})), chosen)
        yield replace(line, is_removed=True, is_last=line.is_last or key == OTHER)


def _option_line(option: Option, chosen: Mapping[str, int]) -> OptionResult:
    return OptionResult(option.key, option.label, chosen.get(option.key, 0), is_last=option.is_exclusive)


def _keys(offered: Sequence[str], chosen: Mapping[str, int]) -> Iterator[OptionResult]:
    """Answers without a wording of their own; points that a scale no longer has stand behind."""
    for key in offered:
        yield OptionResult(key, {}, chosen.get(key, 0))
    for key, n in chosen.items():
        if n and key not in offered:
            yield OptionResult(key, {}, n, is_removed=True)


def _zones(names: Mapping[str, str], chosen: Mapping[str, int]) -> Iterator[OptionResult]:
    for key, name in names.items():
        yield OptionResult(key, {"": name}, chosen.get(key, 0))
    for key, n in chosen.items():
        if n and key not in names:
            yield OptionResult(key, {}, n, is_removed=bool(names))


def _bins(question: Question, binned: Mapping[str, int]) -> list[OptionResult]:
    """All bins between the bounds; without bounds, those from the first to the last that somebody is in."""
    labels = {*Bins(question).labels, *(label for label, n in binned.items() if n)}
    found = sorted((each, label) for label in labels if (each := Bin.find(label)) is not None)
    lines = [OptionResult(label, {}, binned.get(label, 0), bin=each) for each, label in found]
    if question.minimum is not None and question.maximum is not None:
        return lines
    filled = [place for place, line in enumerate(lines) if line.n]
    return lines[filled[0] : filled[-1] + 1] if filled else []
