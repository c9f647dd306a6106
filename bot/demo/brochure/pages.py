"""All files of a brochure: the index, one page for each ritual, and what draws them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from bot import __version__
from bot.demo.brochure.assets import icon, script, style
from bot.demo.brochure.calendar import calendar
from bot.demo.brochure.changes import changes, marks
from bot.demo.brochure.content import Brochure
from bot.demo.brochure.exhibit import AsText
from bot.demo.brochure.markup import Html, joined, tag
from bot.demo.brochure.ritual import describe, ritual_page
from bot.model import Words

LOGO = (
    '<svg class="sr" aria-hidden="true"><symbol id="logo" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="8" fill="#0d5c63"/><g fill="none" stroke-width="3.6" stroke-linecap="round">'
    '<path d="M8.2 18.4A8 8 0 0 1 20 9.1" stroke="#fff"/><path d="M23.8 13.6A8 8 0 0 1 12 22.9" stroke="#ffb84d"/>'
    "</g></symbol></svg>"
)
POLICY = "connect-src 'none'; img-src data:; form-action 'none'; base-uri 'none'"
"""The pages ask nobody for anything; what scripts may do cannot be said for pages that open from disk."""
SCRIPT, STYLE = "assets/preview.js", "assets/preview.css"


def pages(brochure: Brochure, *, as_text: AsText) -> Mapping[str, str]:
    """Return the files by their path; `as_text` says a message or a form in plain text, for whoever has no script."""
    found = {SCRIPT: script(), STYLE: style(), "index.html": _index(brochure)}
    for ritual in brochure.config.rituals:
        body = ritual_page(brochure, ritual, as_text=as_text)
        title = brochure.catalogues[brochure.comparison.language].say(Words(own=ritual.title), plain=True)
        found[f"ritual-{ritual.id}.html"] = _frame(brochure, title, body, is_index=False)
    return found


def _index(brochure: Brochure) -> str:
    tongue, made = brochure.tongue, brochure.now
    name = PurePath(brochure.comparison.file).name
    title = brochure.catalogues[brochure.comparison.language].say(Words("brochure.title", {"file": name}), plain=True)
    body = joined(
        tag("h1", tongue.both("brochure.title", file=name)),
        tag("p", tongue.both("brochure.lead")),
        tag("p", tongue.both("brochure.made", when=made, version=__version__), class_="faint"),
        changes(brochure),
        calendar(brochure),
        _table(brochure),
    )
    return _frame(brochure, title, body, is_index=True)


def _table(brochure: Brochure) -> Html:
    tongue = brochure.tongue
    heads = ("what", "when", "where", "who", "kind", "says")
    rows = []
    for ritual in brochure.config.rituals:
        said = brochure.exhibits[ritual.id]
        forms = sum(one.is_form for one in said if one.change != "gone")
        facts = describe(brochure, ritual)
        count = tongue.both("brochure.count", messages=sum(one.change != "gone" for one in said) - forms, forms=forms)
        link = tag("a", tongue.words(Words(own=ritual.title)), href=f"ritual-{ritual.id}.html")
        cells = [facts["when"], facts["where"], facts["who"], facts["kind"], count]
        rows.append(
            tag("tr", tag("th", link, " ", marks(brochure, ritual), scope="row"), [tag("td", one) for one in cells])
        )
    return tag(
        "section",
        tag("h2", tongue.both("brochure.rituals"), id="rituals"),
        tag(
            "div",
            tag(
                "table",
                tag("thead", tag("tr", [tag("th", tongue.both(f"brochure.{one}"), scope="col") for one in heads])),
                tag("tbody", rows),
            ),
            class_="wide-table",
            tabindex="0",
            role="region",
            aria_labelledby="rituals",
        ),
    )


def _frame(brochure: Brochure, title: str, body: Html, *, is_index: bool) -> str:
    """Return a whole page; without a script it speaks the language of the file."""
    language = brochure.comparison.language
    home = "" if is_index else tag("a", brochure.tongue.both("brochure.back"), href="index.html", class_="back")
    names = {"de": "Deutsch", "en": "English"}
    switch = [
        tag(
            "button", name, type="button", lang=one, data_speak=one, aria_pressed="true" if one == language else "false"
        )
        for one, name in names.items()
    ]
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("title", title),
        tag("link", rel="icon", href=icon()),
        tag("link", rel="stylesheet", href=STYLE),
        tag("script", src=SCRIPT, defer=True),
    )
    top = tag(
        "header",
        tag("b", "Rondo"),
        home,
        tag("div", switch, class_="switch", role="group", aria_label="Deutsch, English"),
    )
    page = tag("body", Html(LOGO), top, tag("main", body))
    return f"<!doctype html>\n{tag('html', head, page, lang=language, data_zone=brochure.config.timezone)}\n"
