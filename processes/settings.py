"""What the environment says, read once at the start."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_DATABASE = "sqlite:///var/phasenwerk.sqlite3"
DEFAULT_PORT = 8000


@dataclass(frozen=True)
class MailSettings:
    """Where e-mails go: to an SMTP server, or without one as files to `folder`.

    `security` is "starttls", "tls" or "none".
    """

    host: str = ""
    port: int = 587
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = "jobcenter@localhost"
    folder: Path = Path("var/postausgang")


@dataclass(frozen=True)
class SearchSettings:
    """Where vacancies come from: files in `folder`, a job board at `board_url`.

    Without any of them a demo office has invented vacancies, and in any other search runs find nothing and say so.
    """

    folder: Path | None = None
    board_url: str = ""
    board_key: str = field(default="", repr=False)


@dataclass(frozen=True)
class Settings:
    """`data_directory` holds the SQLite file, the secret key, the anchor of its records and, without a mail server,
    outgoing e-mails; nothing else is written.
    """

    database_url: str = DEFAULT_DATABASE
    data_directory: Path = Path("var")
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    https: bool = False
    behind_proxy: bool = False
    demo: bool = False
    log_level: str = "INFO"
    mail: MailSettings = MailSettings()
    search: SearchSettings = SearchSettings()

    @property
    def anchor(self) -> Path:
        """The file that keeps the seals of the records outside the database."""
        return self.data_directory / "audit-anchor"

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def read_settings(environment: Mapping[str, str], *, demo: bool = False) -> Settings:
    """Settings from environment variables. Raises ValueError naming the variable that cannot be read."""
    port = environment.get("PORT", str(DEFAULT_PORT))
    if not port.isdigit():
        raise ValueError(f"PORT must be a number, but it is {port!r}")
    data = Path(environment.get("PHASENWERK_DATA", "var"))
    return Settings(
        database_url=environment.get("DATABASE_URL", DEFAULT_DATABASE),
        data_directory=data,
        host=environment.get("HOST", "127.0.0.1"),
        port=int(port),
        https=environment.get("PHASENWERK_HTTPS", "") == "1",
        behind_proxy=environment.get("PHASENWERK_BEHIND_PROXY", "") == "1",
        demo=demo or environment.get("PHASENWERK_DEMO", "") == "1",
        log_level=environment.get("LOG_LEVEL", "INFO"),
        mail=_mail_settings(environment, data),
        search=_search_settings(environment),
    )


def _search_settings(environment: Mapping[str, str]) -> SearchSettings:
    folder, url = environment.get("VACANCY_FOLDER", ""), environment.get("JOB_BOARD_URL", "")
    if url and not url.startswith(("https://", "http://")):
        raise ValueError(f"JOB_BOARD_URL must begin with https:// or http://, but it is {url!r}")
    return SearchSettings(
        folder=Path(folder) if folder else None,
        board_url=url,
        board_key=environment.get("JOB_BOARD_KEY", ""),
    )


def _mail_settings(environment: Mapping[str, str], data: Path) -> MailSettings:
    port, security = environment.get("SMTP_PORT", "587"), environment.get("SMTP_SECURITY", "starttls")
    if not port.isdigit():
        raise ValueError(f"SMTP_PORT must be a number, but it is {port!r}")
    if security not in ("starttls", "tls", "none"):
        raise ValueError(f"SMTP_SECURITY must be starttls, tls or none, but it is {security!r}")
    return MailSettings(
        host=environment.get("SMTP_HOST", ""),
        port=int(port),
        security=security,
        user=environment.get("SMTP_USER", ""),
        password=environment.get("SMTP_PASSWORD", ""),
        sender=environment.get("SMTP_SENDER", MailSettings.sender),
        folder=data / "postausgang",
    )


def secret_key(settings: Settings, environment: Mapping[str, str]) -> str:
    """The key that signs cookies: from SECRET_KEY, else made once and kept in the data directory.

    Several web processes of one office need the same key, so they set SECRET_KEY.
    """
    given = environment.get("SECRET_KEY")
    if given:
        return given
    path = settings.data_directory / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii")
