"""The page of a question with every sort of field: Slack takes it whatever is in it, and what comes back is read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.blocks import render
from bot.model import LANGUAGES, Choice, Day, Form, FormField, Input, Language, Number, Pick, Tick, Words
from bot.sandbox.forms import check_view, fill
from bot.slack.views.form import form_modal, places_of, read_form
from tests.unit.cast import catalogues

HOSTILE = ("x" * 5000, "&<>" * 2000, "Ü" * 5000, "👋🏽" * 3000, "a\nb" * 2000, "*_`~>")
RUN = "checkin@2026-11-23"


def said(text: str) -> Words:
    return Words("command.unknown", {"verb": text})


def options(number: int, text: str = "Deutsch") -> tuple[tuple[str, Words], ...]:
    return tuple((f"v{n}", said(text)) for n in range(number))


def every_field(text: str = "Wort") -> tuple[FormField, ...]:
    words = said(text)
    return (
        Input("word", words, 300, words, initial=text),
        Input("lines", words, 3000, words, initial=text, lines=True, is_optional=True),
        Number("number", words, words, initial="3.5", least=-1_000_000, most=1_000_000),
        Number("whole", words, None, initial="viel", least=0.5, is_whole=True, is_optional=True),
        Choice("radio", words, options(10, text), words, initial=("v3",)),
        Choice("scale", words, options(11, text), words, initial=("v10",)),
        Choice("small", words, options(3, text), initial=("v9",), is_compact=True, is_optional=True),
        Choice("boxes", words, options(10, text), initial=("v1", "v2"), is_multiple=True, is_optional=True),
        Choice("one_box", words, options(1, text), is_multiple=True, is_optional=True),
        Choice("many", words, options(150, text), initial=("v99", "v149"), is_multiple=True),
        Choice("beside", words, options(5, text), initial=("v4",), beside=words),
        Pick("who", words, words, initial="U123"),
        Pick("nobody", words, initial="<!channel>", is_optional=True),
        Day("day", words, words, initial="2026-12-24"),
        Day("no_day", words, initial="morgen", is_optional=True),
    )


def page(*fields: FormField, text: str = "Wort", language: Language = "de", tick: bool = True) -> Any:
    box = Tick("tick", said(text), said(text), said(text), is_ticked=True) if tick else None
    form = Form("answer", said(text), said(text), said(text), fields=fields, tick=box, close=said(text))
    return render(form_modal(form, RUN), catalogues()[language].say)


def answered(view: Any, **changes: Any) -> dict[str, Any]:
    """Return what is read of a page that is submitted as it is, but for some states."""
    values = fill(view["blocks"], {name: {name: state} for name, state in changes.items()})
    run, question, value = read_form({**view, "state": {"values": values}})
    assert (run, question) == (RUN, "answer")
    read: dict[str, Any] = json.loads(value)
    return read


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", HOSTILE, ids=[text[:6] for text in HOSTILE])
def test_a_page_with_every_field_is_taken_whatever_is_put_in(text: str, language: Language) -> None:
    assert check_view(page(*every_field(text), text=text, language=language), home=False) == []


def test_up_to_ten_stand_in_sight_and_more_drop_down() -> None:
    kinds = {
        block["block_id"]: (block.get("element") or block.get("accessory"))["type"]
        for block in page(*every_field())["blocks"]
        if "block_id" in block
    }
    assert kinds == {
        "word": "plain_text_input",
        "lines": "plain_text_input",
        "number": "number_input",
        "whole": "number_input",
        "radio": "radio_buttons",
        "scale": "static_select",
        "small": "static_select",
        "boxes": "checkboxes",
        "one_box": "multi_static_select",
        "many": "multi_static_select",
        "beside": "static_select",
        "who": "users_select",
        "nobody": "users_select",
        "day": "datepicker",
        "no_day": "datepicker",
        "tick": "checkboxes",
    }


def test_what_stood_in_the_fields_comes_back_and_what_no_field_takes_does_not_stand_there() -> None:
    assert answered(page(*every_field())) == {
        "word": "Wort",
        "lines": "Wort",
        "number": "3.5",
        "whole": "",
        "radio": "v3",
        "scale": "v10",
        "small": "",
        "boxes": ["v1", "v2"],
        "one_box": [],
        "many": ["v99"],
        "beside": "v4",
        "who": "U123",
        "nobody": "",
        "day": "2026-12-24",
        "no_day": "",
        "tick": True,
    }


def test_what_was_written_is_cleaned_and_only_a_large_field_keeps_its_lines() -> None:
    written = {"type": "plain_text_input", "value": "  Eins\u202e  zwei \r\n\x00 drei\u200b "}
    read = answered(page(*every_field()), word=written, lines=written, tick={"type": "checkboxes"})
    assert read["word"] == "Eins zwei drei"
    assert read["lines"] == "Eins zwei\ndrei"
    assert read["tick"] is False


def test_one_field_alone_is_read_on_one_line() -> None:
    form = Form("text", said("a"), said("b"), said("c"), label=said("d"), most=300)
    view = render(form_modal(form, RUN), catalogues()["en"].say)
    values = {"said": {"said": {"type": "plain_text_input", "value": "one\ntwo"}}}
    assert read_form({**view, "state": {"values": values}}) == (RUN, "text", "one two")


def test_a_page_without_fields_has_an_empty_answer() -> None:
    view = page(tick=False)
    assert read_form({**view, "state": {"values": {}}}) == (RUN, "answer", "")


def test_what_is_no_field_of_the_page_is_not_read() -> None:
    view = page(every_field()[0])
    values = fill(view["blocks"], {}) | {"more": {"more": {"type": "plain_text_input", "value": "x"}}}
    assert set(json.loads(read_form({**view, "state": {"values": values}})[2])) == {"word", "tick"}


def test_an_error_stands_at_its_input_and_that_of_a_choice_beside_words_at_the_first() -> None:
    view = page(*every_field())
    assert places_of(view, ["number", "beside", "unknown"]) == {"number": "number", "beside": "word", "unknown": "word"}
    alone = page(every_field()[10], tick=False)
    assert places_of(alone, ["beside"]) == {}
