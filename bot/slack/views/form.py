"""The page of a question that takes more than a press."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from bot.blocks import (
    checkboxes,
    datepicker,
    divider,
    field,
    modal,
    multi_select,
    number_input,
    option,
    person_select,
    radio,
    render,
    section,
    select,
    text_input,
)
from bot.i18n import Catalogues
from bot.model import Block, Choice, Day, Form, FormField, Input, Language, Number, Pick, Tick, Words
from bot.text import clean

CALLBACK = "ritual_form"
LONGEST = 3000
"""Characters that are read of a field."""
SAID = "said"
"""The one field of a form that has no others."""
IN_SIGHT = 10
"""Options that stand one below the other; more of them, up to MOST, are a drop-down."""
MOST = 100
_SLACK_ID = re.compile(r"[A-Z0-9]{2,30}")


def form_modal(form: Form, run_id: str, shown: Sequence[Block] = ()) -> Block:
    """The page; which run and question it belongs to comes back with it, and is looked up again.

    `shown`: what the form shows, said in the language in which others will read it.
    """
    blocks = [section(form.explain)]
    if form.label is not None:
        blocks.append(field(form.label, text_input(SAID, most=form.most, lines=True), block_id=SAID))
    blocks += [_field(one) for one in form.fields]
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


def drawn(form: Form, run_id: str, *, catalogues: Catalogues, language: Language) -> dict[str, Any]:
    """Return the page in somebody's language; what it shows of them stands in that of its readers."""
    shown = render(form.shows, catalogues[form.language or language].say)
    view: dict[str, Any] = render(form_modal(form, run_id, shown), catalogues[language].say)
    return view


def read_form(view: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return run, question and the answer: what was written, on one line; as JSON where there are several fields.

    Of several fields those with room for several lines keep them.
    """
    run_id, _, question = str(view.get("private_metadata") or "").rpartition("|")
    values = view["state"]["values"]
    if SAID in values:
        return run_id, question, _typed(values[SAID].get(SAID))
    elements = _elements(view)
    said = {name: _read(parts.get(name), elements.get(name, {})) for name, parts in values.items() if name in elements}
    return run_id, question, json.dumps(said, ensure_ascii=False) if said else ""


def places_of(view: Mapping[str, Any], wrong: Collection[str]) -> dict[str, str]:
    """Return for each field that is wrong the input at which Slack shows it, none where the page has no input.

    Slack takes errors for inputs only: a choice beside a paragraph is told of at the first of them.
    """
    inputs = [str(one.get("block_id")) for one in view.get("blocks") or () if one.get("type") == "input"]
    return {name: name if name in inputs else inputs[0] for name in wrong} if inputs else {}


def _field(one: FormField) -> Block:
    if isinstance(one, Choice) and one.beside is not None:
        return section(one.beside, accessory=_drop_down(one), block_id=one.name)
    hint = one.hint
    if hint is None and isinstance(one, Input):
        hint = Words("form.example", {"example": one.example})
    return field(one.label, _element(one), block_id=one.name, hint=hint, optional=one.is_optional)


def _element(one: FormField) -> Block:
    if isinstance(one, Input):
        return text_input(one.name, most=one.most, lines=one.lines, initial=one.initial[: one.most])
    if isinstance(one, Number):
        return number_input(one.name, whole=one.is_whole, least=one.least, most=one.most, initial=one.initial)
    if isinstance(one, Pick):
        known = one.initial if _SLACK_ID.fullmatch(one.initial) else ""
        return person_select(one.name, placeholder=Words("form.choose"), initial=known)
    if isinstance(one, Day):
        return datepicker(one.name, initial=_day(one.initial))
    return _chosen(one)


def _chosen(one: Choice) -> Block:
    """One of several or several of them; a single box that may be ticked is a Tick, and read as one."""
    options = [option(words, value) for value, words in one.options]
    if one.is_compact or len(options) > IN_SIGHT or (one.is_multiple and len(options) == 1):
        return _drop_down(one)
    if one.is_multiple:
        return checkboxes(one.name, options, initial=one.initial)
    return radio(one.name, options, initial="".join(one.initial[:1]))


def _drop_down(one: Choice) -> Block:
    options = [option(words, value) for value, words in one.options[:MOST]]
    if one.is_multiple:
        return multi_select(one.name, options, placeholder=Words("form.choose"), initial=one.initial)
    return select(one.name, options, placeholder=Words("form.choose"), initial="".join(one.initial[:1]))


def _tick(one: Tick) -> Block:
    box = checkboxes(one.name, [option(one.box, "yes")], initial=["yes"] if one.is_ticked else [])
    return field(one.label, box, block_id=one.name, hint=one.hint, optional=True)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _elements(view: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the fields of a page by name, as Slack sends them back with what was filled in."""
    blocks = view.get("blocks") or ()
    return {str(one.get("block_id")): one.get("element") or one.get("accessory") or {} for one in blocks}


def _read(state: Mapping[str, Any] | None, element: Mapping[str, Any]) -> str | list[str] | bool:
    said = state or {}
    if element.get("type") == "checkboxes" and len(element.get("options") or ()) == 1:
        return bool(said.get("selected_options"))
    if element.get("type") in ("checkboxes", "multi_static_select"):
        return [_short(one.get("value")) for one in said.get("selected_options") or ()]
    if said.get("selected_option"):
        return _short(said["selected_option"].get("value"))
    chosen = said.get("selected_user") or said.get("selected_date")
    return _short(chosen) if chosen else _typed(state, lines=bool(element.get("multiline")))


def _short(raw: Any) -> str:
    return clean(str(raw or ""), limit=150)


def _typed(state: Mapping[str, Any] | None, *, lines: bool = False) -> str:
    written = clean(str((state or {}).get("value") or ""), limit=LONGEST)
    return "\n".join(" ".join(one.split()) for one in (written.splitlines() if lines else [written]))
