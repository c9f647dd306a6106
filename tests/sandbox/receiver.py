"""An app over HTTP, as small as can be."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """A tiny HTTP app: remembers what came and answers as told; `told` are headers of each answer."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], str]] = []
        self.answers: list[tuple[int, str]] = []
        """Of the next requests: status and text; 0 hangs up, 1 says nothing until the sender has lost patience."""
        self.told: dict[str, str] = {}
        receiver = self

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                receiver.requests.append(({k.lower(): v for k, v in self.headers.items()}, body))
                status, text = receiver.answers.pop(0) if receiver.answers else (200, "")
                if body.startswith("{") and "challenge" in json.loads(body):
                    text = json.loads(body)["challenge"]
                if status < 100:
                    time.sleep(status)
                    self.close_connection = True
                    return
                self.send_response(status)
                for name, value in receiver.told.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self._server.server_port}/slack/events"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
