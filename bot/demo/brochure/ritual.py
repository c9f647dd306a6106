"""The page of one ritual: what it is in words, and all that it says, German and English side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.config import values
from bot.demo.brochure.changes import changes_of, marks
from bot.demo.brochure.content import Brochure, Exhibit, View
from bot.demo.brochure.markup import Html, data, joined, tag
from bot.demo.brochure.sizes import size_of
from bot.model import LANGUAGES, Language, Ritual, Words
from bot.schedule import closing_time, next_occurrence, sentence
from bot.service.comparison import local_of
from bot.service.rehearsal import NAMES
from bot.service.step_words import step_words
from bot.slack.views.replies import audience_words

AsText = Callable[[Mapping[str, Any]], str]
TONGUES: Mapping[Language, str] = {"de": "Deutsch", "en": "English"}
NEAR = 0.9
"""From which share of a limit on a size is marked."""


class _Views:
    """What the page's script draws: each look once, by its number."""

    def __init__(self) -> None:
        self.all: list[View] = []

    def number(self, view: View) -> str:
        """Return the number of a look."""
        if view not in self.all:
            self.all.append(view)
        return str(self.all.index(view))


def ritual_page(brochure: Brochure, ritual: Ritual, *, as_text: AsText) -> Html:
    """Return what stands on the page of a ritual."""
    tongue, views = brochure.tongue, _Views()
    facts = describe(brochure, ritual)
    rows = [joined(tag("dt", tongue.both(f"brochure.{key}")), tag("dd", said)) for key, said in facts.items() if said]
    changed = changes_of(brochure, ritual)
    steps: list[Html] = []
    exhibits = brochure.exhibits[ritual.id]
    for number, one in enumerate(exhibits):
        if number == 0 or one.step != exhibits[number - 1].step:
            steps.append(tag("h2", _step(brochure, one), class_="step"))
        steps.append(_exhibit(brochure, ritual, one, views, as_text, number=number))
    people = [{"id": f"U{name.upper()}", "real_name": name} for name in NAMES]
    now = int(brochure.now.timestamp() * 1000)
    known = {"views": views.all, "people": people, "now": now, "zone": ritual.rule.timezone}
    return joined(
        tag("h1", tongue.words(Words(own=ritual.title)), " ", marks(brochure, ritual)),
        tag("dl", rows, class_="facts"),
        _settings(brochure, ritual),
        tag("section", tag("h2", tongue.both("brochure.changes")), changed) if changed else "",
        tag("p", tongue.both("brochure.round"), class_="faint"),
        steps,
        data(known, id="known"),
    )


def describe(brochure: Brochure, ritual: Ritual) -> dict[str, Html | str]:
    """Return a ritual in words: what kind it is, when, where, for whom, and how long a round stays open."""
    tongue, kind = brochure.tongue, brochure.kinds[ritual.kind]
    title = f"brochure.kind.{ritual.kind}"
    known = title in brochure.catalogues["de"].keys()  # noqa: SIM118 no mapping
    if not kind.has_members and ritual.channel:
        who = tongue.both("brochure.who.all", channel=ritual.channel)
    else:
        who = tongue.both(f"brochure.who.{ritual.join}", whom=audience_words(ritual.whom))
    return {
        "kind": tongue.both(title) if known else ritual.kind,
        "when": tongue.each(lambda language: sentence(ritual.rule, language)),
        "where": f"#{ritual.channel}" if ritual.channel else tongue.both("brochure.where.alone"),
        "who": who,
        "next": _coming(brochure, ritual),
    }


def _coming(brochure: Brochure, ritual: Ritual) -> Html | str:
    """Say when the next round opens and ends."""
    tongue, coming = brochure.tongue, next_occurrence(ritual.rule, brochure.now)
    if ritual.paused:
        return tongue.both("brochure.note.paused", title=Words(own=ritual.title))
    if coming is None:
        return tongue.both("brochure.note.over", title=Words(own=ritual.title))
    zone = ZoneInfo(ritual.rule.timezone)
    ends = closing_time(coming.at, ritual.close_after, ritual.rule.timezone, ritual.rule)
    opens = local_of(ritual, coming)
    if ends is None or ends - coming.at < timedelta(minutes=1):
        return tongue.both("brochure.next.once", opens=opens)
    return tongue.both("brochure.next.round", opens=opens, ends=ends.astimezone(zone))


