"""Everything that can be wrong at the start: one clear sentence, an exit code, no traceback."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from bot.config import load
from bot.rituals.registry import kinds
from bot.sandbox.sandbox import Sandbox
from bot.slack.manifest import manifest
from bot.store.db import Database
from bot.store.migrate import upgrade
from tests.process.running import call, environment, slack_settings
from tests.world import COFFEE


@pytest.fixture
def settings(sandbox: Sandbox, rituals: Path, tmp_path: Path) -> dict[str, str]:
    """Good settings with a migrated database."""
    url = f"sqlite:///{tmp_path / 'rondo.db'}"
    upgrade(url)
    return slack_settings(sandbox, url, rituals)


def sentence_of(arguments: tuple[str, ...], settings: dict[str, str], cwd: Path) -> str:
    """Run a verb that must fail and return its one sentence."""
    done = call(*arguments, env=settings, cwd=cwd)
    assert done.returncode not in (0, None)
    assert "Traceback" not in done.stdout + done.stderr
    said = done.stderr.strip()
    assert said
    assert len(said.splitlines()) == 1, said
    return said


def test_a_missing_token_names_the_setting_and_where_to_get_it(tmp_path: Path) -> None:
    said = sentence_of(("run",), environment(), tmp_path)
    assert "SLACK_BOT_TOKEN" in said
    assert "api.slack.com" in said


def test_a_wrong_token_is_said(settings: dict[str, str], tmp_path: Path) -> None:
    said = sentence_of(("run",), {**settings, "SLACK_BOT_TOKEN": "xoxb-wrong-1"}, tmp_path)
    assert "SLACK_BOT_TOKEN is not accepted" in said
    assert "wrong-1" not in said


def test_a_wrong_app_token_is_said(settings: dict[str, str], tmp_path: Path) -> None:
    assert "SLACK_APP_TOKEN is not accepted" in sentence_of(
        ("run",), {**settings, "SLACK_APP_TOKEN": "xapp-wrong-1"}, tmp_path
    )


def test_a_missing_scope_is_named(sandbox: Sandbox, settings: dict[str, str], rituals: Path, tmp_path: Path) -> None:
    document = manifest(load(rituals, kinds=kinds()), kinds())
    document["oauth_config"]["scopes"]["bot"].remove("mpim:write")
    sandbox.install(document)
    assert "mpim:write" in sentence_of(("run",), settings, tmp_path)


def test_an_unknown_channel_is_named(settings: dict[str, str], rituals: Path, tmp_path: Path) -> None:
    rituals.write_text(COFFEE.replace("channel: kaffeerunde", "channel: teerunde"), encoding="utf-8")
    assert "#teerunde" in sentence_of(("run",), settings, tmp_path)


@pytest.mark.parametrize("verb", ["run", "check"])
def test_a_broken_rituals_file_names_line_and_column(
    verb: str, settings: dict[str, str], rituals: Path, tmp_path: Path
) -> None:
    rituals.write_text(COFFEE.replace("kind: pairing", "kind: pairring"), encoding="utf-8")
    done = call(verb, env=settings, cwd=tmp_path)
    assert done.returncode == 1
    assert "rituals.yaml:7:" in done.stderr
    assert "pairing" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_rituals_file_is_said(settings: dict[str, str], tmp_path: Path) -> None:
    done = call("run", env={**settings, "RONDO_RITUALS": "nowhere.yaml"}, cwd=tmp_path)
    assert done.returncode == 1
    assert "nowhere.yaml" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unwritable_database_is_said(settings: dict[str, str], tmp_path: Path) -> None:
    said = sentence_of(("run",), {**settings, "DATABASE_URL": "sqlite:////nowhere/at/all/rondo.db"}, tmp_path)
    assert "DATABASE_URL" in said


def test_an_empty_database_is_set_up_at_the_start(settings: dict[str, str], tmp_path: Path) -> None:
    done = call("doctor", env={**settings, "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.db'}"}, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_older_schema_asks_for_migrate(settings: dict[str, str], tmp_path: Path) -> None:
    database = Database.open(settings["DATABASE_URL"])
    with database.begin() as tx:
        tx.exec_driver_sql("DELETE FROM alembic_version")
    database.close()
    assert "rondo migrate" in sentence_of(("run",), settings, tmp_path)


def test_a_newer_schema_is_refused(settings: dict[str, str], tmp_path: Path) -> None:
    database = Database.open(settings["DATABASE_URL"])
    with database.begin() as tx:
        tx.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    assert "newer" in sentence_of(("run",), settings, tmp_path)


def test_a_slack_that_does_not_answer_is_said(settings: dict[str, str], tmp_path: Path) -> None:
    said = sentence_of(("run",), {**settings, "SLACK_API_URL": "http://127.0.0.1:9/api/"}, tmp_path)
    assert "does not answer" in said


def test_a_taken_port_is_said(settings: dict[str, str], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        said = sentence_of(("run",), {**settings, "PORT": port}, tmp_path)
        assert port in said
        assert "PORT" in said


def test_a_clock_for_the_sandbox_is_refused_with_slack_itself(settings: dict[str, str], tmp_path: Path) -> None:
    without = {key: value for key, value in settings.items() if key != "SLACK_API_URL"}
    said = sentence_of(("run",), {**without, "RONDO_CLOCK": "2026-11-23T08:58:00+01:00 x30"}, tmp_path)
    assert "RONDO_CLOCK" in said


def test_doctor_goes_through_everything_with_its_mend(settings: dict[str, str], tmp_path: Path) -> None:
    good = call("doctor", env=settings, cwd=tmp_path)
    assert good.returncode == 0, good.stdout + good.stderr
    for what in ("settings", "rituals file", "database", "engine: embedded", "processes: none seen", "stops: none",
                 "clock", "bot token", "scopes", "channel", "app token"):  # fmt: skip
        assert what in good.stdout
    bad = call("doctor", env={**settings, "SLACK_APP_TOKEN": "xapp-wrong-1"}, cwd=tmp_path)
    assert bad.returncode == 1
    assert "FAIL app token" in bad.stdout


def test_manifest_prints_what_slack_takes_and_the_link(settings: dict[str, str], tmp_path: Path) -> None:
    done = call("manifest", env=settings, cwd=tmp_path)
    assert done.returncode == 0
    assert '"/kaffee"' in done.stdout
    assert "https://api.slack.com/apps?new_app=1&manifest_json=" in done.stderr
