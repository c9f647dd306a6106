"""What changes against the version before: the lines of `rondo plan`, and which rituals look different."""

from __future__ import annotations

from functools import partial

from bot.config.changes import Change, asked
from bot.demo.brochure.content import Brochure
from bot.demo.brochure.markup import Html, tag
from bot.model import Ritual, Words


def changes(brochure: Brochure) -> Html:
    """Return the section about what changes."""
    found, tongue = brochure.comparison, brochure.tongue
    parts: list[Html] = []
    if found.old is None:
        parts.append(tag("p", tongue.both("brochure.first")))
    elif not found.changes:
        parts.append(tag("p", tongue.both("plan.none")))
    else:
        whole = {"total": len(found.new.rituals), "touched": len(found.touched)}
        parts.append(tag("p", tongue.both("plan.count", n=len(found.changes), **whole)))
        if data := sum(one.touches == "data" for one in found.changes):
            parts.append(tag("p", tongue.both("plan.data", n=data), class_="warning"))
        parts += [_group(brochure, name) for name in dict.fromkeys(one.ritual for one in found.changes)]
    for was, now in found.renamed.items():
        parts.append(tag("p", tongue.each(partial(asked, was, now)), class_="warning"))
    return tag("section", tag("h2", tongue.both("brochure.changes"), id="changes"), parts, aria_labelledby="changes")


def changes_of(brochure: Brochure, ritual: Ritual) -> Html | str:
    """Return the lines about one ritual; nothing where none changes."""
    found = [one for one in brochure.comparison.changes if one.ritual == ritual.id]
    return _lines(brochure, found) if found and brochure.comparison.old is not None else ""


def marks(brochure: Brochure, ritual: Ritual) -> Html | str:
    """Return a mark beside the name of a ritual that is new, changes, or says something else."""
    if brochure.comparison.old is None:
        return ""
    if brochure.was(ritual) is None:
        return tag("span", brochure.tongue.both("brochure.mark.new"), class_="mark new")
    said = [one for one in brochure.exhibits[ritual.id] if one.change]
    if said:
        return tag("span", brochure.tongue.both("brochure.mark.said", n=len(said)), class_="mark changed")
    if any(one.ritual == ritual.id for one in brochure.comparison.changes):
        return tag("span", brochure.tongue.both("brochure.mark.changed"), class_="mark changed")
    return ""


def _group(brochure: Brochure, name: str) -> Html:
    found = brochure.comparison
    ritual = next((one for one in found.new.rituals if one.id == name), None)
    head: Html | str = found.head(name)
    if ritual is not None:
        head = tag("a", brochure.tongue.words(Words(own=ritual.title)), href=f"ritual-{name}.html")
    elif not name:
        head = brochure.tongue.both("brochure.whole")
    lines = _lines(brochure, [one for one in found.changes if one.ritual == name])
    return tag("div", tag("h3", head), lines, class_="group")


def _lines(brochure: Brochure, found: list[Change]) -> Html:
    return tag("ul", [_line(brochure, one) for one in found], class_="changes")


def _line(brochure: Brochure, change: Change) -> Html:
    tongue, times = brochure.tongue, brochure.comparison.times(change)
    number = tag("span", tongue.both("brochure.line", line=change.line), class_="faint")
    coming: Html | str = ""
    if times is not None:
        before, after = (one or Words("plan.never") for one in times)
        key = "plan.same" if before == after else "plan.next"
        coming = tag("p", tongue.both(key, before=before, after=after), class_="faint")
    return tag("li", tongue.each(change.said), " ", number, coming, class_=f"touches-{change.touches}")
