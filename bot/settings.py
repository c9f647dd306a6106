"""The only reader of the environment: addresses and secrets, from the process environment and a `.env` file.

Behaviour is not here (rituals.yaml), nor is what a member chose (the database). A secret NAME may also come from
a file: NAME_FILE=/run/secrets/…. A missing or malformed value raises SettingsError with one sentence.
"""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeAlias, cast
from urllib.parse import urlsplit
from urllib.request import getproxies_environment

from dotenv import dotenv_values

from bot.errors import SettingsError

SLACK = "https://slack.com/api/"
WHERE = {
    "SLACK_BOT_TOKEN": "api.slack.com/apps > your app > OAuth & Permissions > Bot User OAuth Token (xoxb-…)",
    "SLACK_APP_TOKEN": "api.slack.com/apps > your app > Basic Information > App-Level Tokens, scope connections:write (xapp-…)",  # noqa: E501
    "SLACK_SIGNING_SECRET": "api.slack.com/apps > your app > Basic Information > Signing Secret",
}
FASTEST = 10_000
"""A speed of time at which a day still takes some seconds."""
PREFIX = {"SLACK_BOT_TOKEN": "xoxb-", "SLACK_APP_TOKEN": "xapp-"}


EngineSetting: TypeAlias = Literal["auto", "embedded", "distributed"]


@dataclass(frozen=True)
class ClockSetting:
    """How Rondo tells the time: the system's clock, a start that runs `rate` times as fast, or a sandbox's clock."""

    source: Literal["system", "scaled", "remote"] = "system"
    start: datetime | None = None
    rate: float = 1.0
    url: str = ""


@dataclass(frozen=True)
class Settings:
    """Everything Rondo takes from the environment. Secrets never show in a repr."""

    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    api_url: str = SLACK
    database_url: str = field(default="sqlite:///rondo.db", repr=False)
    rituals: Path = Path("rituals.yaml")
    rituals_url: str = field(default="", repr=False)
    """Where a newer file may be read, every minute; it may carry a secret."""
    log: Literal["console", "json"] = "console"
    log_level: str = "INFO"
    host: str = ""
    """Empty: 127.0.0.1 with the socket, 0.0.0.0 with --http."""
    port: int = 8080
    port_asked: bool = False
    """Whether PORT was set at all: `rondo work` serves only then, for `rondo run` may stand on the same machine."""
    clock: ClockSetting = ClockSetting()
    keeps_line: bool = False
    """Whether calls share a connection: for the simulation, whose Slack is a sandbox in the same process."""
    engine: EngineSetting = "auto"
    """Who sends the letters. auto: the distributed engine on PostgreSQL where it is installed, else the embedded."""
    patience: float = 20.0
    """Seconds after which a call to Slack counts as lost; below half of delivery's DOUBT."""
    pace: float = 1.0
    """How many times Slack's documented limits hold: for a sandbox whose time is compressed."""
    failpoint: str = ""
    """Where this process kills itself, for the chaos tests: `name` or `name#n`, the nth time it comes there."""
    metrics_token: str = field(default="", repr=False)
    """What a reader of /metrics must show; empty: only this machine may read them."""
    proxy: str | None = field(default=None, repr=False)
    ca_file: str | None = None

    def host_for(self, *, http: bool) -> str:
        """Return where to serve: the loopback, but with --http a platform's router must reach it."""
        return self.host or ("0.0.0.0" if http else "127.0.0.1")  # noqa: S104


