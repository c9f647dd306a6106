"""Every setting is read, and a wrong one is answered with one sentence that names it."""

from __future__ import annotations

import ast
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.errors import SettingsError
from bot.settings import SLACK, ClockSetting, Settings, load, load_for_demo, parse_clock, require

ROOT = Path(__file__).parents[2]
CANARY = "Kanarienvogel"
BOT, APP = f"xoxb-{CANARY}", f"xapp-{CANARY}"
CA = str(Path(__file__).with_name("ca.pem"))
FULL = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, "SLACK_SIGNING_SECRET": CANARY}
LOCAL = "http://127.0.0.1:8100/api/"
PLATFORMS = {"DYNO", "K_SERVICE", "RENDER"}
"""Set by the platform itself; nobody writes them into .env."""


def read(**environ: str) -> Settings:
    return load({**FULL, **environ}, env_file=None)


def refusal(**environ: str) -> str:
    with pytest.raises(SettingsError) as raised:
        read(**environ)
    sentence = str(raised.value)
    assert "\n" not in sentence
    assert CANARY not in sentence
    return sentence


def test_without_any_setting_there_are_defaults() -> None:
    assert load({}, env_file=None) == Settings()
    assert Settings().api_url == SLACK


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("SLACK_BOT_TOKEN", f" {BOT}\n", "bot_token", BOT),
        ("SLACK_APP_TOKEN", APP, "app_token", APP),
        ("SLACK_SIGNING_SECRET", "abc", "signing_secret", "abc"),
        ("SLACK_API_URL", "http://127.0.0.1:8100/api", "api_url", LOCAL),
        ("SLACK_API_URL", " ", "api_url", SLACK),
        ("DATABASE_URL", "postgres://u:p@h/d", "database_url", "postgres://u:p@h/d"),
        ("DATABASE_URL", "postgresql+psycopg://h/d", "database_url", "postgresql+psycopg://h/d"),
        ("RONDO_RITUALS", "/etc/rondo.yaml", "rituals", Path("/etc/rondo.yaml")),
        ("RONDO_LOG", "json", "log", "json"),
        ("RONDO_LOG", "json, debug", "log_level", "DEBUG"),
        ("RONDO_LOG", "WARNING", "log_level", "WARNING"),
        ("HOST", "::1", "host", "::1"),
        ("PORT", " 5000 ", "port", 5000),
        ("PORT", "", "port", 8080),
        ("HTTPS_PROXY", "http://proxy:3128", "proxy", "http://proxy:3128"),
        ("https_proxy", "http://proxy:3128", "proxy", "http://proxy:3128"),
        ("SSL_CERT_FILE", CA, "ca_file", CA),
    ],
)
def test_each_setting_is_read(name: str, value: str, field: str, expected: Any) -> None:
    assert getattr(read(**{name: value}), field) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", f"xapp-{CANARY}"),
        ("SLACK_BOT_TOKEN", f"xoxb-{CANARY} {CANARY}"),
        ("SLACK_BOT_TOKEN", f"xoxb-{CANARY}ü"),
        ("SLACK_APP_TOKEN", f"xoxb-{CANARY}"),
        ("SLACK_API_URL", "slack.com/api"),
        ("SLACK_API_URL", "ftp://slack.com/api"),
        ("SLACK_API_URL", "http://"),
        ("SLACK_API_URL", "http://[broken/api"),
        ("SLACK_API_URL", "http://host:port/api"),
        ("DATABASE_URL", f"mysql://rondo:{CANARY}@host/name"),
        ("DATABASE_URL", "rondo.db"),
        ("RONDO_LOG", "verbose"),
        ("RONDO_LOG", "json trace"),
        ("PORT", "http"),
        ("PORT", "-1"),
        ("PORT", "65536"),
        ("HTTPS_PROXY", "proxy:3128"),
        ("HTTPS_PROXY", "http://"),
        ("HTTPS_PROXY", "http://[broken"),
        ("HTTPS_PROXY", f"http://rondo:{CANARY}@proxy:port"),
        ("SSL_CERT_FILE", "/no/such/file.pem"),
        ("SSL_CERT_FILE", __file__),
        ("RONDO_CLOCK", "yesterday"),
        ("RONDO_CLOCK", "http://"),
        ("SLACK_SIGNING_SECRET_FILE", "/no/such/file"),
    ],
)
def test_a_malformed_setting_is_named_in_one_sentence(name: str, value: str) -> None:
    without = {**FULL, name.removesuffix("_FILE"): ""} if name.endswith("_FILE") else FULL
    with pytest.raises(SettingsError, match=name) as raised:
        load({**without, name: value}, env_file=None)
    assert "\n" not in str(raised.value)
    assert CANARY not in str(raised.value)


