"""The page's own server around a bot whose time the test moves, and its routes as the page asks them."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.demo.director import Director
from bot.demo.page import Page
from bot.demo.stage import Stage
from tests.world import COFFEE, POST, SATURDAY


@contextmanager
def served(folder: Path, database_url: str, *, rituals: str = COFFEE + POST) -> Iterator[Director]:
    """Serve the page around the coffee round and the Monday question, or other rituals."""
    page = Page()
    file = folder / "rituals.yaml"
    file.write_text(rituals, encoding="utf-8")
    stage = Stage(file, now=SATURDAY, routes=page.routes(), database_url=database_url)
    try:
        stage.begin(beat=False)
        page.director = Director(stage)
        yield page.director
    finally:
        stage.close()


def ask(director: Director, path: str, body: Any = None) -> Any:
    """Ask a route of the page; with a body it is a POST."""
    url = f"{director.stage.sandbox.url}/{path}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=90) as answer:
        return json.load(answer)
