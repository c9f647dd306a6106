"""App Home: each verb has its button."""

from __future__ import annotations

from typing import Any

from tests.world import World, eventually, words_of

ANNA = "Bernd"


def home_of(world: World, name: str, *, having: str) -> str:
    """Return the text of somebody's Home once it says so."""

    def look() -> str:
        shown = words_of(world.slack.home(name) or {})
        return shown if having in shown else ""

    return str(eventually(look))


def test_home_shows_rituals_dates_and_settings(world: World) -> None:
    world.slack.open_home(by=ANNA)
    shown = home_of(world, ANNA, having="Meine Rituale")
    for piece in ("Kaffeerunde", "Aussteigen", "Pause machen", "Mo. 23. Nov., 09:00", "Hilfe"):
        assert piece in shown


def test_leaving_and_joining_by_button_changes_the_page(world: World) -> None:
    world.slack.open_home(by=ANNA)
    home_of(world, ANNA, having="Aussteigen")
    world.slack.click("home:leave", by=ANNA, on="home")
    home_of(world, ANNA, having="Mitmachen")
    world.slack.click("home:join", by=ANNA, on="home")
    home_of(world, ANNA, having="Aussteigen")


def test_the_break_form_refuses_the_past_and_takes_a_day_to_come(world: World) -> None:
    world.slack.open_home(by=ANNA)
    home_of(world, ANNA, having="Pause machen")
    world.slack.click("home:pause", by=ANNA, on="home")
    eventually(lambda: world.slack.modal(ANNA))
    refused = world.slack.submit({"until": "2026-11-01"}, by=ANNA)
    assert "nicht in der Zukunft" in str(refused)
    world.slack.submit({"until": "2026-12-24"}, by=ANNA)
    home_of(world, ANNA, having="24. Dezember")
    assert world.slack.modal(ANNA) is None
    world.slack.click("home:resume", by=ANNA, on="home")
    home_of(world, ANNA, having="Pause machen")


def test_the_language_of_my_choice_wins_over_slacks(world: World) -> None:
    world.slack.open_home(by=ANNA)
    home_of(world, ANNA, having="Meine Rituale")
    english: Any = {"text": {"type": "plain_text", "text": "English"}, "value": "en"}
    world.slack.click("home:language", by=ANNA, on="home", selected_option=english)
    home_of(world, ANNA, having="My rituals")
    assert "Everything is voluntary" in world.answer_to(ANNA, "/rondo help")


def test_help_opens_as_a_page(world: World) -> None:
    world.slack.open_home(by=ANNA)
    home_of(world, ANNA, having="Hilfe")
    world.slack.click("home:help", by=ANNA, on="home")
    assert "/rondo pause" in words_of(eventually(lambda: world.slack.modal(ANNA)))
