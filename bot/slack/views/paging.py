"""The buttons to what comes before and after, where there is more than one page takes."""

from __future__ import annotations

from collections.abc import Callable

from bot.blocks import actions, button
from bot.model import Block, Words


def pager(action: str, value: Callable[[int], str], *, start: int, total: int, size: int) -> list[Block]:
    """Return the row of buttons, if there is any; `value` gives what one carries for the entry its page begins with."""
    buttons = []
    if start > 0:
        buttons.append(button(Words("goals.button.before"), f"{action}:before", value=value(max(start - size, 0))))
    if start + size < total:
        buttons.append(button(Words("goals.button.after"), f"{action}:after", value=value(start + size)))
    return [actions(*buttons, block_id="pages")] if buttons else []


def first_of_page(start: int, *, total: int, size: int) -> int:
    """Return where the page begins that holds this entry; of too large a number the last one."""
    return min(start, max(total - 1, 0)) // size * size


def read_place(raw: str) -> tuple[str, int]:
    """Return what a page is about, and its first entry, from `about~first`."""
    about, _, start = raw.partition("~")
    return about, int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 0
