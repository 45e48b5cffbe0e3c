"""Interface texts: gathered from the sources, checked for gaps, compiled.

`python -m portal.runtime.translations update | check | compile`. Source strings are plain English, so English needs no
catalogue of its own to be complete; each other language must translate all of them.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "translations"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
SOURCE_LANGUAGE = "en"


def extract() -> Catalog:
    """Every text marked for translation, with the files it is in (no line numbers: they only make conflicts)."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file, "babel.cfg")
    catalog = Catalog(project="Parvis", fuzzy=False)
    for name, _line, message, comments, context in extract_from_dir(ROOT, methods, options, KEYWORDS):
        catalog.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    return catalog


def update() -> None:
    """Bring each language's catalogue up to the sources: new texts empty, unused ones gone, nothing guessed."""
    template = extract()
    for path in catalogues():
        catalog = _read(path)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        path.write_bytes(_written(catalog))


def check() -> list[str]:
    """What keeps the translations from being complete, one sentence each; nothing when they are."""
    template = extract()
    return [problem for path in catalogues() for problem in _gaps(path, template)]


def compile_all() -> None:
    """Write the `.mo` files that the portal reads; only those older than their source."""
    for path in catalogues():
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        draft = target.with_suffix(".new")
        with draft.open("wb") as file:
            write_mo(file, _read(path))
        draft.replace(target)


def catalogues() -> list[Path]:
    return sorted(FOLDER.glob("*/LC_MESSAGES/messages.po"))


def _gaps(path: Path, template: Catalog) -> Iterator[str]:
    catalog = _read(path)
    where = path.relative_to(ROOT)
    for message in template:
        if not message.id:
            continue
        found = catalog.get(message.id, message.context)
        if found is None:
            yield f"{where}: {message.id!r} is missing: run `make translations`"
        elif str(catalog.locale) != SOURCE_LANGUAGE and not _is_translated(found):
            yield f"{where}: {message.id!r} has no translation"
        elif found.fuzzy:
            yield f"{where}: {message.id!r} is a guess (fuzzy)"
        else:
            yield from (f"{where}: {message.id!r}: {error}" for error in found.check(catalog))
    for message in catalog:
        if message.id and template.get(message.id, message.context) is None:
            yield f"{where}: {message.id!r} is no longer used: run `make translations`"


def _is_translated(message: Message) -> bool:
    texts = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return all(texts)


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def _written(catalog: Catalog) -> bytes:
    """The catalogue as kept in the repository: sorted, without dates, so that two branches merge."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=120, sort_output=True, omit_header=True, include_lineno=False)
    header = f'msgid ""\nmsgstr ""\n"Language: {catalog.locale}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    plural = f'"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    return (header + plural).encode() + buffer.getvalue()


def main(action: str) -> int:
    if action == "update":
        update()
    elif action == "compile":
        compile_all()
    elif action == "check":
        problems = check()
        print(*problems, sep="\n", end="\n" if problems else "")
        return 1 if problems else 0
    else:
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
