"""The page of a question that takes more than a press."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.blocks import field, modal, section, text_input
from bot.model import Block, Form, Words
from bot.text import clean

CALLBACK = "ritual_form"
LONGEST = 3000
"""Characters that are read of a field."""


def form_modal(form: Form, run_id: str) -> Block:
    """The page; which run and question it belongs to comes back with it, and is looked up again."""
    return modal(
        form.title,
        [section(form.explain), field(form.label, text_input("said", most=form.most, lines=True), block_id="said")],
        callback_id=CALLBACK,
        close=Words("button.cancel"),
        submit=form.submit,
        about=f"{run_id}|{form.question}",
    )


def read_form(view: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return run, question and what was written, on one line."""
    run_id, _, question = str(view.get("private_metadata") or "").rpartition("|")
    raw = (view["state"]["values"].get("said", {}).get("said") or {}).get("value")
    return run_id, question, " ".join(clean(str(raw or ""), limit=LONGEST).split())