def load(environ: Mapping[str, str] | None = None, *, env_file: Path | None = Path(".env")) -> Settings:
    """Read the settings; the process environment wins over the `.env` file. Raises SettingsError."""
    values = {**_from_file(env_file), **(os.environ if environ is None else environ)}
    api_url = _api_url(values)
    clock = parse_clock(values.get("RONDO_CLOCK", "").strip() or "system")
    if clock.source != "system" and urlsplit(api_url).hostname == urlsplit(SLACK).hostname:
        raise SettingsError(
            "RONDO_CLOCK is for the sandbox only and SLACK_API_URL is Slack itself: "
            "remove RONDO_CLOCK, or point SLACK_API_URL at the sandbox."
        )
    _keep_from_slack(values, api_url)
    log, level = _log(values.get("RONDO_LOG", ""))
    return Settings(
        bot_token=_token(values, "SLACK_BOT_TOKEN"),
        app_token=_token(values, "SLACK_APP_TOKEN"),
        signing_secret=_secret(values, "SLACK_SIGNING_SECRET"),
        api_url=api_url,
        database_url=_database(values),
        rituals=Path(values.get("RONDO_RITUALS") or "rituals.yaml"),
        rituals_url=_rituals_url(values),
        log=log,
        log_level=level,
        host=values.get("HOST", ""),
        port=_port(values.get("PORT", "")),
        port_asked=bool(values.get("PORT", "").strip()),
        clock=clock,
        engine=_engine(values.get("RONDO_ENGINE", "").strip().lower() or "auto"),
        patience=_number("SLACK_TIMEOUT", values.get("SLACK_TIMEOUT", "").strip() or "20", least=0.1, most=25),
        pace=_number("RONDO_PACE", values.get("RONDO_PACE", "").strip() or "1", least=0.01, most=1000),
        failpoint=values.get("RONDO_FAILPOINT", "").strip(),
        metrics_token=_secret(values, "RONDO_METRICS_TOKEN"),
        proxy=_proxy(values),
        ca_file=_ca_file(values),
    )


def load_for_demo() -> Settings:
    """Read only what the demo needs: the rituals file and the form of the logs; real tokens stay out of it."""
    found = {**_from_file(Path(".env")), **os.environ}
    return load({name: found[name] for name in ("RONDO_RITUALS", "RONDO_LOG") if name in found}, env_file=None)


def require(settings: Settings, *, http: bool, listens: bool = True) -> None:
    """Insist on the secrets that a running bot needs. Raises SettingsError naming the first missing one."""
    needed = {"SLACK_BOT_TOKEN": settings.bot_token}
    if listens and http:
        needed["SLACK_SIGNING_SECRET"] = settings.signing_secret
    elif listens:
        needed["SLACK_APP_TOKEN"] = settings.app_token
    for name, value in needed.items():
        if not value:
            raise SettingsError(f"{name} is not set: put it into the environment or .env. Get it at {WHERE[name]}.")


def go_direct(url: str) -> None:
    """Keep HTTP_PROXY and its like away from a plain http address, which is a sandbox. Changes the environment."""
    parts = urlsplit(url)
    known = getproxies_environment().get("no", "")
    if parts.scheme == "http" and known != "*":
        os.environ["no_proxy"] = ",".join(filter(None, (known, parts.hostname)))


def parse_clock(text: str) -> ClockSetting:
    """Understand `system`, `2026-11-23T08:58:00+01:00 x30` and `http://…`. Raises SettingsError."""
    if text == "system":
        return ClockSetting()
    if _is_address(text):
        return ClockSetting(source="remote", url=text.rstrip("/"))
    match = re.fullmatch(r"(\S+)(?:\s+x(\d+(?:\.\d+)?))?", text)
    try:
        start = datetime.fromisoformat(match.group(1)) if match else None
    except ValueError:
        start = None
    if match is None or start is None or start.tzinfo is None:
        raise SettingsError(
            f"RONDO_CLOCK={text!r} is not understood: write system, an instant with its offset and a speed "
            "(2026-11-23T08:58:00+01:00 x30), or the http address of a sandbox."
        )
    rate = float(match.group(2) or 1)
    if not 0 < rate <= FASTEST:
        raise SettingsError(f"RONDO_CLOCK={text!r} runs too fast or not at all: write a speed from x1 to x{FASTEST}.")
    return ClockSetting(source="scaled", start=start, rate=rate)


def _from_file(env_file: Path | None) -> dict[str, str]:
    if env_file is None or not env_file.is_file():
        return {}
    try:
        return {name: value for name, value in dotenv_values(env_file).items() if value is not None}
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise SettingsError(f"{env_file} cannot be read ({reason}): check the file and its rights.") from None


