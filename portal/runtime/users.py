"""PostgreSQL refuses to run as root: as whom it runs then, and what that user can reach."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from portal.runtime.failure import ServiceFailure

CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class User:
    """Somebody without privileges on this machine."""

    name: str
    uid: int
    gid: int

    def can_enter(self, folder: Path) -> bool:
        """Whether this user may go through every folder down to the nearest existing one above `folder`."""
        while not folder.exists():
            folder = folder.parent
        return self._passes("-x", folder)

    def can_run(self, program: Path) -> bool:
        return self._passes("-x", program)

    def _passes(self, check: str, path: Path) -> bool:
        # The kernel answers better than mode bits: access lists, mounts and name spaces count too.
        command = ["/usr/bin/test", check, str(path)]
        tried = subprocess.run(command, user=self.uid, group=self.gid, extra_groups=[], check=False, cwd="/")
        return tried.returncode == 0


def unprivileged_user() -> User | None:
    """The user a server must run as: None when we are somebody ordinary already. ServiceFailure when root has nobody."""
    if os.geteuid() != 0:
        return None
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return User(name, entry.pw_uid, entry.pw_gid)
    raise ServiceFailure(
        f"root needs a user to run PostgreSQL as: create one named {CANDIDATES[0]}, or set DATABASE_URL"
    )
