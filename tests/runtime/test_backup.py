import json
import os
import subprocess
import sys
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


@pytest.fixture
def backup(folder: Path) -> Path:
    first, file = folder / "first", folder / "base.dump"
    with services.at_hand(first, {}):
        assert portal(first, "events", "release") == (0, '{"released": 0}\n')
        ask(first, TOWN)
        code, said = portal(first, "backup", str(file))
    assert (code, json.loads(said)["file"]) == (0, str(file))
    return file


def test_a_backup_is_for_its_owner_only_and_comes_back_whole_but_never_over_data(folder: Path, backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    second = folder / "second"
    with services.at_hand(second, {}):
        code, said = portal(second, "restore", str(backup))
        assert code == 0, said
        assert ask(second, "SELECT slug FROM organisations") == ("town",)
        code, said = portal(second, "restore", str(backup))
        assert code == 1
        assert "already" in json.loads(said)["refused"]


def test_a_file_that_is_no_backup_changes_nothing(folder: Path) -> None:
    file, data = folder / "odd", folder / "data"
    file.write_text("not a backup")
    with services.at_hand(data, {}):
        code, _ = portal(data, "restore", str(file))
        assert code == 1
        assert ask(data, "SELECT count(*) FROM organisations") == (0,)
