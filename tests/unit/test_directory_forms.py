"""The forms of the directory give back what stood in them, and nothing that was tampered with."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot import blocks
from bot.directory.catalogue import FIELDS, SHIPPED
from bot.errors import UserError
from bot.model import LEVELS, NAME, SECTIONS, PersonId, Words
from bot.sandbox.forms import fill
from bot.slack.views import sections, terms
from tests.unit.cast import MONDAY, catalogues
from tests.unit.test_directory_views import LISTED, VALUES, entry, petra


@pytest.mark.parametrize("name", SECTIONS)
def test_a_form_sent_as_it_was_opened_says_what_stood_there(name: Any) -> None:
    own = entry(read_only=frozenset({"department"}))
    view = blocks.render(sections.section_modal(own, name), catalogues()["de"].say)
    written = sections.read_section(own, name, fill(view["blocks"], {}))
    fields = [one for one in FIELDS if one.section == name]
    assert set(written) == {one.key for one in fields}
    for one in fields:
        values = tuple(value for value in written[one.key].values if value)
        assert set(values) == set(VALUES.get(one.key, ())), one.key
    if name == "now":
        assert written["responsibilities"].others == ("", "UBEN")


def test_an_audience_that_may_not_be_chosen_is_not_offered_and_not_taken() -> None:
    view = blocks.render(sections.section_modal(entry(), "self"), catalogues()["de"].say)
    (who,) = [one for one in view["blocks"] if one.get("block_id") == "a:fun_fact"]
    assert [one["value"] for one in who["element"]["options"]] == ["self", "colleagues", "partners"]
    values = fill(view["blocks"], {"a:fun_fact": {"who": {"selected_option": {"value": "public"}}}})
    assert sections.read_section(entry(), "self", values)["fun_fact"].audience == "colleagues"
    assert all(level in LEVELS for one in FIELDS for level in one.audiences)


def test_a_problem_is_shown_at_its_field() -> None:
    label = Words(own=SHIPPED.fields["projects"].label)
    assert sections.first_place(entry(), "now", label) == "v:projects"
    assert sections.first_place(entry(), "now") == "r:responsibilities:0"
    assert sections.first_place(entry(read_only=frozenset({NAME})), "work") == f"a:{NAME}"
    for name in SECTIONS:
        inputs = {one["block_id"] for one in sections.section_modal(entry(), name)["blocks"] if one["type"] == "input"}
        assert all(
            sections.first_place(entry(), name, Words(own=one.label)) in inputs for one in FIELDS if one.section == name
        )


def test_terms_come_back_as_they_stand_and_tampering_is_nothing() -> None:
    listing = replace(
        LISTED, most_per_week=7, availability="limited", away_until=MONDAY.date(), substitute=PersonId("ben")
    )
    view = blocks.render(terms.terms_modal(entry(profile=petra(listing=listing)), MONDAY), catalogues()["de"].say)
    assert terms.read_terms(fill(view["blocks"], {})) == terms.Terms(7, None, "limited", MONDAY.date(), "UBEN")
    bad: dict[str, Any] = {
        "limit": {"limit": {"selected_option": {"value": "many"}}},
        "state": {"state": {"selected_option": {"value": "ill"}}},
        "until": {"until": {"selected_date": "soon"}},
        "substitute": None,
        "pause": {"pause": "x"},
    }
    assert terms.read_terms(bad) == terms.Terms(None, None, "available", None, "")
    past = terms.Terms(None, MONDAY.date() - timedelta(days=1), "away", None, "")
    assert terms.place_of(UserError("profile.day"), past, MONDAY.date()) == "pause"
    assert terms.place_of(UserError("profile.day"), replace(past, paused_until=None), MONDAY.date()) == "until"
    assert terms.place_of(UserError("profile.deputy"), past, MONDAY.date()) == "substitute"
