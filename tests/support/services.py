"""One PostgreSQL and one Valkey for a whole test run, a database and a Valkey number for each worker."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import redis
from psycopg import sql
from sqlalchemy import make_url

from portal.runtime.postgres import SUPERUSER, Postgres
from portal.runtime.valkey import Valkey

# Nothing here survives the run, so nothing needs to survive a crash.
FORGETFUL_POSTGRES = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
}
FORGETFUL_VALKEY = {"appendonly": "no", "databases": "64"}
MARK = "parvis:tests"  # tells a number that tests may empty from one that holds somebody's data


@dataclass(frozen=True)
class Services:
    """Addresses that the workers of one run share. Plain strings: they travel to xdist's workers."""

    database_url: str
    redis_url: str
    run: str

    @property
    def template(self) -> str:
        return f"parvis_test_{self.run}"

    def database(self, name: str) -> str:
        """The address of one database of this run."""
        return make_url(self.database_url).set(database=name).render_as_string(hide_password=False)

    def valkey(self, worker: str) -> str:
        """Each worker's own number: 1 for gw0, 2 for gw1…, 0 without xdist."""
        number = int(worker.removeprefix("gw")) + 1 if worker.startswith("gw") else 0
        parts = make_url(self.redis_url)
        if parts.drivername == "unix":
            return parts.set(query=dict(parts.query) | {"db": str(number)}).render_as_string(hide_password=False)
        return parts.set(database=str(number)).render_as_string(hide_password=False)


@contextmanager
def running_services(run: str) -> Iterator[Services]:
    """The services that the environment names, or a pair of our own for the time of the run."""
    database_url, redis_url = _given("DATABASE_URL"), _given("REDIS_URL")
    folder = Path(tempfile.mkdtemp(prefix="parvis-tests-"))
    folder.chmod(0o755)  # as root, PostgreSQL runs as somebody else
    postgres = None if database_url else Postgres(folder, FORGETFUL_POSTGRES)
    valkey = None if redis_url else Valkey(folder, FORGETFUL_VALKEY)
    started = [service for service in (postgres, valkey) if service]
    try:
        for service in started:
            service.start()
        services = Services(
            database_url or postgres.url("postgres", SUPERUSER),
            redis_url or valkey.url(),
            run,
        )
        yield services
        drop_databases(services)
    finally:
        for service in reversed(started):
            service.stop()
        shutil.rmtree(folder, ignore_errors=True)


def make_template(services: Services, migrate: Callable[[str], None]) -> None:
    """The migrated database that others are copied from; the first worker makes it, the others wait."""
    with _administration(services) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [services.template])
        if _exists(connection, services.template):
            return
        draft = f"{services.template}_draft"
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(draft)))
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(draft))
        )
        migrate(services.database(draft))
        names = sql.Identifier(draft), sql.Identifier(services.template)
        connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*names))


def copy_template(services: Services, suffix: str) -> str:
    """A database of one's own with the current schema; 0.05 s. Returns its address."""
    name = f"{services.template}_{suffix}"
    with _administration(services) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [services.template])
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        connection.execute(copy.format(sql.Identifier(name), sql.Identifier(services.template)))
    return services.database(name)


def drop_databases(services: Services, suffix: str = "") -> None:
    """Remove this run's databases: all, or those whose name ends with `suffix`."""
    with _administration(services) as connection:
        found = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s) AND right(datname, %s) = %s",
            [services.template, len(suffix), suffix],
        )
        for (name,) in found.fetchall():
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def empty(valkey: redis.Redis) -> None:
    """Empty one number, unless it holds something that no test put there."""
    if valkey.dbsize() and not valkey.exists(MARK):
        raise RuntimeError(f"this Valkey number holds data: empty it, or give another address ({valkey})")
    with valkey.pipeline(transaction=False) as both:
        both.flushdb().set(MARK, 1).execute()


def _given(name: str) -> str | None:
    """TEST_DATABASE_URL before DATABASE_URL, with the driver's own scheme as psycopg reads it."""
    url = os.environ.get(f"TEST_{name}") or os.environ.get(name)
    return url.replace("postgresql+psycopg://", "postgresql://", 1) if url else None


@contextmanager
def _administration(services: Services) -> Iterator[psycopg.Connection]:
    with psycopg.connect(services.database_url, autocommit=True) as connection:
        yield connection


def _exists(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None
