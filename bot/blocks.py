"""Block Kit as pure functions, with Slack's limits built in (docs.slack.dev, Block Kit reference).

A block may hold `Words`; `render` turns a tree of blocks into what Slack takes, in one language, and cuts each
text at its limit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Any, Literal

from bot.model import Block, Message, Words
from bot.text import clip

SECTION, HEADER, BUTTON, CONTEXT, LABEL, OPTION, MODAL_TITLE = 3000, 150, 75, 2000, 2000, 75, 24
CHART_TITLE, CHART_LABEL, SEGMENTS, POINTS, CHARTS_PER_MESSAGE = 50, 20, 6, 20, 2
BLOCKS_PER_MESSAGE, BLOCKS_PER_VIEW = 50, 100

ChartKind = Literal["bar", "line", "pie"]
Say = Callable[..., str]
"""say(words, plain=bool) -> str: a sentence in one language; mrkdwn is escaped unless `plain`."""


@dataclass(frozen=True)
class Leaf:
    """A text that still has to be said: in which form, and how long it may be."""

    words: Words
    limit: int
    plain: bool


@dataclass(frozen=True)
class Plot:
    """What a chart draws, until its labels are said: within a chart no two of them may read the same."""

    kind: ChartKind
    points: tuple[tuple[Words, float], ...]
    name: Words
    x: Words | None
    y: Words | None


def render(tree: Any, say: Say) -> Any:
    """Return the tree with every text said and cut to its limit."""
    if isinstance(tree, Plot):
        return _plotted(tree, say)
    if isinstance(tree, Leaf):
        return clip(say(tree.words, plain=tree.plain), tree.limit)
    if isinstance(tree, Words):
        return say(tree, plain=False)
    if isinstance(tree, Mapping):
        return {key: render(value, say) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [render(value, say) for value in tree]
    return tree


def payload(message: Message, say: Say) -> dict[str, Any]:
    """Return what Slack takes of a message: the notification text, and blocks where there are any."""
    rendered: dict[str, Any] = {"text": say(message.text, plain=False)}
    if message.blocks:
        rendered["blocks"] = render(message.blocks[:BLOCKS_PER_MESSAGE], say)
    return rendered


def plain(words: Words, limit: int) -> Block:
    """A text object that Slack shows letter by letter."""
    return {"type": "plain_text", "text": Leaf(words, limit, plain=True), "emoji": True}


def verbatim(text: str) -> Words:
    """Text from people, to be shown letter by letter in any language."""
    return Words(own={"de": "{text}", "en": "{text}"}, params={"text": text})


def mrkdwn(words: Words, limit: int = SECTION) -> Block:
    """A text object with Slack's light markup."""
    return {"type": "mrkdwn", "text": Leaf(words, limit, plain=False)}


def header(words: Words) -> Block:
    """A headline."""
    return {"type": "header", "text": plain(words, HEADER)}


def section(words: Words, *, accessory: Block | None = None, block_id: str | None = None) -> Block:
    """A paragraph, with an element beside it if given."""
    block: Block = {"type": "section", "text": mrkdwn(words)}
    if accessory is not None:
        block["accessory"] = accessory
    return _named(block, block_id)


def image(url: str, *, alt: Words) -> Block:
    """A picture to stand beside a paragraph, by its https address; `alt` describes it."""
    return {"type": "image", "image_url": url, "alt_text": Leaf(alt, CONTEXT, plain=True)}


def context(*words: Words) -> Block:
    """Small print; at most ten pieces."""
    return {"type": "context", "elements": [mrkdwn(piece, CONTEXT) for piece in words[:10]]}


def portrait(url: str, words: Words, *, alt: Words) -> Block:
    """A small picture, by its https address, with words beside it; `alt` describes it to whoever cannot see it."""
    return {"type": "context", "elements": [image(url, alt=alt), mrkdwn(words, CONTEXT)]}


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def chart(
    title: Words,
    points: Sequence[tuple[Words, float]],
    *,
    kind: ChartKind,
    name: Words | None = None,
    x: Words | None = None,
    y: Words | None = None,
) -> Block:
    """Slack's own chart, for messages only, two to a message; what it shows must stand beside it in words.

    At most 20 points, of a pie 6 (those of nothing are left out), at least one; raises ValueError where it cannot be
    drawn. Labels hold 20 characters. `name` is what the legend says (the title, where nothing is given), `x` and `y`
    what the axes are of.
    """
    drawn = tuple((label, value) for label, value in points if kind != "pie" or value > 0)
    if not 1 <= len(drawn) <= (SEGMENTS if kind == "pie" else POINTS):
        raise ValueError(f"a {kind} chart of {len(drawn)} points")
    plot = Plot(kind, drawn, name or title, x, y)
    return {"type": "data_visualization", "title": Leaf(title, CHART_TITLE, plain=True), "chart": plot}


