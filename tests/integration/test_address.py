"""The operator names an address, and managers are asked about what it holds."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.integration.conftest import MakeWorld
from tests.integration.rollouts import (
    ANNA,
    BERND,
    BROKEN,
    MANAGED,
    OLIVER,
    OTHER_CHANNEL,
    OTHER_TITLE,
    inbox,
    live,
    press,
    title,
)
from tests.world import World

SECRET = "s3cr3t"


class Host:
    """A web server that holds one file, and remembers what it was asked."""

    def __init__(self) -> None:
        self.content, self.statuses = MANAGED.encode(), [0]
        self.redirect = ""
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/rituals.yaml?token={SECRET}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer as a host does that knows ETags."""
        mark = hashlib.sha256(self.content).hexdigest()
        status = 302 if self.redirect else 304 if request.headers.get("If-None-Match") == mark else 200
        self.statuses.append(status)
        request.send_response(status)
        request.send_header("ETag", mark)
        if self.redirect:
            request.send_header("Location", self.redirect)
        body = self.content if status == 200 else b""
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)


@pytest.fixture
def host() -> Iterator[Host]:
    serving = Host()
    yield serving
    serving.server.shutdown()
    serving.server.server_close()


@pytest.fixture
def world(make_world: MakeWorld, host: Host) -> World:
    made = make_world(rituals=MANAGED)
    made.stage.settings = replace(made.stage.settings, rituals_url=host.url)
    made.restart()
    made.beat()
    return made


def a_minute_later(world: World) -> None:
    world.advance(minutes=1, seconds=1)
    world.beat()


def test_what_holds_already_is_not_proposed_and_not_sent_again(world: World, host: Host) -> None:
    a_minute_later(world)
    world.beat()
    assert host.statuses[1:] == [200, 304]
    assert inbox(world, ANNA) == ""


def test_a_new_file_at_the_address_is_shown_to_all_managers_once_and_applied_by_one(world: World, host: Host) -> None:
    host.content = OTHER_TITLE.encode()
    a_minute_later(world)
    world.restart()
    a_minute_later(world)
    for manager in (ANNA, BERND):
        assert inbox(world, manager).count("Unter eurer Adresse liegt eine neue Fassung") == 2  # as text and as block
    assert "version" not in inbox(world, OLIVER)
    assert title(world) == "Kaffeerunde"
    press(world, "apply", by=BERND)
    assert title(world) == "Kaffeepause"
    assert live(world).origin == "address"


def test_a_change_of_data_from_the_address_takes_two(world: World, host: Host) -> None:
    host.content = OTHER_CHANNEL.encode()
    a_minute_later(world)
    before = live(world)
    press(world, "apply", by=ANNA)
    press(world, "apply", by=ANNA) if "Anwenden" in inbox(world, ANNA) else None
    assert live(world) == before
    press(world, "apply", by=BERND)
    assert live(world).origin == "address"


def test_a_bad_file_at_the_address_changes_nothing_and_is_said_once(world: World, host: Host) -> None:
    before = live(world)
    host.content = BROKEN.encode()
    a_minute_later(world)
    world.restart()
    a_minute_later(world)
    assert inbox(world, ANNA).count("rituals.yaml:8:11") == 1
    assert live(world) == before


def test_a_failing_address_is_no_disaster_and_its_secret_stands_in_no_log(
    world: World, host: Host, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        for host.redirect in ("ftp://127.0.0.1/x", "https://127.0.0.1:1/x", "/rituals.yaml?again"):
            a_minute_later(world)
        host.redirect = ""
        host.content = b"#" * 70_000
        a_minute_later(world)
        host.server.shutdown()
        host.server.server_close()
        world.rondo.watch.beat(world.now() + timedelta(minutes=5))
    assert title(world) == "Kaffeerunde"
    assert SECRET not in caplog.text
    assert SECRET not in repr(world.stage.settings)
