"""Make the portal's one style sheet out of the files people edit.

`static/css/**/*.css` becomes `static/build/portal.css`, and the font goes beside it: a page asks for two files in all.
Every rule sits in a cascade layer: the order of the files does not matter, except that the list of layers comes first.
"""

import hashlib
import re
from pathlib import Path

FIRST = "layers.css"
FONT = "public-sans-latin-wght-normal.woff2"
TARGET = "build/portal.css"


class MissingFont(FileNotFoundError):
    """The front-end libraries are not there: they are installed at set-up, before the style sheet is made."""


def build(static: Path) -> Path:
    """Write the sheet and copy its font; gives the sheet's path. Raises MissingFont before `npm ci` has run."""
    target = static / TARGET
    target.parent.mkdir(parents=True, exist_ok=True)
    font = _font(static).read_bytes()
    (target.parent / FONT).write_bytes(font)
    address = f"{FONT}?v={hashlib.sha256(font).hexdigest()[:12]}"  # as static_url writes it: pages preload the font
    text = "\n".join(source.read_text("utf-8") for source in sources(static))
    draft = target.with_suffix(".new")
    draft.write_text(minify(text.replace('"FONT"', f'"{address}"')), "utf-8")
    draft.replace(target)  # a page asked for meanwhile never sees half a sheet
    return target


def is_stale(static: Path) -> bool:
    """Whether a source is newer than the sheet: development makes it again, production never asks."""
    target = static / TARGET
    if not target.exists():
        return True
    made_at = target.stat().st_mtime
    return any(source.stat().st_mtime > made_at for source in sources(static))


def sources(static: Path) -> list[Path]:
    """The files people edit, the list of layers first."""
    return sorted((static / "css").rglob("*.css"), key=lambda path: (path.name != FIRST, str(path)))


def minify(css: str) -> str:
    """Take out comments and the spaces that mean nothing; strings and calc() keep theirs."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,]) ?", r"\1", css)
    css = css.replace(": ", ":").replace(";}", "}")
    return css.strip()


def _font(static: Path) -> Path:
    found = sorted((static / "node_modules").glob(f"@fontsource-variable/public-sans/files/{FONT}"))
    found += sorted((static / "vendor").rglob(FONT))
    if not found:
        raise MissingFont(f"{FONT} is not installed: run `make setup`")
    return found[0]
