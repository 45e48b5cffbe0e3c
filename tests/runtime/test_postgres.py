import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from portal.runtime.failure import ServiceFailure
from portal.runtime.postgres import Postgres


@pytest.fixture
def postgres(folder: Path) -> Iterator[Postgres]:
    service = Postgres(folder)
    service.start()
    yield service
    service.stop()


def ask(postgres: Postgres, question: str) -> object:
    with psycopg.connect(postgres.url()) as connection:
        return connection.execute(question).fetchone()[0]


def write(postgres: Postgres, statement: str) -> None:
    with psycopg.connect(postgres.url()) as connection:
        connection.execute(statement)


def test_what_was_written_is_there_after_a_restart(postgres: Postgres) -> None:
    write(postgres, "CREATE TABLE note AS SELECT 'kept' AS text")
    postgres.stop()
    postgres.start()
    assert ask(postgres, "SELECT text FROM note") == "kept"


def test_the_application_role_owns_its_database_and_is_no_superuser(postgres: Postgres) -> None:
    assert ask(postgres, "SELECT current_setting('is_superuser')") == "off"
    assert ask(postgres, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'portal'") == "portal"


def test_no_address_is_listened_to_and_the_socket_is_private(postgres: Postgres) -> None:
    assert ask(postgres, "SELECT current_setting('listen_addresses')") == ""
    assert postgres.sockets.stat().st_mode & 0o777 == 0o700


def test_a_second_start_on_the_same_folder_is_refused_and_says_so(postgres: Postgres, folder: Path) -> None:
    with pytest.raises(ServiceFailure, match="already serves"):
        Postgres(folder).start()
    assert ask(postgres, "SELECT 1") == 1


def test_two_folders_live_side_by_side(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = Postgres(postgres.data.parent / "other")
    other.start()
    try:
        assert ask(other, "SELECT 1") == ask(postgres, "SELECT 1") == 1
        assert other.url() != postgres.url()
    finally:
        other.stop()


def test_a_killed_server_starts_again(postgres: Postgres) -> None:
    write(postgres, "CREATE TABLE note AS SELECT 'kept' AS text")
    os.kill(postgres.process.pid, signal.SIGKILL)
    postgres.process.wait()
    postgres.start()
    assert ask(postgres, "SELECT text FROM note") == "kept"


def test_a_number_that_went_to_another_process_does_not_stop_the_start(postgres: Postgres) -> None:
    postgres.stop()
    stranger = subprocess.Popen(["sleep", "60"])
    file = postgres.data / "postmaster.pid"
    file.write_text(f"{stranger.pid}\n{postgres.data}\n{int(time.time())}\n5432\n{postgres.sockets}\n")
    shutil.chown(file, postgres.data.stat().st_uid)
    try:
        postgres.start()
        assert ask(postgres, "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_folder_with_a_long_name_gets_a_short_socket(folder: Path) -> None:
    service = Postgres(folder / ("a" * 60) / ("b" * 60))
    service.start()
    try:
        assert ask(service, "SELECT 1") == 1
        assert len(str(service.sockets)) < 80
    finally:
        service.stop()
        shutil.rmtree(service.sockets)


def test_nothing_survives_a_killed_parent_and_the_next_start_works(folder: Path) -> None:
    script = (
        "import pathlib, sys, time\n"
        "from portal.runtime.postgres import Postgres\n"
        "service = Postgres(pathlib.Path(sys.argv[1])); service.start()\n"
        "print(service.process.pid, flush=True); time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    service = Postgres(folder)
    service.start()  # waits for the old server, which is leaving
    try:
        assert ask(service, "SELECT 1") == 1
        assert not Path(f"/proc/{pid}/cmdline").exists() or not Path(f"/proc/{pid}/cmdline").read_bytes()
    finally:
        service.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs its server as somebody else")
def test_a_folder_that_the_servers_user_cannot_enter_is_kept_elsewhere(folder: Path) -> None:
    folder.chmod(0o700)
    service = Postgres(folder / "instance")
    service.start()
    try:
        assert ask(service, "SELECT 1") == 1
        assert not service.data.is_relative_to(folder)
    finally:
        service.stop()
        shutil.rmtree(service.data.parent)