def _settings(brochure: Brochure, ritual: Ritual) -> Html:
    """Return all that holds for the ritual, as one would write it in the file; the defaults included."""
    said = {".".join(path): values.written(value) for path, value in values.of_ritual(ritual).items()}
    rows = [tag("tr", tag("th", tag("code", key), scope="row"), tag("td", one)) for key, one in said.items() if one]
    return tag(
        "details",
        tag("summary", brochure.tongue.both("brochure.settings")),
        tag("table", tag("tbody", rows), class_="settings"),
    )


def _step(brochure: Brochure, one: Exhibit) -> Html:
    return brochure.tongue.words(Words("step.answer") if ":" in one.step else step_words(one.step))


def _exhibit(brochure: Brochure, ritual: Ritual, one: Exhibit, views: _Views, as_text: AsText, *, number: int) -> Html:
    tongue = brochure.tongue
    what = tongue.both("brochure.form" if one.is_form else "brochure.message")
    mark = tag("span", tongue.both(f"brochure.mark.{one.change}"), class_=f"mark {one.change}") if one.change else ""
    at = one.at.astimezone(ZoneInfo(ritual.rule.timezone)) if one.at is not None else None
    when = (
        tongue.both("brochure.from" if one.is_form else "brochure.at", when=at) if at else tongue.both("brochure.press")
    )
    languages = [language for language in LANGUAGES if language in one.views]
    to = tongue.each(lambda language: one.to.get(language) or next(iter(one.to.values())))
    columns = [_column(brochure, one, language, views, as_text) for language in languages]
    before: Html | str = ""
    if one.before is not None:
        old = [_slot(one.before[one_], one_, views, as_text) for one_ in languages if one_ in one.before]
        before = tag(
            "details",
            tag("summary", tongue.both("brochure.before")),
            tag("div", old, class_="pair"),
            class_="before",
            open=True,
        )
    head = tag("div", tag("h3", what, " ", tag("span", to, class_="to"), " ", mark), tag("p", when, class_="faint"))
    return tag(
        "article",
        head,
        tag("div", columns, class_="pair"),
        before,
        class_=f"exhibit {one.change}".strip(),
        id=f"e{number + 1}",
    )


def _column(brochure: Brochure, one: Exhibit, language: Language, views: _Views, as_text: AsText) -> Html:
    view = one.views[language]
    push = (
        ""
        if one.is_form
        else tag(
            "p",
            tag("b", brochure.tongue.both("brochure.push")),
            " ",
            tag("span", as_text({"text": view.get("text", "")}), lang=language),
            class_="push",
        )
    )
    return tag(
        "div",
        tag("h4", TONGUES[language], lang=language),
        _slot(view, language, views, as_text),
        push,
        _size(brochure, view, is_form=one.is_form),
        class_="column",
    )


def _slot(view: View, language: Language, views: _Views, as_text: AsText) -> Html:
    """Return where a look is drawn; until then, and without a script, its plain text stands there."""
    plain = tag("pre", as_text(view))
    return tag("div", plain, class_="slot", lang=language, data_view=views.number(view))


def _size(brochure: Brochure, view: View, *, is_form: bool) -> Html:
    found, tongue = size_of(view, is_form=is_form), brochure.tongue
    place = Words(f"brochure.place.{found.place}")
    params: dict[str, Any] = {
        "blocks": found.blocks,
        "most": found.most_blocks,
        "n": found.characters,
        "place": place,
        "fullest": found.fullest,
        "limit": found.limit,
    }
    if found.most_characters is not None:
        params["all"] = found.most_characters
    shares = [found.blocks / found.most_blocks, found.fullest / found.limit]
    shares.append(found.characters / found.most_characters if found.most_characters else 0)
    is_near = max(shares) >= NEAR
    said = tongue.both("brochure.size.form" if is_form else "brochure.size.message", **params)
    return tag("p", "⚠ " if is_near else "", said, class_="size near" if is_near else "size")
