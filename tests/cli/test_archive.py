"""The file of a backup: what it holds comes back, and nothing that it should not hold leaves it."""

import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from portal.cli import archive

SCAN = "attachments/1/" + "0f" * 16


def make(file: Path, **members: bytes | str) -> None:
    """A tar file of our own making: bytes are a file, a text is a link to it."""
    with tarfile.open(file, "w") as made:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            if isinstance(content, str):
                member.type, member.linkname = tarfile.SYMTYPE, content
                made.addfile(member)
            else:
                member.size = len(content)
                made.addfile(member, BytesIO(content))


def test_a_base_and_its_files_come_back(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    (data / SCAN).parent.mkdir(parents=True)
    (data / SCAN).write_bytes(b"%PDF-1.7 a sheet")
    (tmp_path / "dump").write_bytes(b"a dump")
    archive.pack(tmp_path / "whole.tar", tmp_path / "dump", data)
    archive.unpack(tmp_path / "whole.tar", out)
    assert (out / archive.DUMP).read_bytes() == b"a dump"
    assert (out / SCAN).read_bytes() == b"%PDF-1.7 a sheet"
    assert (out / SCAN).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "members",
    [
        {},
        {SCAN: b"a file without its base"},
        {"base.dump": b"x", "../evil": b"x"},
        {"base.dump": b"x", "attachments/../../evil": b"x"},
        {"base.dump": b"x", "attachments/1/short": b"x"},
        {"base.dump": b"x", SCAN: "../../../keys"},
        {"base.dump": "/etc/hostname"},
    ],
)
def test_what_a_backup_cannot_hold_is_refused(tmp_path: Path, members: dict[str, bytes | str]) -> None:
    out = tmp_path / "out"
    make(tmp_path / "odd.tar", **members)
    with pytest.raises(archive.NotOurs):
        archive.unpack(tmp_path / "odd.tar", out)
    assert not (tmp_path / "evil").exists()
    assert not any(path.is_symlink() for path in out.rglob("*"))


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd").write_text("not an archive")
    with pytest.raises(archive.NotOurs):
        archive.unpack(tmp_path / "odd", tmp_path / "out")
