"""The pages of `rondo preview`: what stands on them, in both languages, and that nothing on them acts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest

from bot.cli.terminal import as_text
from bot.config import load, parse
from bot.demo.brochure import Brochure, pages
from bot.demo.brochure.shelf import MARK, insist_free, put
from bot.errors import BotError
from bot.model import LANGUAGES
from bot.rituals.registry import kinds
from bot.schedule import outlook, say_reason
from bot.service.comparison import compared
from tests.unit.cast import catalogues

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
FILE = """
version: 1
defaults: {language: de, timezone: Europe/Berlin, holidays: {country: DE, state: BY}}
calendars:
  betriebsruhe: [2026-12-28]
rituals:
  - id: kaffee
    kind: pairing
    title: {de: Kaffeerunde, en: Coffee round}
    channel: kaffeerunde
    schedule: {every: week, days: [fri], at: "09:00", except: [2026-12-04]}
  - id: gruss
    kind: post
    title: {de: Gruß, en: Greeting}
    channel: allgemein
    schedule: {every: week, days: [mon], at: "09:30"}
    text: {de: "Was steht an?", en: "What is up?"}
  - id: umzug
    kind: post
    title: {de: Umzug, en: Move}
    channel: allgemein
    schedule: {every: week, days: [wed], at: "10:00"}
    if_holiday: next-workday
    text: {de: "Hallo!", en: "Hello!"}
  - id: pause
    kind: post
    title: {de: Stille, en: Silence}
    channel: allgemein
    paused: true
    schedule: {every: week, days: [tue], at: "11:00"}
    text: {de: "Still.", en: "Silent."}
  - id: spaeter
    kind: post
    title: {de: Frühling, en: Spring}
    channel: allgemein
    schedule: {every: week, days: [tue], at: "11:00", starting: 2027-04-06}
    text: {de: "Es grünt.", en: "It greens."}
"""
HOSTILE = "</script><img src=x onerror=alert(1)> &lt;b&gt; {title} \\u2028"
EVIL = f"""
version: 1
rituals:
  - id: index
    kind: post
    title: {{de: "</h1><img src=x>", en: "<svg onload=x>"}}
    channel: allgemein
    schedule: {{every: week, days: [mon], at: "09:30"}}
    text: "{HOSTILE}"
"""
AFTER = """
version: 1
defaults: {language: de, timezone: Europe/Berlin}
goals:
  - {id: ziel, scope: company, text: {de: "Schnell antworten", en: "Answer fast"}}
rituals:
  - id: runde
    kind: checkin
    title: {de: Runde, en: Round}
    channel: allgemein
    owner: U0037KATHAR
    schedule: {every: week, days: [mon], at: "09:00"}
    goals: [ziel]
    questions:
      - {id: zuversicht, type: scale, scale: confidence-0-10, ask: {de: "Wie sicher?", en: "How sure?"}}
      - id: hindernis
        type: text
        ask: {de: "Was fehlt dir dafür?", en: "What is in the way?"}
        if: {question: zuversicht, below: 3}
