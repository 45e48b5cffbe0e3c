"""A town's two colours into tokens for light and dark. What cannot be read is refused, with a sentence that says why.

The brand colour is written with (links, buttons); the accent is only a fill under dark words. In the dark the brand
keeps its hue and takes the lightness it needs to be read.
"""

import colorsys
import re

from flask_babel import gettext as _

AA = 4.5
DEFAULT_BRAND = "#0d4f5c"
DEFAULT_ACCENT = "#f2c230"
LIGHT_GROUNDS = ("#f6f6f3", "#ebebe6", "#ffffff")
DARK_GROUNDS = ("#121817", "#0c1110", "#1a2221")
INK = "#16211f"
PALE_INK = "#eceee9"
ON_ACCENT = "#221b00"
STEPS = 100

Rgb = tuple[float, float, float]


class UnreadableColour(ValueError):
    """A colour nobody could read; the message says what to change."""


def stylesheet(brand: str, accent: str) -> str:
    """The sheet served at /identity.css: tokens only, in their layer. Raises UnreadableColour."""
    check(brand, accent)
    light, dark = _rule(tokens(brand, accent)), _rule(dark_tokens(brand, accent))
    return f"@layer tokens{{{light}@media (prefers-color-scheme:dark){{{dark}}}}}"


def check(brand: str, accent: str) -> None:
    """Refuse what would not be read: the brand on the page's grounds, dark words on the accent."""
    for value in (brand, accent):
        _parse(value)
    worst = min(contrast(brand, ground) for ground in LIGHT_GROUNDS)
    if worst < AA:
        raise UnreadableColour(
            _(
                "The main colour is too pale to be read: its contrast is %(found)s, and 4.5 is needed.",
                found=f"{worst:.1f}",
            )
        )
    worst = contrast(ON_ACCENT, accent)
    if worst < AA:
        raise UnreadableColour(
            _(
                "The second colour is too dark under words: its contrast is %(found)s, and 4.5 is needed.",
                found=f"{worst:.1f}",
            )
        )


def tokens(brand: str, accent: str) -> dict[str, str]:
    """Names and values by day."""
    tint = _mixed(brand, "#ffffff", 0.13)
    return {
        "brand": brand,
        "brand-strong": _mixed(brand, "#000000", 0.72),
        "on-brand": "#ffffff",
        "tint": _until_read(tint, "#ffffff", brand),
        "accent": accent,
        "on-accent": ON_ACCENT,
        "accent-tint": _until_read(_mixed(accent, "#ffffff", 0.25), "#ffffff", INK),
        **{f"q{place}": colour for place, colour in enumerate(_scale(brand, "#ffffff", (0.14, 0.34, 0.6, 0.86, 1)), 1)},
        "on-q": INK,
        "on-q-deep": "#ffffff",
    } | _words_on_scale(brand)


def dark_tokens(brand: str, accent: str) -> dict[str, str]:
    """Names and values by night: the same hues, drawn for a dark page."""
    pale = _until_read(_mixed(brand, "#ffffff", 0.62), "#ffffff", DARK_GROUNDS[2], AA + 2.5)
    return {
        "brand": pale,
        "brand-strong": _mixed(pale, "#ffffff", 0.6),
        "on-brand": _mixed(brand, "#000000", 0.4),
        "tint": _until_read(_mixed(brand, DARK_GROUNDS[0], 0.4), DARK_GROUNDS[0], pale),
        "accent": accent,
        "on-accent": ON_ACCENT,
        "accent-tint": _until_read(_mixed(accent, DARK_GROUNDS[0], 0.18), DARK_GROUNDS[0], PALE_INK),
        "on-q": "#f3f6f4",
        **_night_scale(brand, pale),
    }


def contrast(one: str, other: str) -> float:
    """WCAG's ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(_parse(one)), _luminance(_parse(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def hue(colour: str) -> float:
    """The hue, from 0 to 1: how tests see that a night colour is still the town's."""
    return colorsys.rgb_to_hls(*_parse(colour))[0]


def _words_on_scale(brand: str) -> dict[str, str]:
    """The third and fourth classes move until the dark and the white words on them are read."""
    return {
        "q3": _until_read(_mixed(brand, "#ffffff", 0.6), "#ffffff", INK),
        "q4": _until_read(_mixed(brand, "#ffffff", 0.86), brand, "#ffffff"),
    }


def _night_scale(brand: str, pale: str) -> dict[str, str]:
    """From the ground up: the lower classes keep the town's hue, which a pale colour over a dark ground would lose."""
    ground, deep = DARK_GROUNDS[0], DARK_GROUNDS[1]
    middle = _mixed(brand, "#ffffff", 0.75)
    return {
        "q1": _mixed(middle, ground, 0.24),
        "q2": _until_read(_mixed(middle, ground, 0.46), ground, "#f3f6f4"),
        "q3": _until_read(_mixed(middle, ground, 0.72), ground, "#f3f6f4"),
        "q4": _until_read(_mixed(pale, ground, 0.76), pale, deep),
        "q5": _mixed(pale, "#ffffff", 0.55),
        "on-q-deep": deep,
    }


def _scale(colour: str, ground: str, parts: tuple[float, ...]) -> list[str]:
    return [_mixed(colour, ground, part) for part in parts]


def _mixed(colour: str, other: str, part: float) -> str:
    """`part` of the first, the rest of the second."""
    return _hex(tuple(a * part + b * (1 - part) for a, b in zip(_parse(colour), _parse(other), strict=True)))


def _until_read(colour: str, towards: str, against: str, ratio: float = AA) -> str:
    """The first colour on the way from `colour` to `towards` that stands out enough against another."""
    ways = (_mixed(towards, colour, step / STEPS) for step in range(STEPS + 1))
    return next((way for way in ways if contrast(way, against) >= ratio), towards)


def _parse(colour: str) -> Rgb:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise UnreadableColour(_("A colour is written # and six figures or letters from a to f, such as #0d4f5c."))
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _hex(colour: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in colour)


def _luminance(colour: Rgb) -> float:
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _rule(values: dict[str, str]) -> str:
    return ":root{" + ";".join(f"--{name}:{value}" for name, value in values.items()) + "}"