def _is_address(url: str) -> bool:
    """Return whether this is http or https, with a host and no impossible port."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _secret(values: Mapping[str, str], name: str) -> str:
    path = values.get(f"{name}_FILE")
    if not path:
        return values.get(name, "").strip()
    if values.get(name):
        raise SettingsError(f"{name} and {name}_FILE are both set: keep one of them.")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise SettingsError(f"{name}_FILE={path!r} cannot be read ({reason}): check path and rights.") from None


def _token(values: Mapping[str, str], name: str) -> str:
    token = _secret(values, name)
    if token and (not token.startswith(PREFIX[name]) or not token.isascii() or any(c.isspace() for c in token)):
        raise SettingsError(f"{name} does not look like one (it starts with {PREFIX[name]}). Get it at {WHERE[name]}.")
    return token


def _api_url(values: Mapping[str, str]) -> str:
    url = values.get("SLACK_API_URL", "").strip() or SLACK
    if not _is_address(url):
        raise SettingsError(
            f"SLACK_API_URL={url!r} is not an address: write http://host:port/api/, or leave it out for Slack itself."
        )
    return url if url.endswith("/") else url + "/"


def _rituals_url(values: Mapping[str, str]) -> str:
    """Return an https address, or http on this machine. The sentences never repeat it: it may carry a secret."""
    url = _secret(values, "RONDO_RITUALS_URL")
    if not url:
        return ""
    parts = urlsplit(url) if _is_address(url) and url.isascii() and not re.search(r"\s", url) else None
    if parts is None or (parts.scheme == "http" and parts.hostname not in {"127.0.0.1", "::1", "localhost"}):
        raise SettingsError("RONDO_RITUALS_URL is not an https address: write https://host/path, without blanks.")
    if parts.username is not None:
        raise SettingsError("RONDO_RITUALS_URL holds a user name: put the secret into the path or the query instead.")
    return url


def _database(values: Mapping[str, str]) -> str:
    url = _secret(values, "DATABASE_URL") or "sqlite:///rondo.db"
    scheme = url.partition("://")[0].partition("+")[0]
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise SettingsError(
            "DATABASE_URL is not understood: write sqlite:///rondo.db for a file, "
            "or postgresql://host/name with user and password."
        )
    wiped = "DYNO" in values or "K_SERVICE" in values or "RENDER" in values
    if scheme == "sqlite" and wiped and values.get("RONDO_SQLITE_ANYWAY", "").lower() not in {"1", "true", "yes"}:
        raise SettingsError(
            "This platform wipes its disk at every restart, a SQLite file with it: set DATABASE_URL to a PostgreSQL "
            "database, or RONDO_SQLITE_ANYWAY=1 if a lasting disk is mounted."
        )
    return url


def _log(text: str) -> tuple[Literal["console", "json"], str]:
    log: Literal["console", "json"] = "console"
    level = "INFO"
    for word in text.replace(",", " ").split():
        if word in {"console", "json"}:
            log = "json" if word == "json" else "console"
        elif word.upper() in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            level = word.upper()
        else:
            raise SettingsError(f"RONDO_LOG={text!r} is not understood: write console or json, and debug, info, warning or error.")  # noqa: E501  # fmt: skip
    return log, level


def _port(text: str) -> int:
    if not text.strip():
        return 8080
    if not text.strip().isdecimal() or not 0 <= int(text) <= 65535:
        raise SettingsError(f"PORT={text!r} is not a port: write a number from 0 to 65535.")
    return int(text)


def _engine(text: str) -> EngineSetting:
    if text in {"auto", "embedded", "distributed"}:
        return cast(EngineSetting, text)
    raise SettingsError(f"RONDO_ENGINE={text!r} is not understood: write auto, embedded or distributed.")


def _number(name: str, text: str, *, least: float, most: float) -> float:
    try:
        number = float(text)
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        raise SettingsError(f"{name}={text!r} is not understood: write a number from {least:g} to {most:g}.")
    return number


def _keep_from_slack(values: Mapping[str, str], api_url: str) -> None:
    """Refuse for Slack itself what is meant for a sandbox."""
    for name in ("RONDO_FAILPOINT", "RONDO_PACE"):
        if values.get(name, "").strip() and urlsplit(api_url).hostname == urlsplit(SLACK).hostname:
            raise SettingsError(f"{name} is for the sandbox only and SLACK_API_URL is Slack itself: remove it.")


def _proxy(values: Mapping[str, str]) -> str | None:
    proxy = values.get("HTTPS_PROXY") or values.get("https_proxy") or ""
    if proxy and not _is_address(proxy):
        raise SettingsError("HTTPS_PROXY is not an address: write http://host:port.")
    return proxy or None


def _ca_file(values: Mapping[str, str]) -> str | None:
    path = values.get("SSL_CERT_FILE") or None
    if path and not Path(path).is_file():
        raise SettingsError(
            f"SSL_CERT_FILE={path!r} does not exist: give the path of your company's CA certificate (PEM)."
        )
    try:
        if path:
            ssl.create_default_context().load_verify_locations(path)
    except OSError:
        raise SettingsError(f"SSL_CERT_FILE={path!r} holds no certificate: give your company's CA as PEM.") from None
    return path
