"""Where the embedded services keep binaries, data and sockets: short socket paths, folders their user can read."""

import hashlib
import os
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

from portal.runtime.failure import ServiceFailure
from portal.runtime.users import User

SYSTEM_FOLDER = Path("/var/lib/parvis")
LONGEST_SOCKET = 107  # bytes of sun_path, without its closing zero
LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432.lock")


def package_folder(package: str, setting: str) -> Path:
    """Where the wheel `package` was unpacked. ServiceFailure names the setting that makes it unnecessary."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ServiceFailure(f"{package} is not installed: install parvis[embedded], or set {setting}")
    return Path(next(iter(spec.submodule_search_locations)))


def socket_folder(folder: Path) -> Path:
    """`folder`/run, or a folder with a short name when the path would not fit in a socket address."""
    wanted = folder / "run"
    if len(os.fsencode(wanted)) + LONGEST_SOCKET_NAME <= LONGEST_SOCKET:
        return wanted
    return Path(tempfile.gettempdir()) / f"parvis-{short_name(folder)}"


def data_folder(folder: Path, user: User | None) -> Path:
    """`folder` itself, or a place below /var/lib when root's server user could not read it."""
    if user is None or user.can_enter(folder):
        return folder
    return SYSTEM_FOLDER / f"{folder.name}-{short_name(folder)}"


def programs(folder: Path, libraries: Path, user: User | None, version: str) -> Path:
    """A folder of programs that `user` may run: `folder`, or a copy with its libraries at the same relative place."""
    if user is None or user.can_run(folder / "bin" / "postgres"):
        return folder
    copy = SYSTEM_FOLDER / f"programs-{version}"
    relative = folder.relative_to(libraries.parent)
    if not (copy / relative).exists():
        SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=SYSTEM_FOLDER))
        draft.chmod(0o755)
        shutil.copytree(folder, draft / relative, symlinks=True, ignore=shutil.ignore_patterns("include"))
        shutil.copytree(libraries, draft / libraries.name)
        _keep_first(draft, copy)
    return copy / relative


def make_folder(folder: Path, mode: int, user: User | None = None) -> None:
    """A folder with exactly this mode, owned by `user` if one is given; folders above it are made, never changed."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(mode)
    if user is not None:
        os.chown(folder, user.uid, user.gid)


def make_socket_folder(folder: Path, user: User | None = None) -> None:
    """A private folder for sockets. ServiceFailure when somebody else made it first, in a shared temporary folder."""
    folder.mkdir(parents=True, exist_ok=True)
    owner = folder.lstat().st_uid
    if folder.is_symlink() or owner not in {os.geteuid(), user.uid if user else os.geteuid()}:
        raise ServiceFailure(f"{folder} belongs to somebody else: remove it, or choose a shorter data folder")
    make_folder(folder, 0o700, user)


def short_name(folder: Path) -> str:
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]


def _keep_first(draft: Path, copy: Path) -> None:
    try:
        draft.rename(copy)
    except OSError:  # another start made the same copy meanwhile
        shutil.rmtree(draft)