def actions(*elements: Block, block_id: str | None = None) -> Block:
    """A row of buttons and the like; at most 25."""
    return _named({"type": "actions", "elements": list(elements[:25])}, block_id)


def button(
    words: Words, action_id: str, *, value: str = "", style: str | None = None, url: str = "", ask: Block | None = None
) -> Block:
    """A button; `value` is an opaque id, at most 2000 characters; `url`: where it leads; `ask`: what `confirm` gave."""
    block: Block = {"type": "button", "text": plain(words, BUTTON), "action_id": action_id}
    more = {"value": value, "style": style, "url": url, "confirm": ask}
    return block | {name: value for name, value in more.items() if value}


def confirm(title: Words, words: Words, *, yes: Words, no: Words) -> Block:
    """A question that Slack asks before a press counts, for what cannot be undone."""
    texts = {"title": plain(title, 100), "text": plain(words, 300), "confirm": plain(yes, 30), "deny": plain(no, 30)}
    return {**texts, "style": "danger"}


def option(words: Words, value: str) -> Block:
    """One choice of a select."""
    return {"text": plain(words, OPTION), "value": value}


def select(action_id: str, options: list[Block], *, placeholder: Words, initial: str | None = None) -> Block:
    """A drop-down with at most 100 choices; `initial` is the value of the chosen one, if it is among them."""
    offered = options[:100]
    block: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "options": offered,
    }
    chosen = [one for one in offered if one["value"] == initial]
    if chosen:
        block["initial_option"] = chosen[0]
    return block


def multi_select(action_id: str, options: list[Block], *, placeholder: Words, initial: Collection[str] = ()) -> Block:
    """A drop-down in which several of at most 100 choices may be taken; `initial`: the values that are."""
    offered = options[:100]
    chosen = [one for one in offered if one["value"] in initial]
    block: Block = {"type": "multi_static_select", "action_id": action_id, "options": offered}
    block |= {"placeholder": plain(placeholder, 150)}
    return block | ({"initial_options": chosen} if chosen else {})


def external_select(action_id: str, *, placeholder: Words, initial: Sequence[Block] = (), most: int = 30) -> Block:
    """A field that takes several choices, offered by us while somebody types; `initial`: options."""
    block: Block = {"type": "multi_external_select", "action_id": action_id, "max_selected_items": most}
    block |= {"placeholder": plain(placeholder, 150), "min_query_length": 1}
    return block | ({"initial_options": list(initial)[:most]} if initial else {})


def person_select(action_id: str, *, placeholder: Words, initial: str = "") -> Block:
    """A field that takes one person of the workspace; `initial`: a Slack id."""
    block: Block = {"type": "users_select", "action_id": action_id, "placeholder": plain(placeholder, 150)}
    return block | ({"initial_user": initial} if initial else {})


def people_select(action_id: str, *, placeholder: Words, initial: Sequence[str] = (), most: int = 50) -> Block:
    """A field that takes several people of the workspace; `initial`: Slack ids."""
    block: Block = {"type": "multi_users_select", "action_id": action_id, "max_selected_items": most}
    block |= {"placeholder": plain(placeholder, 150)}
    return block | ({"initial_users": list(initial)[:most]} if initial else {})


def checkboxes(action_id: str, options: list[Block], *, initial: Collection[str] = ()) -> Block:
    """At most ten boxes to tick; `initial`: the values of those that are."""
    offered = options[:10]
    chosen = [one for one in offered if one["value"] in initial]
    block: Block = {"type": "checkboxes", "action_id": action_id, "options": offered}
    return block | ({"initial_options": chosen} if chosen else {})


