"""The form in which people say how they want to be brought together with others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.blocks import checkboxes, field, modal, multi_select, option, people_select, section, select
from bot.model import MOST_AVOIDED, SPOKEN, WEEKS, Block, OwnWishes, Wishes, Words

CALLBACK = "wishes"
TICKED = ("on_demand", "shows_photo", "status_counts")


def wishes_modal(own: OwnWishes) -> Block:
    """The form, with what holds now."""
    wishes = own.wishes
    weeks = [option(Words("wishes.weeks.every", {"n": n}), str(n)) for n in WEEKS]
    languages = [option(Words(own={"de": name, "en": name}), code) for code, name in SPOKEN.items()]
    boxes = [option(Words(f"wishes.{name}"), name) for name in TICKED]
    ticked = [name for name in TICKED if getattr(wishes, name)]
    return modal(
        Words("wishes.title"),
        [
            section(Words("wishes.explain")),
            field(
                Words("wishes.weeks"),
                select("weeks", weeks, placeholder=Words("wishes.weeks"), initial=str(wishes.every_weeks)),
                block_id="weeks",
            ),
            field(
                Words("wishes.languages"),
                multi_select("languages", languages, placeholder=Words("wishes.choose"), initial=wishes.languages),
                block_id="languages", hint=Words("wishes.languages.hint"), optional=True,
            ),
            field(Words("wishes.boxes"), checkboxes("boxes", boxes, initial=ticked), block_id="boxes", optional=True),
            field(
                Words("wishes.avoid"),
                people_select("avoid", placeholder=Words("wishes.choose"), initial=own.avoided, most=MOST_AVOIDED),
                block_id="avoid", hint=Words("wishes.avoid.hint"), optional=True,
            ),
        ],
        callback_id=CALLBACK,
        close=Words("button.cancel"),
        submit=Words("button.save"),
    )  # fmt: skip


def read_wishes(values: Mapping[str, Any]) -> tuple[Wishes, list[str]]:
    """Return what a submitted form says, and the Slack ids of whom to avoid; what is not there counts as empty."""
    weeks = str(_part(values, "weeks", "selected_option").get("value", "1"))
    languages = [str(one.get("value", "")) for one in _part(values, "languages", "selected_options") or []]
    ticked = {str(one.get("value", "")) for one in _part(values, "boxes", "selected_options") or []}
    return (
        Wishes(
            every_weeks=int(weeks) if weeks.isdecimal() else 1,
            languages=tuple(languages),
            on_demand="on_demand" in ticked,
            shows_photo="shows_photo" in ticked,
            status_counts="status_counts" in ticked,
        ),
        [str(one) for one in _part(values, "avoid", "selected_users") or []],
    )


def _part(values: Mapping[str, Any], name: str, key: str) -> Any:
    return (values.get(name, {}).get(name) or {}).get(key) or {}