@pytest.mark.parametrize(
    ("missing", "http", "named"),
    [
        ("SLACK_BOT_TOKEN", False, "api.slack.com/apps"),
        ("SLACK_APP_TOKEN", False, "connections:write"),
        ("SLACK_SIGNING_SECRET", True, "Basic Information"),
    ],
)
def test_a_missing_secret_is_named_with_the_place_to_get_it(missing: str, http: bool, named: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{missing} is not set.*{named}"):
        require(read(**{missing: ""}), http=http)
    require(read(), http=http)


def test_what_a_mode_does_not_need_may_be_missing() -> None:
    require(read(SLACK_APP_TOKEN=""), http=True)
    require(read(SLACK_SIGNING_SECRET=""), http=False)


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("SLACK_BOT_TOKEN", BOT, "bot_token"),
        ("SLACK_APP_TOKEN", APP, "app_token"),
        ("SLACK_SIGNING_SECRET", CANARY, "signing_secret"),
        ("DATABASE_URL", "postgresql://host/name", "database_url"),
    ],
)
def test_a_secret_may_come_from_a_file(name: str, value: str, field: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(f"{value}\n", encoding="utf-8")
    assert getattr(read(**{name: "", f"{name}_FILE": str(secret)}), field) == value
    assert "both set" in refusal(**{name: value, f"{name}_FILE": str(secret)})
    secret.write_bytes(b"\xff\xfe")
    assert "is not text" in refusal(**{name: "", f"{name}_FILE": str(secret)})
    assert "cannot be read" in refusal(**{name: "", f"{name}_FILE": str(tmp_path)})


@pytest.mark.parametrize("platform", sorted(PLATFORMS))
def test_sqlite_is_refused_where_the_disk_is_wiped(platform: str) -> None:
    where = {platform: "web.1"}
    assert "RONDO_SQLITE_ANYWAY" in refusal(**where)
    assert "RONDO_SQLITE_ANYWAY" in refusal(**where, RONDO_SQLITE_ANYWAY="no")
    assert read(**where, RONDO_SQLITE_ANYWAY="1").database_url == "sqlite:///rondo.db"
    assert read(**where, RONDO_SQLITE_ANYWAY="Yes").database_url == "sqlite:///rondo.db"
    assert read(**where, DATABASE_URL="postgres://h/d").database_url == "postgres://h/d"


def test_the_clock_has_three_forms() -> None:
    start = datetime.fromisoformat("2026-11-23T08:58:00+01:00")
    assert parse_clock("system") == ClockSetting()
    assert parse_clock("2026-11-23T08:58:00+01:00 x30") == ClockSetting("scaled", start, 30.0)
    assert parse_clock("2026-11-23T08:58:00+01:00") == ClockSetting("scaled", start, 1.0)
    assert parse_clock("2026-11-23T07:58:00Z  x0.5") == ClockSetting("scaled", start, 0.5)
    assert parse_clock("http://127.0.0.1:8100/") == ClockSetting("remote", url="http://127.0.0.1:8100")
    assert start.utcoffset() == timedelta(hours=1)


@pytest.mark.parametrize(
    "text", ["", "now", "x30", "2026-11-23T08:58:00", "2026-11-23 x30", "2026-11-23T08:58:00Z x", "2026-13-01T00:00Z"]
)
def test_another_clock_is_not_understood(text: str) -> None:
    with pytest.raises(SettingsError, match=r"^RONDO_CLOCK=.* is not understood"):
        parse_clock(text)


@pytest.mark.parametrize("clock", ["2026-11-23T08:58:00Z x30", "http://127.0.0.1:8100"])
@pytest.mark.parametrize("slack", ["", SLACK, "https://SLACK.com/api/", "http://slack.com:443/"])
def test_a_clock_of_its_own_is_refused_with_slacks_own_address(clock: str, slack: str) -> None:
    assert "RONDO_CLOCK is for the sandbox only" in refusal(RONDO_CLOCK=clock, SLACK_API_URL=slack)
    assert read(RONDO_CLOCK=clock, SLACK_API_URL=LOCAL).clock.source != "system"


def test_the_systems_clock_goes_with_slack() -> None:
    assert read(RONDO_CLOCK=" system ").clock.source == "system"


def test_secrets_do_not_show() -> None:
    shown = read(DATABASE_URL=f"postgres://rondo:{CANARY}@host/name", HTTPS_PROXY=f"http://rondo:{CANARY}@proxy:1")
    assert CANARY not in f"{shown!r} {shown} {shown.clock!r}"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(f"# for Rondo\nSLACK_BOT_TOKEN={BOT}\nexport PORT='5000'\nHOST\n", encoding="utf-8")
    assert load({}, env_file=file).bot_token == BOT
    assert load({"PORT": "6000"}, env_file=file).port == 6000
    assert load({}, env_file=file).port == 5000
    assert load({}, env_file=tmp_path / "none").port == 8080


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"PORT=\xff\xfe\n")
    with pytest.raises(SettingsError, match=r"\.env"):
        load({}, env_file=file)


