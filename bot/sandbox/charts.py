"""The block for charts within Slack's limits; source: docs.slack.dev, Block Kit reference, data visualization block."""

from __future__ import annotations

from typing import Any

from bot.sandbox.findings import Findings
from bot.sandbox.model import Json

TITLE_MOST, LABEL_MOST, PARTS_MOST, POINTS_MOST = 50, 20, 6, 20
PER_MESSAGE = 2
XY = ("bar", "area", "line")


def check_chart(block: Json, at: str, found: Findings) -> None:
    """Check one `data_visualization` block."""
    found.known(block, ("type", "block_id", "title", "chart"), at)
    found.string(block.get("title"), f"{at}/title", most=TITLE_MOST)
    chart = block.get("chart")
    if not isinstance(chart, dict):
        found.add("missing required field: chart", at)
    elif chart.get("type") == "pie":
        _pie(chart, f"{at}/chart", found)
    elif chart.get("type") in XY:
        _lines(chart, f"{at}/chart", found)
    else:
        found.add(f"must be a valid enum value: pie, {', '.join(XY)}", f"{at}/chart/type")


def words_in(chart: Any) -> int:
    """Count the characters that a chart shows."""
    if isinstance(chart, dict):
        return sum(words_in(part) for key, part in chart.items() if key not in ("type", "block_id"))
    if isinstance(chart, list):
        return sum(map(words_in, chart))
    return len(chart) if isinstance(chart, str) else 0


def _pie(chart: Json, at: str, found: Findings) -> None:
    found.known(chart, ("type", "segments"), at)
    for number, segment in enumerate(found.rows(chart.get("segments"), f"{at}/segments", most=PARTS_MOST)):
        here = f"{at}/segments/{number}"
        if _point(segment, here, found) and segment["value"] <= 0:
            found.add("must be greater than 0", f"{here}/value")


def _lines(chart: Json, at: str, found: Findings) -> None:
    found.known(chart, ("type", "series", "axis_config"), at)
    categories = _axes(chart.get("axis_config"), f"{at}/axis_config", found)
    series = found.rows(chart.get("series"), f"{at}/series", most=PARTS_MOST)
    for number, one in enumerate(series):
        _series(one, f"{at}/series/{number}", categories, found)
    names = [one["name"] for one in series if isinstance(one, dict) and isinstance(one.get("name"), str)]
    found.unique(names, f"{at}/series", what="name")


def _axes(axes: Any, at: str, found: Findings) -> list[Any]:
    if not isinstance(axes, dict):
        found.add("missing required field: axis_config", at.rsplit("/", 1)[0])
        return []
    found.known(axes, ("categories", "x_label", "y_label"), at)
    for key in ("x_label", "y_label"):
        found.string(axes.get(key), f"{at}/{key}", most=TITLE_MOST, required=False)
    categories = found.rows(axes.get("categories"), f"{at}/categories", most=POINTS_MOST)
    for number, category in enumerate(categories):
        found.string(category, f"{at}/categories/{number}", most=LABEL_MOST)
    found.unique([str(one) for one in categories], f"{at}/categories", what="category")
    return categories


def _series(series: Any, at: str, categories: list[Any], found: Findings) -> None:
    if not isinstance(series, dict):
        found.add("must provide an object", at)
        return
    found.known(series, ("name", "data"), at)
    found.string(series.get("name"), f"{at}/name", most=LABEL_MOST)
    points = found.rows(series.get("data"), f"{at}/data", most=POINTS_MOST)
    whole = all([_point(point, f"{at}/data/{number}", found) for number, point in enumerate(points)])
    if whole and sorted(point["label"] for point in points) != sorted(map(str, categories)):
        found.add("labels must match the categories of axis_config, one each", f"{at}/data")


def _point(point: Any, at: str, found: Findings) -> bool:
    if not isinstance(point, dict):
        found.add("must provide an object", at)
        return False
    before = len(found.messages)
    found.known(point, ("label", "value"), at)
    found.string(point.get("label"), f"{at}/label", most=LABEL_MOST)
    if isinstance(point.get("value"), bool) or not isinstance(point.get("value"), int | float):
        found.add("must provide a number", f"{at}/value")
    return len(found.messages) == before
