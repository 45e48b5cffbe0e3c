"""The one file of a backup: a tar archive of the base's dump and of the files that staff attached."""

import os
import re
import shutil
import tarfile
from contextlib import suppress
from pathlib import Path

from portal.core import attachments

DUMP = "base.dump"
ATTACHED = re.compile(rf"{attachments.FOLDER}/\d{{1,18}}/[0-9a-f]{{{2 * attachments.NAME_BYTES}}}")


class NotOurs(Exception):
    """No archive that `pack` wrote."""


def pack(whole: Path, dump: Path, data: Path) -> None:
    """Write them to `whole`. Files come after the base: what the base names is there, unless it was taken away meanwhile."""
    with tarfile.open(whole, "w") as packed:
        packed.add(dump, DUMP)
        for path in sorted((data / attachments.FOLDER).glob("*/*")):
            with suppress(FileNotFoundError):
                packed.add(path, path.relative_to(data).as_posix())


def unpack(file: Path, folder: Path) -> None:
    """Only what a backup can hold leaves the archive: no links, no other places. Raises NotOurs."""
    try:
        with tarfile.open(file, "r:") as packed:
            for member in packed:
                is_known = member.name == DUMP or ATTACHED.fullmatch(member.name)
                content = packed.extractfile(member) if is_known and member.isreg() else None
                if content is None:
                    raise NotOurs
                path = folder / member.name
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as copy:
                    shutil.copyfileobj(content, copy)
    except (tarfile.TarError, FileExistsError) as error:
        raise NotOurs from error
    if not (folder / DUMP).is_file():
        raise NotOurs
