"""The pictures of the README, taken from the shipped file as a visitor would see it: `make pictures`."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bot.demo.director import Director
from tests.browser.conftest import Open, Picture
from tests.world import next_moment


@pytest.mark.pictures
def test_an_introduction_stands_in_its_group_beside_the_coming_rituals(
    shipped: Director, visit: Open, picture: Picture
) -> None:
    tab = visit(shipped, who="carla.wuensche", language="de", width=1280, height=800)
    shipped.advance(next_moment(shipped.now(), "mon 09:01"))
    tab.sees("Darf ich euch miteinander bekannt machen?")
    expect(tab.page.get_by_role("banner")).to_contain_text("Montagsfrage")
    picture(tab, "demo")
