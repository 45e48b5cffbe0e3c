"""Pictures that leave the site as files: SVG with its own colours and words, and PNG of the very same drawing.

Nothing here measures a text: a line is broken where the average width of the font's letters says so, with some to spare.
"""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field

import resvg_py
from flask import render_template

from portal.core import identity
from portal.runtime import frontend

WIDTH = 800
MARGIN = 32
INNER = WIDTH - 2 * MARGIN
LETTER = 0.56  # of the size of a text, on average
LEADING = 1.35
ZOOM = 2  # sharp on the screens and the paper of today
FAMILY = "Public Sans Thin"  # how the font's file calls itself, whatever its weight
STONES = {"joint": "#d5d5cd", "soft": "#4d5855", "ink": identity.INK, "bed": "#e6e6e0"}
PARTS = ("#1b7482", "#0d4f5c", "#6a5a9c", "#b5b9b1", "#b4552d")


@dataclass(frozen=True)
class Line:
    """One line of words; `y` is its foot, `anchor` which end `x` names."""

    x: float
    y: float
    words: str
    size: float
    fill: str
    is_bold: bool = False
    anchor: str = "start"


@dataclass(frozen=True)
class Shape:
    """A filled or drawn path."""

    d: str
    fill: str = "none"
    stroke: str = ""
    thickness: float = 0
    transform: str = ""


@dataclass
class Canvas:
    """A sheet that grows downwards: `y` is where the next thing goes. `colours` are the town's tokens and the stones'."""

    colours: Mapping[str, str]
    y: float = MARGIN
    width: int = WIDTH
    shapes: list[Shape] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def height(self) -> int:
        return round(self.y + MARGIN)

    def write(
        self, words: str, *, size: float, x: float = MARGIN, width: float = INNER, tone: str = "ink", bold: bool = False
    ) -> None:
        """A paragraph from here down."""
        for line in broken(words, size, width):
            self.y += size * LEADING
            self.put(line, x, self.y - size * 0.3, size=size, tone=tone, bold=bold)

    def put(
        self,
        words: str,
        x: float,
        y: float,
        *,
        size: float = 16,
        tone: str = "ink",
        bold: bool = False,
        anchor: str = "start",
    ) -> None:
        """One line where it is told; the place for the next thing stays."""
        self.lines.append(Line(round(x, 1), round(y, 1), words, size, self.colours.get(tone, tone), bold, anchor))

    def block(self, x: float, y: float, width: float, height: float, tone: str) -> None:
        """A filled rectangle."""
        self.shapes.append(
            Shape(f"M{x:.1f} {y:.1f}h{width:.1f}v{height:.1f}h{-width:.1f}z", self.colours.get(tone, tone))
        )


def canvas(colours: tuple[str, str] | None) -> Canvas:
    """An empty sheet in a town's two colours, or in the portal's own."""
    brand, accent = colours or (identity.DEFAULT_BRAND, identity.DEFAULT_ACCENT)
    return Canvas(identity.tokens(brand, accent) | STONES)


def broken(words: str, size: float, width: float) -> list[str]:
    """The lines that a text takes within a width."""
    return textwrap.wrap(words, max(4, int(width / (size * LETTER))))


def svg(drawn: Canvas, title: str) -> str:
    """The drawing as a file of its own."""
    return render_template("pictures/picture.svg", canvas=drawn, title=title)


def png(drawing: str) -> bytes:
    """The same as points. Only our own fonts are used: a picture looks alike whatever machine drew it."""
    return resvg_py.svg_to_bytes(
        svg_string=drawing,
        zoom=ZOOM,
        skip_system_fonts=True,
        font_files=frontend.font_files(frontend.STATIC),
        font_family=FAMILY,
        sans_serif_family=FAMILY,
    )
