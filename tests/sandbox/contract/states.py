"""What stands in `state.values` before anybody touched a field, and once its content was taken away again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .bounds import field, options
from .cases import FULL_STATE, Case, of_element


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty(Case):
    """A field, its empty shape, and what it starts with and how that stands there."""

    kind: str
    fields: dict[str, Any]
    empty: dict[str, Any]
    start: dict[str, Any]
    filled: dict[str, Any]

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """The field as a block."""
        return field(self.kind, **self.fields)


def empty(kind: str, slot: str, nothing: Any, start: str, value: Any, **fields: Any) -> Empty:
    """Give the case of one kind of field."""
    return Empty(
        name=f"an untouched {kind} holds {nothing!r}",
        source=FULL_STATE,
        kind=kind,
        fields=fields,
        empty={slot: nothing},
        start={start: value},
        filled={slot: value},
    )


ONE, TWO = options(2)

EMPTY: tuple[Empty, ...] = (
    empty("plain_text_input", "value", None, "initial_value", "Tee"),
    empty("static_select", "selected_option", None, "initial_option", ONE, options=[ONE, TWO]),
    empty("multi_static_select", "selected_options", [], "initial_options", [TWO], options=[ONE, TWO]),
    empty("external_select", "selected_option", None, "initial_option", ONE),
    empty("multi_external_select", "selected_options", [], "initial_options", [ONE]),
    empty("users_select", "selected_user", None, "initial_user", "U1"),
    empty("multi_users_select", "selected_users", [], "initial_users", ["U1"]),
    empty("conversations_select", "selected_conversation", None, "initial_conversation", "C1"),
    empty("datepicker", "selected_date", None, "initial_date", "2026-03-02"),
    empty("timepicker", "selected_time", None, "initial_time", "09:30"),
    empty("radio_buttons", "selected_option", None, "initial_option", ONE, options=[ONE, TWO]),
    empty("checkboxes", "selected_options", [], "initial_options", [ONE], options=[ONE, TWO]),
    Empty(
        name="an untouched number_input holds no value at all",
        source=of_element("number-input"),
        kind="number_input",
        fields={"is_decimal_allowed": True},
        empty={},
        start={"initial_value": "7"},
        filled={"value": "7"},
    ),
)
