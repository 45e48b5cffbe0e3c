"""Files of the pages, compressed once at set-up: twins beside each, which WhiteNoise serves to whoever accepts them.

Node, which set-up needs anyway, knows Brotli: a tenth smaller than gzip, and the first view of a page has little to spare.
"""

import gzip
import subprocess
from pathlib import Path

from portal.runtime import frontend

FOLDERS = ("build", "img", "js", "vendor")
SUFFIXES = (".css", ".js", ".svg", ".json")
WORTH_IT = 400
BROTLI = """
const fs = require("fs"), zlib = require("zlib");
for (const path of process.argv.slice(1)) fs.writeFileSync(path + ".br", zlib.brotliCompressSync(fs.readFileSync(path)));
"""


def compress(static: Path) -> int:
    """Write the twins again. Returns how many files have some."""
    found = [path for folder in FOLDERS for path in (static / folder).rglob("*") if path.suffix in SUFFIXES]
    for path in found:
        for suffix in (".gz", ".br"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    sources = [path for path in found if path.stat().st_size >= WORTH_IT]
    for path in sources:
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), compresslevel=9, mtime=0))
    if sources and (node := frontend.find_node()):
        subprocess.run([node, "-e", BROTLI, *map(str, sources)], check=True)
    return len(sources)