def radio(action_id: str, options: list[Block], *, initial: str | None = None) -> Block:
    """At most ten choices one below the other, of which one is taken; `initial`: its value, if it is among them."""
    offered = options[:10]
    chosen = [one for one in offered if one["value"] == initial]
    block: Block = {"type": "radio_buttons", "action_id": action_id, "options": offered}
    return block | ({"initial_option": chosen[0]} if chosen else {})


def overflow(action_id: str, options: list[Block]) -> Block:
    """A small menu behind three dots, with at most five entries."""
    return {"type": "overflow", "action_id": action_id, "options": options[:5]}


def text_input(action_id: str, *, most: int, lines: bool = False, initial: str = "") -> Block:
    """A field for words, `most` characters of them; with `lines` a larger one."""
    block: Block = {"type": "plain_text_input", "action_id": action_id, "max_length": most, "multiline": lines}
    return block | ({"initial_value": initial} if initial else {})


def number_input(
    action_id: str, *, whole: bool = False, least: float | None = None, most: float | None = None, initial: str = ""
) -> Block:
    """A field for a number between two bounds; `initial` is left out where it is none, or lies outside of them."""
    block: Block = {"type": "number_input", "action_id": action_id, "is_decimal_allowed": not whole}
    bounds = {"min_value": least, "max_value": most}
    block |= {name: _digits(bound) for name, bound in bounds.items() if bound is not None}
    return block | ({"initial_value": initial} if _is_between(initial, least, most) else {})


def datepicker(action_id: str, *, initial: date | None = None) -> Block:
    """A calendar."""
    block: Block = {"type": "datepicker", "action_id": action_id}
    if initial is not None:
        block["initial_date"] = initial.isoformat()
    return block


def field(label: Words, element: Block, *, block_id: str, hint: Words | None = None, optional: bool = False) -> Block:
    """An input of a form, with its label; `optional`: it may stay empty."""
    block: Block = {"type": "input", "block_id": block_id, "label": plain(label, LABEL), "element": element}
    if hint is not None:
        block["hint"] = plain(hint, LABEL)
    return block | ({"optional": True} if optional else {})


def modal(
    title: Words, blocks: list[Block], *, callback_id: str, close: Words, submit: Words | None = None, about: str = ""
) -> Block:
    """A form or a page over the conversation; title and buttons hold 24 characters.

    `about` comes back with the form: an opaque id, to be looked up again.
    """
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, MODAL_TITLE),
        "close": plain(close, MODAL_TITLE),
        "blocks": blocks[:BLOCKS_PER_VIEW],
    }
    if about:
        view["private_metadata"] = about
    if submit is not None:
        view["submit"] = plain(submit, MODAL_TITLE)
    return view


def home(blocks: list[Block]) -> Block:
    """The App Home tab."""
    return {"type": "home", "blocks": blocks[:BLOCKS_PER_VIEW]}


def _plotted(plot: Plot, say: Say) -> dict[str, Any]:
    labels: list[str] = []
    for words, _ in plot.points:
        labels.append(_distinct(say(words, plain=True), labels))
    rows = [{"label": label, "value": value} for label, (_, value) in zip(labels, plot.points, strict=True)]
    if plot.kind == "pie":
        return {"type": "pie", "segments": rows}
    axes = {"x_label": plot.x, "y_label": plot.y}
    said = {key: clip(say(words, plain=True), CHART_TITLE) for key, words in axes.items() if words}
    series = {"name": clip(say(plot.name, plain=True), CHART_LABEL), "data": rows}
    return {"type": plot.kind, "series": [series], "axis_config": {"categories": labels} | said}


def _distinct(label: str, taken: Collection[str]) -> str:
    short, number = clip(label, CHART_LABEL) or "–", 1
    while short in taken:
        number += 1
        mark = f" ({number})"
        short = clip(label, CHART_LABEL - len(mark)) + mark
    return short


def _digits(number: float) -> str:
    return format(number, ".10f").rstrip("0").rstrip(".")


def _is_between(written: str, least: float | None, most: float | None) -> bool:
    try:
        number = float(written)
    except ValueError:
        return False
    return (-inf if least is None else least) <= number <= (inf if most is None else most) and abs(number) < inf


def _named(block: Block, block_id: str | None) -> Block:
    if block_id is not None:
        block["block_id"] = block_id
    return block
