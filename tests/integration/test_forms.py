"""Forms of a survey over the wire: every field, what is wrong with them, and no trace of what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration import probe
from tests.integration.conftest import MakeWorld
from tests.integration.probe import rows
from tests.world import words_of


def test_a_form_with_something_wrong_stays_open_and_leaves_no_trace(
    make_world: MakeWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    probing = probe.opened(make_world, tmp_path, monkeypatch)
    name = probe.members(probing)[0]
    probe.form_of(probing, name)
    before = rows(probing, "inbound")
    refused = probing.slack.submit({"sure": "11"}, by=name)
    assert refused["errors"] == {"sure": "Höchstens zehn. Höchstens zehn."}
    assert (rows(probing, "answers"), rows(probing, "inbound")) == (0, before)
    assert probing.slack.submit({"sure": "10"}, by=name)["ok"]
    assert "Danke" in words_of(probing.slack.modal(name))
    assert rows(probing, "answers") + rows(probing, "ballots") == 1
