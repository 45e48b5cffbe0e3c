"""Files of the pages, compressed once at set-up: a `.gz` beside each, which WhiteNoise serves to whoever accepts it."""

import gzip
from pathlib import Path

FOLDERS = ("build", "img", "js", "vendor")
SUFFIXES = (".css", ".js", ".svg", ".json")
WORTH_IT = 400


def compress(static: Path) -> int:
    """Write the missing and the outdated ones. Returns how many files have a compressed twin."""
    sources = [path for folder in FOLDERS for path in (static / folder).rglob("*") if path.suffix in SUFFIXES]
    return sum(_compress_one(path) for path in sources)


def _compress_one(source: Path) -> bool:
    content = source.read_bytes()
    twin = source.with_name(source.name + ".gz")
    if len(content) < WORTH_IT:
        twin.unlink(missing_ok=True)
        return False
    twin.write_bytes(gzip.compress(content, compresslevel=9, mtime=0))
    return True
