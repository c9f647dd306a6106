"""Slack's limits on charts, at the edge and one beyond (docs.slack.dev, data visualization block)."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.blocks import check_blocks, length


def pie(number: int = 2, *, value: Any = 1, label: str = "") -> dict[str, Any]:
    segments = [{"label": label or f"S{n}", "value": value} for n in range(number)]
    return {"type": "data_visualization", "title": "T", "chart": {"type": "pie", "segments": segments}}


def bars(kind: str = "bar", *, points: int = 3, series: int = 1, name: str = "S", label: str = "P") -> dict[str, Any]:
    labels = [f"{label}{n}" for n in range(points)]
    data = [{"label": one, "value": 1.5} for one in labels]
    lines = [{"name": f"{name}{n}", "data": data} for n in range(series)]
    axes = {"categories": labels, "x_label": "X", "y_label": "Y"}
    return {
        "type": "data_visualization",
        "title": "T",
        "chart": {"type": kind, "series": lines, "axis_config": axes},
    }


def shifted(block: dict[str, Any]) -> dict[str, Any]:
    block["chart"]["axis_config"]["categories"] = ["other"] * len(block["chart"]["axis_config"]["categories"])
    return block


@pytest.mark.parametrize("kind", ["bar", "line", "area"])
def test_every_chart_with_axes_is_taken(kind: str) -> None:
    assert check_blocks([bars(kind)], surface="message") == []


@pytest.mark.parametrize(
    ("fits", "breaks"),
    [
        (pie() | {"title": "x" * 50}, pie() | {"title": "x" * 51}),
        (pie(6), pie(7)),
        (pie(1), pie(0)),
        (pie(1, label="x" * 20), pie(1, label="x" * 21)),
        (pie(1, value=0.1), pie(1, value=0)),
        (pie(1, value=3), pie(1, value="3")),
        (bars(points=20), bars(points=1) | {"chart": {"type": "bar"}}),
        (bars(series=6), bars(series=7)),
        (bars(name="x" * 19), bars(name="x" * 20)),
        (bars(), bars("radar")),
        (bars(), bars() | {"subtitle": "x"}),
    ],
)
def test_each_limit_holds_at_its_edge(fits: dict[str, Any], breaks: dict[str, Any]) -> None:
    assert check_blocks([fits], surface="message") == []
    assert check_blocks([breaks], surface="message")


def test_a_series_has_twenty_points_with_labels_of_twenty_characters() -> None:
    assert check_blocks([bars(points=21)], surface="message")
    assert check_blocks([bars(points=1, label="x" * 19)], surface="message") == []
    assert check_blocks([bars(points=1, label="x" * 20)], surface="message")


def test_labels_are_the_categories() -> None:
    assert check_blocks([shifted(bars())], surface="message")


def test_two_series_have_two_names() -> None:
    block = bars(series=2)
    block["chart"]["series"][1]["name"] = "S0"
    assert check_blocks([block], surface="message")


def test_a_message_takes_two_charts_and_nothing_else_takes_one() -> None:
    assert check_blocks([pie(), bars()], surface="message") == []
    assert check_blocks([pie(), pie(), bars()], surface="message")
    assert check_blocks([pie()], surface="modal")
    assert check_blocks([pie()], surface="home")


def test_what_a_chart_shows_counts_as_text_of_the_message() -> None:
    assert length([pie(2)]) == len("T" + "S0" + "S1")
