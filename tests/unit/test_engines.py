"""Which engine the settings mean."""

from __future__ import annotations

import pytest

from bot.delivery import engines
from bot.delivery.engines import is_distributed
from bot.delivery.lanes import lane
from bot.errors import SettingsError
from bot.settings import EngineSetting, Settings

FILE, SERVER = "sqlite:///rondo.db", "postgresql://db.example/rondo"


@pytest.mark.parametrize(
    ("engine", "url", "expected"),
    [
        ("auto", FILE, False),
        ("auto", SERVER, True),
        ("embedded", FILE, False),
        ("embedded", SERVER, False),
        ("distributed", SERVER, True),
    ],
)
def test_the_engine_follows_setting_and_database(engine: EngineSetting, url: str, expected: bool) -> None:
    assert is_distributed(Settings(engine=engine, database_url=url)) is expected


def test_the_distributed_engine_refuses_a_file_with_what_to_do() -> None:
    with pytest.raises(SettingsError, match="needs PostgreSQL: set DATABASE_URL"):
        is_distributed(Settings(engine="distributed", database_url=FILE))


def test_without_its_library_it_says_how_to_install_it_and_auto_does_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    with pytest.raises(SettingsError, match=r'pip install "rondo-bot\[scale\]"'):
        is_distributed(Settings(engine="distributed", database_url=SERVER))
    assert is_distributed(Settings(database_url=SERVER)) is False


def test_an_answer_has_a_lane_of_its_own_whatever_it_does() -> None:
    assert {lane(op, 1) for op in ("open", "post", "update", "delete")} == {"answer"}
    assert [lane(op, 5) for op in ("open", "post", "update", "delete")] == ["open", "post", "change", "change"]
