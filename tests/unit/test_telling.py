"""Figures told in words, in bars of text, and as a chart that says the same."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from bot.blocks import CHART_LABEL, chart, payload
from bot.figures import Limits
from bot.model import LANGUAGES, Block, Goal, GoalValue, Language, Measure, Message, Words
from bot.rituals.telling import answered, measure, spread, too_few, trend
from bot.sandbox.blocks import check_blocks
from tests.unit.cast import catalogues

MAY = date(2026, 5, 4)
TITLE = Words(own={"de": "Wie zuversichtlich?", "en": "How confident?"})


def both(text: str) -> Words:
    return Words(own=dict.fromkeys(LANGUAGES, text))


def shown(blocks: tuple[Block, ...], language: Language = "de") -> tuple[str, list[dict[str, Any]]]:
    """Give the words and the charts of blocks that Slack takes, one question at a time."""
    rendered = payload(Message(TITLE, blocks), catalogues()[language].say).get("blocks", [])
    assert check_blocks(rendered, surface="message") == []
    words = "\n".join(one["text"]["text"] for one in rendered if one["type"] == "section")
    return words, [one["chart"] for one in rendered if one["type"] == "data_visualization"]


def rounds(*values: float) -> list[tuple[date, float]]:
    return [(MAY + timedelta(weeks=2 * number), value) for number, value in enumerate(values)]


def test_bars_say_what_the_chart_shows() -> None:
    words, charts = shown(spread(TITLE, {"yes": 7, "no": 0, "both": 3}, {k: both(k) for k in ("yes", "no", "both")}))
    assert words.splitlines() == ["*Wie zuversichtlich?*", "yes: ▇▇▇▇▇▇▇ 7", "no: 0", "both: ▇▇▇ 3"]
    assert [(one["label"], one["value"]) for one in charts[0]["series"][0]["data"]] == [
        ("yes", 7),
        ("no", 0),
        ("both", 3),
    ]


def test_long_bars_keep_their_proportions() -> None:
    words, _ = shown(spread(TITLE, {"a": 400, "b": 100, "c": 1}, {k: both(k) for k in "abc"}))
    assert [line.count("▇") for line in words.splitlines()[1:]] == [20, 5, 1]


def test_a_pie_leaves_out_what_nobody_chose_and_gives_way_to_bars_of_text_beyond_six_parts() -> None:
    labels = {str(n): both(f"Lesart {n}") for n in range(8)}
    _, charts = shown(spread(TITLE, {"0": 5, "1": 0, "2": 4}, labels, kind="pie"))
    assert [one["label"] for one in charts[0]["segments"]] == ["Lesart 0", "Lesart 2"]
    words, charts = shown(spread(TITLE, {str(n): n + 1 for n in range(7)}, labels, kind="pie"))
    assert (len(words.splitlines()), charts) == (8, [])


@pytest.mark.parametrize("options", [21, 30])
def test_more_than_twenty_options_are_bars_of_text_only(options: int) -> None:
    keys = [str(n) for n in range(options)]
    words, charts = shown(spread(TITLE, dict.fromkeys(keys, 3), {key: both("x" * 300) for key in keys}))
    assert (words.count("▇▇▇"), charts) == (options, [])


def test_labels_that_slack_cuts_alike_stay_apart() -> None:
    labels = {key: both(f"Donaudampfschifffahrtsgesellschaft {key}") for key in "abc"}
    _, charts = shown(spread(TITLE, dict.fromkeys("abc", 3), labels))
    categories = charts[0]["axis_config"]["categories"]
    assert len(set(categories)) == 3
    assert max(map(len, categories)) <= CHART_LABEL


def test_a_chart_that_slack_cannot_draw_is_refused() -> None:
    for points in ([], [(both(str(n)), 1) for n in range(7)], [(both("a"), 0)]):
        with pytest.raises(ValueError, match="pie"):
            chart(TITLE, points, kind="pie")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("de", "Von 5,8 auf 7,1 in 4 Runden."), ("en", "From 5.8 to 7.1 in 4 rounds.")],
)
def test_a_trend_is_said_in_each_languages_way(language: Language, sentence: str) -> None:
    words, charts = shown(trend(TITLE, rounds(5.8, 6.04, 6.5, 7.09)), language)
    assert words.splitlines()[1] == sentence
    assert [one["value"] for one in charts[0]["series"][0]["data"]] == [5.8, 6.0, 6.5, 7.1]
    assert charts[0]["axis_config"]["categories"][0] == ("4. Mai" if language == "de" else "4 May")


def test_a_trend_of_one_round_or_of_none_draws_no_line() -> None:
    assert trend(TITLE, []) == ()
    words, charts = shown(trend(TITLE, rounds(7.0)))
    assert ("7 in der ersten Runde" in words, charts) == (True, [])


def test_what_was_asked_in_other_words_is_said_apart() -> None:
    points = rounds(3.0, 4.0, 6.0, 6.0)
    words, charts = shown(trend(TITLE, points, breaks=[points[2][0]]))
    assert words.splitlines()[1:] == [
        "Am Anfang und jetzt 6, über 2 Runden.",
        "Seit 1. Juni 26 mit anderem Wortlaut. Davor, nicht vergleichbar: Von 3 auf 4 in 2 Runden.",
    ]
    assert len(charts[0]["series"][0]["data"]) == 2


def test_a_long_trend_shows_its_newest_rounds_each_with_its_year() -> None:
    words, charts = shown(trend(TITLE, rounds(*map(float, range(40)))))
    assert "Von 20 auf 39 in 20 Runden" in words
    _, charts = shown(trend(TITLE, [(date(2020 + n, 5, 4), float(n)) for n in range(9)]))
    assert charts[0]["axis_config"]["categories"][:2] == ["4. Mai 20", "4. Mai 21"]


def test_a_measure_stands_between_its_start_and_its_target() -> None:
    goal = Goal("g", {"de": "g", "en": "g"}, measure=Measure({"de": "Fehler", "en": "Faults"}, 1000, 20.5))
    words, charts = shown(measure(goal, [GoalValue("g", on, value) for on, value in rounds(900, 512.25)]))
    assert words.splitlines() == ["*Fehler*", "512,25 am 18. Mai 26. Start war 1.000, Ziel ist 20,5."]
    assert charts[0]["type"] == "line"
    assert "Ein neuer Stand" in shown(measure(goal, []))[0]
    assert measure(Goal("g", {"de": "g", "en": "g"}), []) == ()


def test_how_many_answered_is_said_with_a_share_only_where_that_tells_of_nobody() -> None:
    say = catalogues()["de"].say
    assert say(answered(12, 20)) == "12 Antworten, rund 60 % der Gefragten"
    assert say(answered(12, 14)) == "12 Antworten"
    assert say(answered(4, 14)) == "Weniger als 5 Antworten"


def test_too_few_and_too_alike_read_the_same_and_name_the_limits() -> None:
    said = catalogues()["en"].say(too_few(Limits(6, 12)))
    assert "6 answers" in said
    assert "12" in said
