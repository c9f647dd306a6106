"""The page of one ritual: what it is in words, and all that it says, German and English side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.config import values
from bot.demo.brochure.changes import changes_of, marks
from bot.demo.brochure.content import Brochure, Exhibit
from bot.demo.brochure.exhibit import AsText, Hall
from bot.demo.brochure.markup import Html, data, joined, tag
from bot.model import Ritual, Words
from bot.schedule import closing_time, next_occurrence, sentence
from bot.service.comparison import local_of
from bot.service.rehearsal import NAMES
from bot.service.step_words import step_words
from bot.slack.views.replies import audience_words


def ritual_page(brochure: Brochure, ritual: Ritual, *, as_text: AsText) -> Html:
    """Return what stands on the page of a ritual."""
    tongue, hall = brochure.tongue, Hall(brochure, ritual, as_text)
    facts = describe(brochure, ritual)
    rows = [joined(tag("dt", tongue.both(f"brochure.{key}")), tag("dd", said)) for key, said in facts.items() if said]
    changed = changes_of(brochure, ritual)
    steps: list[Html] = []
    exhibits = brochure.exhibits[ritual.id]
    for number, one in enumerate(exhibits):
        if number == 0 or (not one.is_reply and one.step != _step_before(exhibits[:number])):
            step = Words("step.answer") if one.is_reply else step_words(one.step)
            steps.append(tag("h2", tongue.heading(step), class_="step"))
        steps.append(hall.show(one))
    people = [{"id": f"U{name.upper()}", "real_name": name} for name in NAMES]
    now = int(brochure.now.timestamp() * 1000)
    known = {"views": hall.views, "people": people, "now": now, "zone": ritual.rule.timezone}
    return joined(
        tag("h1", tongue.words(Words(own=ritual.title)), " ", marks(brochure, ritual)),
        tag("dl", rows, class_="facts"),
        _settings(brochure, ritual),
        tag("section", tag("h2", tongue.both("brochure.changes")), changed) if changed else "",
        tag("p", tongue.both("brochure.round"), class_="faint apart"),
        steps,
        data(known, id="known"),
    )


def _step_before(exhibits: Sequence[Exhibit]) -> str:
    """Return the step of what stood there last; a reply belongs to the step at which somebody pressed."""
    return next((one.step for one in reversed(exhibits) if not one.is_reply), "")


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
