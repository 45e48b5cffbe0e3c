"""Make the portal's style sheets out of the files people edit.

`static/css/**/*.css` becomes `static/build/portal.css`, and the font goes beside it: a resident's page asks for two files in
all. What few pages wear is a sheet of its own, so that the others do not carry it: `static/css/desk/*.css`, the back office's,
becomes `static/build/desk.css`.
Every rule sits in a cascade layer: the order of the files does not matter, except that the list of layers comes first.
"""

import hashlib
import re
from pathlib import Path

from portal.runtime import frontend

FIRST = "layers.css"
FONT = frontend.FONT
TARGET = "build/portal.css"
APART = ("desk",)


class MissingFont(FileNotFoundError):
    """The front-end libraries are not there: they are installed at set-up, before the style sheet is made."""


def build(static: Path) -> Path:
    """Write the sheets and copy their font; gives the residents' one. Raises MissingFont before `npm ci` has run."""
    target = static / TARGET
    target.parent.mkdir(parents=True, exist_ok=True)
    font = _font(static).read_bytes()
    (target.parent / FONT).write_bytes(font)
    address = f"{FONT}?v={hashlib.sha256(font).hexdigest()[:12]}"  # as static_url writes it: pages preload the font
    _write(target, _joined(_for_all(static)).replace('"FONT"', f'"{address}"'))
    for name in APART:
        _write(static / f"build/{name}.css", _joined(_apart(static, name)))
    return target


def is_stale(static: Path) -> bool:
    """Whether a source is newer than the sheets: development makes them again, production never asks."""
    targets = [static / TARGET, *(static / f"build/{name}.css" for name in APART)]
    if not all(target.exists() for target in targets):
        return True
    made_at = min(target.stat().st_mtime for target in targets)
    return any(source.stat().st_mtime > made_at for source in sources(static))


def sources(static: Path) -> list[Path]:
    """The files people edit, the list of layers first."""
    return _for_all(static) + [path for name in APART for path in _apart(static, name)]


def minify(css: str) -> str:
    """Take out comments and the spaces that mean nothing; strings and calc() keep theirs."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,]) ?", r"\1", css)
    css = css.replace(": ", ":").replace(";}", "}")
    return css.strip()


def _for_all(static: Path) -> list[Path]:
    found = [path for path in (static / "css").rglob("*.css") if path.parent.name not in APART]
    return sorted(found, key=lambda path: (path.name != FIRST, str(path)))


def _apart(static: Path, name: str) -> list[Path]:
    return sorted((static / "css" / name).glob("*.css"))


def _joined(paths: list[Path]) -> str:
    return minify("\n".join(path.read_text("utf-8") for path in paths))


def _write(target: Path, text: str) -> None:
    """A page asked for meanwhile never sees half a sheet."""
    draft = target.with_suffix(".new")
    draft.write_text(text, "utf-8")
    draft.replace(target)


def _font(static: Path) -> Path:
    found = static / "vendor" / "font" / FONT
    if not found.exists():
        raise MissingFont(f"{FONT} is not installed: run `make setup`")
    return found