def test_the_demo_leaves_real_tokens_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**FULL, "RONDO_LOG": "json debug", "DYNO": "web.1", "PORT": "1"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("DYNO")
    shown = load_for_demo()
    assert (shown.bot_token, shown.app_token, shown.signing_secret) == ("", "", "")
    assert (shown.log, shown.log_level, shown.port) == ("json", "DEBUG", 8080)


def names_read() -> set[str]:
    """Return every name that bot/settings.py looks up, with the _FILE form of secrets."""
    source = (ROOT / "bot" / "settings.py").read_text(encoding="utf-8")
    words = {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}
    return {word for word in words if isinstance(word, str) and re.fullmatch(r"[A-Z][A-Z_]{3,}", word)} - {
        "DEBUG", "INFO", "WARNING", "ERROR",
    }  # fmt: skip


def names_described() -> dict[str, str]:
    """Return every name of .env.example with the comment above it."""
    described: dict[str, str] = {}
    comment: list[str] = []
    for line in (ROOT / ".env.example").read_text(encoding="utf-8").splitlines():
        if match := re.fullmatch(r"#?([A-Z][A-Z_]*)=.*", line):
            described[match[1]] = " ".join(comment)
            comment = []
        else:
            comment = [*comment, line.removeprefix("# ")] if line.startswith("# ") else []
    return described


def test_the_example_names_exactly_what_is_read() -> None:
    assert set(names_described()) == names_read() - PLATFORMS
    assert names_read() >= PLATFORMS


def test_the_example_explains_each_setting_and_holds_no_secret() -> None:
    for name, comment in names_described().items():
        assert len(comment) > 20, name
    for secret in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
        assert "api.slack.com/apps" in names_described()[secret]
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert not re.search(r"xox[a-z]-\w|xapp-\w", text)
    assert "_FILE" in text
