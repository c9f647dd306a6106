"""Whatever the page is asked, it answers in a sentence: no question brings it down, and none stays for the next one."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from bot.demo.director import Director
from tests.integration.desks import ask, served

WRONG = (
    ("advance", "[1]"),
    ("advance", '"monday"'),
    ("advance", "{"),
    ("advance", '{"at": "2026-12-01T09:00:00"}'),
    ("advance", '{"at": "soon"}'),
    ("advance", '{"hours": "x"}'),
    ("advance", '{"hours": 1e999}'),
    ("advance", '{"days": NaN}'),
    ("crowd", '{"seed": "x"}'),
    ("crowd", '{"seed": 1e999}'),
    ("crowd", '{"answer": NaN}'),
    ("crowd", '{"holiday": 1e999}'),
    ("file/channel", '{"name": "neu"}'),
    ("file/channel", '{"name": "neu", "as": "Nobody"}'),
)


def refused(director: Director, path: str, body: str) -> tuple[int, str]:
    """Return the status and the sentence of an answer."""
    url = f"{director.stage.sandbox.url}/demo/{path}"
    request = urllib.request.Request(url, body.encode(), {"Content-Type": "application/json"})
    with pytest.raises(urllib.error.HTTPError) as found, urllib.request.urlopen(request, timeout=30):
        pass
    with found.value as answer:
        return answer.code, str(json.load(answer)["error"])


def test_what_cannot_be_asked_is_refused_in_a_sentence_and_changes_nothing(tmp_path: Path, database_url: str) -> None:
    with served(tmp_path, database_url) as director:
        before, now = ask(director, "demo/crowd"), director.now()
        for path, body in WRONG:
            status, sentence = refused(director, path, body)
            assert (path, body, status) == (path, body, 400)
            assert sentence.startswith("This cannot be asked so")
        assert ask(director, "demo/crowd") == before
        assert (director.now() - now).total_seconds() < 60
        assert "neu" not in {one.name for one in director.stage.sandbox.workspace.conversations.values()}
