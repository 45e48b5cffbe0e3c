import json
import os
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path

import psycopg
import pytest

from portal.runtime import services

ENVIRON = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
TOWN = """INSERT INTO organisations (slug, name, host, regime, languages, time_zone)
    VALUES ('town', 'Town', 'town.test', 'public', '{fr}', 'Europe/Paris')"""


def portal(data: Path, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "portal", "--data", str(data), "--json", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRON, timeout=120, check=False)
    return done.returncode, done.stdout or done.stderr


def ask(data: Path, statement: str) -> object:
    with services.at_hand(data, {}) as urls, psycopg.connect(urls["DATABASE_URL"]) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchone() if cursor.description else None


SCAN = Path("attachments/1") / ("0f" * 16)


@pytest.fixture
def backup(folder: Path) -> Path:
    first, file = folder / "first", folder / "parvis.tar"
    with services.at_hand(first, {}):
        assert portal(first, "events", "release") == (0, '{"released": 0}\n')
        ask(first, TOWN)
        (first / SCAN).parent.mkdir(parents=True)
        (first / SCAN).write_bytes(b"%PDF-1.7 a sheet")
        code, said = portal(first, "backup", str(file))
    assert (code, json.loads(said)["file"]) == (0, str(file))
    return file


def test_a_backup_is_for_its_owner_only_and_comes_back_whole_but_never_over_data(folder: Path, backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.glob(".portal-*")] == []
    second = folder / "second"
    with services.at_hand(second, {}):
        code, said = portal(second, "restore", str(backup))
        assert code == 0, said
        assert ask(second, "SELECT slug FROM organisations") == ("town",)
        assert (second / SCAN).read_bytes() == b"%PDF-1.7 a sheet"
        assert (second / SCAN).stat().st_mode & 0o777 == 0o600
        code, said = portal(second, "restore", str(backup))
        assert code == 1
        assert "already" in json.loads(said)["refused"]


def test_a_file_that_is_no_backup_changes_nothing(folder: Path) -> None:
    odd, data = folder / "odd", folder / "data"
    with services.at_hand(data, {}):
        with tarfile.open(odd, "w") as made:
            for name, content in ((str(SCAN), b"%PDF-1.7 a sheet"), ("base.dump", b"not a dump")):
                member = tarfile.TarInfo(name)
                member.size = len(content)
                made.addfile(member, BytesIO(content))
        code, _ = portal(data, "restore", str(odd))
        assert code == 1
        assert ask(data, "SELECT count(*) FROM organisations") == (0,)
    assert not (data / "attachments").exists()