"""


def brochure(source: str, before: str | None = None, *, weeks: int = 8) -> Brochure:
    new = parse(source, file="rituals.yaml", kinds=kinds())
    old = parse(before, file="old.yaml", kinds=kinds()) if before else None
    found = compared(old, new, kinds(), file="rituals.yaml", now=NOW, language="de")
    return Brochure(found, kinds(), catalogues(), weeks)


def shown(source: str, before: str | None = None) -> Mapping[str, str]:
    return pages(brochure(source, before), as_text=as_text)


def known(page: str) -> Any:
    (raw,) = re.findall(r'<script type="application/json" id="known">(.*?)</script>', page, flags=re.DOTALL)
    return json.loads(raw)


def test_the_calendar_explains_in_both_languages_whatever_is_skipped_or_moved() -> None:
    made = brochure(FILE)
    index = pages(made, as_text=as_text)["index.html"]
    reasons = [
        reason
        for ritual in made.config.rituals
        for one in outlook(ritual.rule, NOW, NOW + timedelta(weeks=8))
        if (reason := one.skipped or one.moved) is not None
    ]
    assert {one.why for one in reasons} == {"holiday", "closed", "except"}
    for language in LANGUAGES:
        for reason in reasons:
            assert escape(say_reason(reason, language)) in index
    assert index.count('class="skipped"') >= len([one for one in reasons if one.why != "holiday"])
    assert index.count('class="moved"') == 1
    for said in ("Das Ritual ist pausiert", "Stille ist pausiert", "Frühling kommt erst später", "Spring comes later"):
        assert said in index, said
    assert "Ende von" in index
    assert "November 2026" in index
    assert "January 2027" in index


def test_a_round_that_ends_as_the_next_one_opens_ends_first() -> None:
    index = shown(AFTER.replace("    goals: [ziel]\n", "    goals: [ziel]\n    close_after: 7 days\n"))["index.html"]
    days = [re.findall(r"<li( class=\"end\")?><time", day) for day in re.findall(r"<ul>(.*?)</ul>", index)]
    assert [' class="end"', ""] in days
    assert ["", ' class="end"'] not in days


def test_the_heading_of_a_step_begins_with_a_capital_letter() -> None:
    steps = re.findall(r'<h2 class="step">(.*?)</h2>', shown(FILE)["ritual-kaffee.html"])
    assert any("Opening" in one for one in steps)
    assert not any(re.search(r">[a-z]", one) for one in steps)


def test_each_ritual_has_a_page_with_its_messages_in_both_languages() -> None:
    found = shown(FILE)
    assert {f"ritual-{one}.html" for one in ("kaffee", "gruss", "umzug", "pause", "spaeter")} < found.keys()
    coffee = found["ritual-kaffee.html"]
    plain = unescape(coffee)
    for words in ("Habt ihr euch getroffen?", "Did you meet?", "Auf dem Sperrbildschirm", "von 50 Blöcken"):
        assert words in plain, words
    for one in known(coffee)["views"]:
        assert as_text(one) in plain


def test_every_form_is_there_also_one_that_only_an_answer_leads_to() -> None:
    found = shown(AFTER)["ritual-runde.html"]
    modals = [one for one in known(found)["views"] if one.get("type") == "modal"]
    asked = [[block.get("block_id") for block in one["blocks"] if block["type"] == "input"] for one in modals]
    assert ["hindernis"] in asked
    assert any("zuversicht" in one and "hindernis" not in one for one in asked)
    for words in ("Was fehlt dir dafür?", "What is in the way?", "Schnell antworten", "Answer fast"):
        assert words in found


def test_of_goals_each_part_is_shown_that_somebody_gets_to_see() -> None:
    config = load(ROOT / "bot" / "demo" / "goals.yaml", kinds=kinds())
    made = Brochure(
        compared(None, config, kinds(), file="goals.yaml", now=NOW, language="de"), kinds(), catalogues(), 8
    )
    titles = {
        ritual: [one.views["de"]["title"]["text"] for one in said if one.is_form]
        for ritual, said in made.exhibits.items()
    }
    assert len(titles["zielabgleich"]) == 6
    assert len(titles["teampuls"]) == 3  # both sides of the mirror, and what was decided
    assert len(titles["zielrunde"]) == 2
    assert all(len(set(one)) >= 2 for one in titles.values())


def test_a_hostile_text_stays_a_text() -> None:
    found = shown(EVIL)
    assert "ritual-index.html" in found  # an id is never the name of another page
    for name, page in found.items():
        if name.endswith(".html"):
            assert "<img" not in page
            assert "<svg onload" not in page
            assert page.count("<script") == page.count("</script>") == (2 if name != "index.html" else 1)
    views = known(found["ritual-index.html"])["views"]
    assert any("</script>" in json.dumps(one) or "&lt;/script&gt;" in json.dumps(one) for one in views)


def test_what_looks_different_is_marked_and_shown_as_it_was() -> None:
    found = shown(FILE.replace("Was steht an?", "Was gibt es?"), FILE)
    greeting = found["ritual-gruss.html"]
    assert 'class="exhibit changed"' in greeting
    assert "Was steht an?" in greeting
    assert "Was gibt es?" in greeting
    assert "Wortlaut · gruss · text" in greeting
    assert 'class="exhibit changed"' not in found["ritual-kaffee.html"]
    assert "mark changed" in found["index.html"]
    assert found["index.html"].count("mark changed") == 1
    assert 'class="exhibit new"' not in "".join(found.values())


def test_a_ritual_that_says_less_shows_what_is_gone_and_a_new_one_is_marked() -> None:
    before, _, spring = FILE.partition("  - id: spaeter")
    quiet = FILE.replace("    channel: kaffeerunde\n", "    channel: kaffeerunde\n    wrap_up: false\n")
    found = shown(quiet, before)
    assert spring
    assert 'class="exhibit gone"' in found["ritual-kaffee.html"]
    assert "mark new" in found["index.html"]
    assert "Das ist die erste Fassung" in shown(FILE)["index.html"]


def test_the_script_carries_every_module_and_imports_nothing_from_files() -> None:
    script = shown(EVIL)["assets/preview.js"]
    sources = json.loads(
        script[script.index("const sources = ") + len("const sources = ") : script.index(";\n  const address")]
    )
    assert {"rondo/blocks.js", "rondo/controls.js", "rondo/mrkdwn.js", "rondo/dates.js", "rondo/charts.js"} <= set(
        sources
    )
    for source in sources.values():
        named = set(re.findall(r'(?:from|import)\s*\(?\s*"([^"\n]+\.js)"', source))
        assert named <= set(sources), named


def test_a_directory_of_somebody_else_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BotError, match=r"mine\.txt.*--out"):
        put(tmp_path, {"index.html": "new"})
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]
    with pytest.raises(BotError, match="is a file"):
        insist_free(tmp_path / "mine.txt")


def test_an_earlier_preview_is_replaced_as_a_whole_but_not_what_was_put_beside_it(tmp_path: Path) -> None:
    out = tmp_path / "pages"
    put(out, {"index.html": "old", "assets/a.js": "", "ritual-gone.html": ""})
    assert put(out, {"index.html": "new"}).read_text(encoding="utf-8") == "new"
    assert sorted(one.name for one in out.iterdir()) == ["index.html", MARK]
    (out / "notes.md").write_text("mine", encoding="utf-8")
    with pytest.raises(BotError, match=r"notes\.md"):
        put(out, {"index.html": "newer"})
    assert (out / "index.html").read_text(encoding="utf-8") == "new"


def test_a_preview_that_cannot_be_written_leaves_the_earlier_one(tmp_path: Path) -> None:
    out = tmp_path / "pages"
    put(out, {"index.html": "old"})
    with pytest.raises(OSError, match="too long"):
        put(out, {"index.html": "new", "x" * 300: ""})
    assert (out / "index.html").read_text(encoding="utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["pages"]
