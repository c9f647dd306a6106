"""Blocks within Slack's limits; source: the Block Kit reference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from bot.sandbox.charts import PER_MESSAGE, check_chart, words_in
from bot.sandbox.elements import ID_MOST, IN_ACTIONS, IN_INPUT, IN_SECTION, check_element, check_image
from bot.sandbox.findings import Findings
from bot.sandbox.model import Json

Surface = Literal["message", "modal", "home"]

MARKDOWN_MOST = 12_000
MESSAGE_ONLY = ("markdown", "data_visualization")
MESSAGE_MOST = 13_200  # undocumented; Slack answers msg_blocks_too_long above about this many characters


def check_blocks(blocks: list[Any], *, surface: Surface, at: str = "") -> list[str]:
    """Give Slack's messages about everything that is wrong, none when all is well."""
    found = Findings()
    rows = found.rows(blocks, f"{at}/blocks", most=50 if surface == "message" else 100, least=0)
    for number, block in enumerate(rows):
        _block(block, f"{at}/blocks/{number}", surface, found)
    whole = [block for block in rows if isinstance(block, dict)]
    found.unique([b["block_id"] for b in whole if b.get("block_id")], f"{at}/blocks", what="block_id")
    if sum(1 for block in whole if block.get("type") == "data_visualization") > PER_MESSAGE:
        found.add(f"no more than {PER_MESSAGE} data_visualization blocks allowed", f"{at}/blocks")
    marked = sum(len(str(block.get("text", ""))) for block in whole if block.get("type") == "markdown")
    if marked > MARKDOWN_MOST and not found.messages:
        found.add(f"markdown blocks must be less than {MARKDOWN_MOST + 1} characters in total", f"{at}/blocks")
    return found.messages


def length(blocks: Any) -> int:
    """Count the characters of all texts, for the undocumented limit of a whole message."""
    if isinstance(blocks, list):
        return sum(length(part) for part in blocks)
    if isinstance(blocks, dict):
        if blocks.get("type") == "data_visualization":
            return words_in(blocks)
        own = len(blocks["text"]) if isinstance(blocks.get("text"), str) else 0
        return own + sum(length(part) for part in blocks.values() if isinstance(part, (dict, list)))
    return 0


def with_ids(blocks: list[Json], fresh: Callable[[], str]) -> list[Json]:
    """Give the blocks with the ids that Slack adds where the app gave none."""
    named = []
    for block in blocks:
        copy = {**block, "block_id": block.get("block_id") or fresh()}
        for key in ("element", "accessory"):
            if isinstance(copy.get(key), dict):
                copy[key] = _named(copy[key], fresh)
        if copy["type"] == "actions":
            copy["elements"] = [_named(element, fresh) for element in copy["elements"]]
        named.append(copy)
    return named


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Walk over (block, element) of everything a person can use."""
    for block in blocks:
        for key in ("element", "accessory"):
            if isinstance(block.get(key), dict) and block[key].get("type") != "image":
                yield block, block[key]
        if block.get("type") == "actions":
            yield from ((block, element) for element in block["elements"])


def _named(element: Json, fresh: Callable[[], str]) -> Json:
    return element if element.get("type") == "image" else {**element, "action_id": element.get("action_id") or fresh()}


def _block(block: Any, at: str, surface: Surface, found: Findings) -> None:
    if not isinstance(block, dict):
        found.add("must provide an object", at)
        return
    check = _checks().get(str(block.get("type")))
    if check is None or (block["type"] in MESSAGE_ONLY and surface != "message"):
        found.add(f"unsupported type: {block.get('type')}", f"{at}/type")
        return
    found.string(block.get("block_id"), f"{at}/block_id", most=ID_MOST, required=False)
    check(block, at, found)


def _checks() -> Mapping[str, Callable[[Json, str, Findings], None]]:
    return {
        "section": _section,
        "header": _header,
        "context": _context,
        "divider": _divider,
        "actions": _actions,
        "input": _input,
        "image": _image,
        "rich_text": _rich_text,
        "markdown": _markdown,
        "data_visualization": check_chart,
    }


def _section(block: Json, at: str, found: Findings) -> None:
    found.known(block, ("type", "block_id", "text", "fields", "accessory", "expand"), at)
    if "text" not in block and "fields" not in block:
        found.add("missing required field: text", at)
    found.text(block.get("text"), f"{at}/text", most=3000, plain=False, required=False)
    if "fields" in block:
        for number, field in enumerate(found.rows(block["fields"], f"{at}/fields", most=10)):
            found.text(field, f"{at}/fields/{number}", most=2000, plain=False)
    if "accessory" in block:
        check_element(block["accessory"], f"{at}/accessory", allowed=IN_SECTION, found=found)


def _header(block: Json, at: str, found: Findings) -> None:
    found.known(block, ("type", "block_id", "text", "level"), at)
    found.text(block.get("text"), f"{at}/text", most=150)


def _context(block: Json, at: str, found: Findings) -> None:
    found.known(block, ("type", "block_id", "elements"), at)
    for number, element in enumerate(found.rows(block.get("elements"), f"{at}/elements", most=10)):
        here = f"{at}/elements/{number}"
        if isinstance(element, dict) and element.get("type") == "image":
            check_image(element, here, found)
        else:
            found.text(element, here, most=3000, plain=False)


def _divider(block: Json, at: str, found: Findings) -> None:
    found.known(block, ("type", "block_id"), at)


def _actions(block: Json, at: str, found: Findings) -> None:
    found.known(block, ("type", "block_id", "elements"), at)
    rows = found.rows(block.get("elements"), f"{at}/elements", most=25)
    for number, element in enumerate(rows):
        check_element(element, f"{at}/elements/{number}", allowed=IN_ACTIONS, found=found)
    ids = [e["action_id"] for e in rows if isinstance(e, dict) and isinstance(e.get("action_id"), str)]
    found.unique(ids, f"{at}/elements", what="action_id")


def _input(block: Json, at: str, found: Findings) -> None:
    found.known(block, ("type", "block_id", "label", "element", "hint", "optional", "dispatch_action"), at)
    found.text(block.get("label"), f"{at}/label", most=2000)
    found.text(block.get("hint"), f"{at}/hint", most=2000, required=False)
    check_element(block.get("element"), f"{at}/element", allowed=IN_INPUT, found=found)


def _image(block: Json, at: str, found: Findings) -> None:
    found.known(block, ("type", "block_id", "image_url", "alt_text", "title", "slack_file"), at)
    plain = {key: value for key, value in block.items() if key in ("image_url", "alt_text", "slack_file")}
    check_image(plain, at, found)
    found.text(block.get("title"), f"{at}/title", most=2000, required=False)


def _rich_text(block: Json, at: str, found: Findings) -> None:
    found.known(block, ("type", "block_id", "elements"), at)
    allowed = ("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote")
    for number, part in enumerate(found.rows(block.get("elements"), f"{at}/elements", most=1000)):
        if not isinstance(part, dict) or part.get("type") not in allowed:
            found.add(f"must be a valid enum value: {', '.join(allowed)}", f"{at}/elements/{number}/type")


def _markdown(block: Json, at: str, found: Findings) -> None:
    found.known(block, ("type", "block_id", "text"), at)
    found.string(block.get("text"), f"{at}/text", most=MARKDOWN_MOST)
