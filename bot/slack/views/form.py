"""The page of a question that takes more than a press."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.blocks import checkboxes, divider, field, modal, option, section, text_input
from bot.model import Block, Form, Input, Tick, Words
from bot.text import clean

CALLBACK = "ritual_form"
LONGEST = 3000
"""Characters that are read of a field."""
SAID = "said"
"""The one field of a form that has no others."""


def form_modal(form: Form, run_id: str, shown: Sequence[Block] = ()) -> Block:
    """The page; which run and question it belongs to comes back with it, and is looked up again.

    `shown`: what the form shows, said in the language in which others will read it.
    """
    blocks = [section(form.explain)]
    if form.label is not None:
        blocks.append(field(form.label, text_input(SAID, most=form.most, lines=True), block_id=SAID))
    blocks += [_input(one) for one in form.fields]
    if form.tick is not None:
        blocks.append(_tick(form.tick))
    if shown:
        blocks += [divider(), *shown]
    return modal(
        form.title,
        blocks,
        callback_id=CALLBACK,
        close=form.close or Words("button.cancel"),
        submit=form.submit,
        about=f"{run_id}|{form.question}",
    )


def read_form(view: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return run, question and the answer: what was written, on one line; as JSON where there are several fields."""
    run_id, _, question = str(view.get("private_metadata") or "").rpartition("|")
    values = view["state"]["values"]
    if not values or SAID in values:
        return run_id, question, _line(values.get(SAID, {}).get(SAID))
    said = {name: _read(elements.get(name)) for name, elements in values.items()}
    return run_id, question, json.dumps(said, ensure_ascii=False)


def _input(one: Input) -> Block:
    written = text_input(one.name, most=one.most, lines=one.lines, initial=one.initial[: one.most])
    hint = one.hint or Words("form.example", {"example": one.example})
    return field(one.label, written, block_id=one.name, hint=hint, optional=one.is_optional)


def _tick(one: Tick) -> Block:
    box = checkboxes(one.name, [option(one.box, "yes")], initial=["yes"] if one.is_ticked else [])
    return field(one.label, box, block_id=one.name, hint=one.hint, optional=True)


def _read(state: Mapping[str, Any] | None) -> str | bool:
    return bool(state["selected_options"]) if state and "selected_options" in state else _line(state)


def _line(state: Mapping[str, Any] | None) -> str:
    raw = (state or {}).get("value")
    return " ".join(clean(str(raw or ""), limit=LONGEST).split())
