"""`rondo run` as a service: it ends when told, takes up where it was, shares a database, follows the sandbox's time."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.config import load
from bot.delivery.engines import upgrade
from bot.demo.stage import first_round
from bot.rituals.registry import kinds
from bot.sandbox.clock import SandboxClock
from bot.sandbox.faults import Fault
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.workspace import APP_USER, Workspace
from bot.settings import Settings
from bot.slack.manifest import manifest
from bot.store import letters, runs
from bot.store.db import Database
from tests import databases
from tests.process.running import call, running, slack_settings
from tests.process.wires import Proxy, TlsWire, make_certificate
from tests.world import COFFEE, SATURDAY, eventually

GROUPS = 18


@dataclass(frozen=True)
class Office:
    """A workspace a minute before its first round, and the rituals file."""

    slack: Sandbox
    rituals: Path

    @property
    def clock(self) -> SandboxClock:
        """The workspace's time."""
        return self.slack.workspace.clock

    def introductions(self) -> Counter[frozenset[str]]:
        """Return how often each group was introduced."""
        rows = [row for row in self.slack.workspace.journal.log if row["kind"] == "mpim"]
        return Counter(frozenset(row["members"]) for row in rows)

    def until_introduced(self, n: int = GROUPS) -> None:
        """Return once so many groups were introduced."""
        eventually(lambda: self.introductions().total() >= n, within=30)

    def insist_each_once(self) -> None:
        """Insist that the round is complete and nobody met twice."""
        time.sleep(1)  # whoever would send something twice has time to do it
        assert self.introductions().total() == GROUPS
        everybody = Counter(one for group in self.introductions() for one in group if one != APP_USER)
        assert set(everybody.values()) == {1}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Open a workspace with Rondo installed."""
    rituals = tmp_path / "rituals.yaml"
    rituals.write_text(COFFEE, encoding="utf-8")
    config = load(rituals, kinds=kinds())
    clock = SandboxClock(first_round(config, SATURDAY) - timedelta(minutes=1), running=False)
    with Sandbox(Workspace(clock=clock)) as slack:
        slack.install(manifest(config, kinds(), look_up=True))
        yield Office(slack, rituals)


def until_said(folder: Path, word: str, *, log: str = "rondo.log") -> None:
    """Return once a process has written this."""
    eventually(lambda: word in (folder / log).read_text(), within=20)


def states(url: str) -> Counter[str]:
    """Return how many letters of all runs are in which state."""
    database = Database.open(url)
    with database.read() as tx:
        found = [letter.state for run in runs.of_ritual(tx, "kaffee") for letter in letters.of_run(tx, run.id)]
    database.close()
    return Counter(found)


def test_told_to_end_in_the_middle_of_a_round_it_ends_cleanly_and_the_next_one_completes_it(
    office: Office, tmp_path: Path, database_url: str
) -> None:
    settings = slack_settings(office.slack, database_url, office.rituals, RONDO_CLOCK=office.slack.url)
    with running("run", env=settings, cwd=tmp_path) as process:
        until_said(tmp_path, "action=started")
        time.sleep(0.5)
        office.clock.advance(61)
        office.until_introduced(3)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert office.introductions().total() < GROUPS, "the round was over before the signal came"
    assert states(database_url)["sending"] == 0
    assert states(database_url)["due"] > 0
    with running("run", env=settings, cwd=tmp_path):
        office.until_introduced()
        office.insist_each_once()
    assert "Traceback" not in (tmp_path / "rondo.log").read_text()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_told_to_end_while_slack_leaves_a_call_unanswered_it_ends_within_ten_seconds(
    office: Office, tmp_path: Path, database_url: str
) -> None:
    settings = slack_settings(office.slack, database_url, office.rituals, RONDO_CLOCK=office.slack.url)
    with running("run", env=settings, cwd=tmp_path) as process:
        until_said(tmp_path, "action=started")
        time.sleep(0.5)
        office.slack.workspace.faults.order(Fault("hang", method="conversations.open", seconds=11))
        office.clock.advance(61)
        eventually(lambda: states(database_url)["sending"])
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert "Traceback" not in (tmp_path / "rondo.log").read_text()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_edited_file_holds_without_a_restart_and_a_bad_one_never(
    office: Office, tmp_path: Path, database_url: str
) -> None:
    settings = slack_settings(office.slack, database_url, office.rituals, RONDO_CLOCK=office.slack.url)
    with running("run", env=settings, cwd=tmp_path) as process:
        until_said(tmp_path, "action=started")
        office.rituals.write_text(COFFEE.replace("Kaffeerunde", "Teerunde"), encoding="utf-8")
        until_said(tmp_path, "action=version_live version=2")
        office.rituals.write_text(COFFEE.replace("pairing", "paring"), encoding="utf-8")
        until_said(tmp_path, "action=file_refused")
        office.clock.advance(61)
        office.until_introduced()
        assert any("Teerunde" in row["text"] for row in office.slack.workspace.journal.log)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert "Traceback" not in (tmp_path / "rondo.log").read_text()


def test_two_processes_on_one_database_hold_one_round(
    office: Office, tmp_path: Path, postgres_server: databases.Postgres
) -> None:
    with ExitStack() as stack:
        url = stack.enter_context(postgres_server.database())
        upgrade(Settings(database_url=url))
        settings = slack_settings(office.slack, url, office.rituals, RONDO_CLOCK=office.slack.url)
        both = ("one.log", "two.log")
        for log in both:
            stack.enter_context(running("run", env=settings, cwd=tmp_path, log=log))
        for log in both:
            until_said(tmp_path, "action=started", log=log)
        time.sleep(0.5)
        office.clock.advance(61)
        office.until_introduced()
        office.insist_each_once()
        written = "".join((tmp_path / log).read_text() for log in both)
        assert written.count("action=run_opened") == 1
        assert "Traceback" not in written
        assert "error" not in written


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_by_a_clock_of_its_own_that_runs_faster_the_round_comes_although_its_hour_strikes_during_the_start(
    office: Office, tmp_path: Path, database_url: str
) -> None:
    office.slack.workspace.faults.order(Fault("hang", method="users.list", seconds=4))
    clock = "2026-11-23T08:58:30+01:00 x30"  # three real seconds, for a busy machine, and the call hangs longer
    settings = slack_settings(office.slack, database_url, office.rituals, RONDO_CLOCK=clock)
    with running("run", env=settings, cwd=tmp_path):
        office.until_introduced()
        office.insist_each_once()


# ---------------------------------------------------------------- a company's network


HOST = "slack.company.example"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_in_a_companys_network_everything_goes_through_its_proxy_and_trusts_its_authority(
    office: Office, tmp_path: Path, database_url: str
) -> None:
    certificate, key = make_certificate(tmp_path, HOST)
    behind = ("127.0.0.1", urlsplit(office.slack.url).port or 0)
    with TlsWire(behind, certificate, key) as tls, Proxy({f"{HOST}:443": ("127.0.0.1", tls.port)}.get) as proxy:
        office.slack.workspace.base_url = f"https://{HOST}"
        settings = slack_settings(
            office.slack,
            database_url,
            office.rituals,
            SLACK_API_URL=f"https://{HOST}/api/",
            HTTPS_PROXY=f"http://127.0.0.1:{proxy.port}",
            SSL_CERT_FILE=str(certificate),
            RONDO_CLOCK=office.slack.url,  # plain http: asked directly
        )
        said = call("run", env={**settings, "SSL_CERT_FILE": ""}, cwd=tmp_path)
        assert said.returncode == 1
        assert len(said.stderr.strip().splitlines()) == 1, said.stderr
        assert "SSL_CERT_FILE" in said.stderr
        (tmp_path / "no.pem").write_text("no certificate")
        said = call("run", env={**settings, "SSL_CERT_FILE": str(tmp_path / "no.pem")}, cwd=tmp_path)
        assert said.returncode == 1
        assert len(said.stderr.strip().splitlines()) == 1, said.stderr
        assert "SSL_CERT_FILE" in said.stderr
        with running("run", env=settings, cwd=tmp_path):
            eventually(office.slack.connected, within=20)
            assert office.slack.command("/rondo", by="Anna")["ok"]
            assert eventually(lambda: office.slack.inbox("Anna"))
        assert set(proxy.asked) >= {f"CONNECT {HOST}:443 HTTP/1.0"}
        assert {asked.split()[1] for asked in proxy.asked} == {f"{HOST}:443"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_sandbox_is_called_past_the_proxy_and_secrets_may_come_from_files(
    office: Office, tmp_path: Path, database_url: str
) -> None:
    with Proxy(lambda place: None) as proxy:
        address = f"http://127.0.0.1:{proxy.port}"
        proxies = {name: address for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY")}
        settings = slack_settings(office.slack, database_url, office.rituals, RONDO_CLOCK=office.slack.url, **proxies)
        for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "DATABASE_URL"):
            (tmp_path / name).write_text(settings.pop(name) + "\n")
            settings[f"{name}_FILE"] = str(tmp_path / name)
        with running("run", env=settings, cwd=tmp_path):
            until_said(tmp_path, "action=started")
            assert office.slack.command("/rondo", by="Anna")["ok"]
            assert eventually(lambda: office.slack.inbox("Anna"))
        assert proxy.asked == []
