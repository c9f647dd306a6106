"""The wire between Rondo and Slack, to be cut, muted, wrapped in TLS or led through a company's proxy."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

Address = tuple[str, int]


class Wire:
    """Carries what comes to a port of its own to another address, byte by byte."""

    def __init__(self, to: Address) -> None:
        self._to = to
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._muted: set[socket.socket] = set()

    def __enter__(self) -> Self:
        threading.Thread(target=self._take, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.cut()

    def mute(self) -> None:
        """Swallow everything on the connections there are, and keep them open: a black hole."""
        self._muted.update(one for pair in self._pairs for one in pair)

    def hush(self) -> None:
        """Swallow what is said from the near side on the connections there are; the far side is still heard."""
        self._muted.update(near for near, _ in self._pairs)

    def cut(self) -> None:
        """Cut the connections there are, without a word."""
        for one in [one for pair in self._pairs for one in pair]:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def dress(self, taken: socket.socket) -> socket.socket:
        """Return the connection as it is to be spoken over."""
        return taken

    def where(self, taken: socket.socket) -> Address:
        """Return where a connection leads."""
        return self._to

    def _take(self) -> None:
        with suppress(OSError):
            while True:
                taken, _ = self._listening.accept()
                threading.Thread(target=self._join, args=(taken,), daemon=True).start()

    def _join(self, taken: socket.socket) -> None:
        try:
            taken = self.dress(taken)
            beyond = socket.create_connection(self.where(taken))
        except OSError:
            taken.close()
            return
        self._pairs.append((taken, beyond))
        back = threading.Thread(target=self._carry, args=(beyond, taken), daemon=True)
        back.start()
        self._carry(taken, beyond)
        back.join()
        for one in (taken, beyond):
            one.close()

    def _carry(self, source: socket.socket, to: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if source not in self._muted:
                    to.sendall(data)
        with suppress(OSError):
            to.shutdown(socket.SHUT_WR)


class TlsWire(Wire):
    """Speaks TLS in front and plain behind."""

    def __init__(self, to: Address, certificate: Path, key: Path) -> None:
        super().__init__(to)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate, key)

    def dress(self, taken: socket.socket) -> socket.socket:
        """Return the connection inside TLS."""
        return self._context.wrap_socket(taken, server_side=True)

    def _carry(self, source: socket.socket, to: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                to.sendall(data)
        for one in (source, to):
            with suppress(OSError):
                socket.socket.shutdown(one, socket.SHUT_RDWR)


class Proxy(Wire):
    """A company's proxy: takes CONNECT, remembers for whom, and knows where that is."""

    def __init__(self, ways: Callable[[str], Address | None]) -> None:
        super().__init__(("127.0.0.1", 0))
        self._ways = ways
        self.asked: list[str] = []

    def where(self, taken: socket.socket) -> Address:
        """Read the head of the request and return where it leads."""
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += taken.recv(1)
        self.asked.append(head.split(b"\r\n")[0].decode())
        verb, place, _ = self.asked[-1].split()
        way = self._ways(place) if verb == "CONNECT" else None
        if way is None:
            taken.sendall(b"HTTP/1.1 403 Forbidden\r\n\r\n")
            raise OSError("no way there")
        taken.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        return way


def make_certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """Make a company's own certificate for a host; return certificate and key."""
    program = shutil.which("openssl")
    assert program, "this test makes a certificate and needs the program openssl"
    certificate, key = folder / "company.pem", folder / "company.key"
    command = [program, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "2", "-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}"]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return certificate, key


@contextmanager
def tls(to: Address, certificate: Path, key: Path) -> Iterator[int]:
    """Serve TLS in front of an address; give the port."""
    with TlsWire(to, certificate, key) as wire:
        yield wire.port
