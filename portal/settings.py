"""Every setting of an installation, read once from the environment; a wrong one stops the start, not a request."""

import ipaddress
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

KEY_BYTES = 32
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class WrongSetting(ValueError):
    """A setting that cannot work, named, with what would."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an installation decides outside the database. See README, "Settings", for each one."""

    database_url: str
    redis_url: str
    data_dir: Path
    secret_key: str
    person_key: bytes
    database_replica_url: str | None = None
    trusted_proxies: tuple[Network, ...] = ()
    mail_url: str | None = None
    mail_from: str = "ne-pas-repondre@localhost"
    log_level: str = "INFO"
    metrics_token: str | None = None
    is_demonstration: bool = False
    is_secure: bool = True
    public_port: int | None = None

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read the environment. Raises WrongSetting, naming the variable, when the portal could not work with it."""
        is_demonstration = environ.get("PORTAL_DEMO", "") == "1"
        data_dir = Path(environ.get("PORTAL_DATA_DIR", "instance")).resolve()
        return cls(
            database_url=_database_url(_required(environ, "DATABASE_URL")),
            database_replica_url=_optional_database_url(environ.get("DATABASE_REPLICA_URL")),
            redis_url=_required(environ, "REDIS_URL"),
            data_dir=data_dir,
            secret_key=environ.get("SECRET_KEY") or kept_key(data_dir, "secret").hex(),
            person_key=_person_key(environ.get("PORTAL_PERSON_KEY"), data_dir),
            trusted_proxies=_networks(environ.get("TRUSTED_PROXIES", "")),
            mail_url=_mail_url(environ.get("MAIL_URL"), is_demonstration=is_demonstration, data_dir=data_dir),
            mail_from=environ.get("MAIL_FROM", cls.mail_from),
            log_level=_one_of("PORTAL_LOG_LEVEL", environ.get("PORTAL_LOG_LEVEL", cls.log_level).upper(), LOG_LEVELS),
            metrics_token=environ.get("PORTAL_METRICS_TOKEN"),
            is_demonstration=is_demonstration,
            is_secure=environ.get("PORTAL_HTTPS", "0" if is_demonstration else "1") == "1",
            public_port=_port(environ.get("PORTAL_PUBLIC_PORT")),
        )


def kept_key(data_dir: Path, name: str) -> bytes:
    """A random key of 32 bytes, made once and kept in a file only its owner can read."""
    path = data_dir / "keys" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
        try:
            os.link(draft, path)  # the first of two processes wins, whole
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()


def _required(environ: Mapping[str, str], name: str) -> str:
    if not environ.get(name):
        raise WrongSetting(f"{name} is not set: `portal up` sets it for the embedded services")
    return environ[name]


def _database_url(url: str) -> str:
    """SQLAlchemy refuses `postgres://`, which hosting providers hand out."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    if url.startswith("postgresql+psycopg://"):
        return url
    raise WrongSetting("DATABASE_URL must start with postgresql://")


def _optional_database_url(url: str | None) -> str | None:
    return _database_url(url) if url else None


def _person_key(text: str | None, data_dir: Path) -> bytes:
    if not text:
        return kept_key(data_dir, "person")
    if len(text) < KEY_BYTES:
        raise WrongSetting(f"PORTAL_PERSON_KEY must have at least {KEY_BYTES} characters")
    return text.encode()


def _networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise WrongSetting(f"TRUSTED_PROXIES: {error}") from error


def _mail_url(url: str | None, *, is_demonstration: bool, data_dir: Path) -> str:
    if url:
        if not url.startswith(("smtp://", "smtps://", "file:")):
            raise WrongSetting("MAIL_URL must start with smtp://, smtps:// or file:")
        return url
    if is_demonstration:
        return f"file:{data_dir / 'mail'}"
    raise WrongSetting("MAIL_URL is not set: letters could not leave (file: keeps them in the data folder, for trials)")


def _port(text: str | None) -> int | None:
    if not text:
        return None
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise WrongSetting("PORTAL_PUBLIC_PORT must be a port number")
    return int(text)


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise WrongSetting(f"{name} must be one of {', '.join(allowed)}")
    return value
