"""When something a person did is to be seen: the time from a click to the frame that shows its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Page

PAINT = """
window.one = (what) => document.querySelector(what);
window.all = (what) => [...document.querySelectorAll(what)];
window.frame = () => new Promise((done) => requestAnimationFrame(done));
/** Resolves to the time, since the page began to load, of the second frame after `holds()` came true: it is painted. */
window.painted = async (holds) => {
  while (!holds()) await frame();
  await frame();
  await frame();
  return performance.now();
};
window.timed = async (work, holds) => {
  await frame();
  const began = performance.now();
  work();
  return (await painted(holds)) - began;
};
window.type = (where, text) => {
  one(where).value = text;
  one(where).dispatchEvent(new Event('input', { bubbles: true }));
};
window.place = (name) => all('#places .place').find((row) => row.querySelector('.name').textContent === name);
window.read = () => one('#list .message') && !one('#scroll[aria-busy]');
window.stands = (name) => one('#title').textContent === `#${name}` && read();
window.find = () => one('#home [data-action="home:find"]');
window.shut = () => all('#modal[open] header .icon').at(-1).click();
window.before = null; // what was there before the click
"""
WAIT = 10_000
ANSWERED = 100.0
"""The limit of a click, in milliseconds."""


@dataclass(frozen=True)
class Click:
    """One thing that is done again and again, its variants in turn; each part is a JavaScript expression."""

    name: str
    work: Sequence[str]
    holds: Sequence[str]
    times: int = 30
    limit: float | None = ANSWERED
    """None where the bot must answer first."""
    before: str = "null"
    ready: str = "true"
    """What must hold before it is done."""
    complete: str = "true"
    """What must hold before `after` puts things back."""
    after: str = "null"
    settled: str = "true"

    def run(self, page: Page, number: int) -> float:
        """Do it once; return the milliseconds until it was painted."""
        page.evaluate(f"number => {{ {self.before} }}", number)
        page.wait_for_function(f"() => {self.ready}", timeout=WAIT)
        page.wait_for_timeout(60)  # what the one before set going is over
        work, holds = self.work[number % len(self.work)], self.holds[number % len(self.holds)]
        taken = float(page.evaluate(f"number => timed(() => {{ {work} }}, () => {holds})", number))
        page.wait_for_function(f"() => {self.complete}", timeout=WAIT)
        page.evaluate(f"() => {{ {self.after} }}")
        page.wait_for_function(f"() => {self.settled}", timeout=WAIT)
        return taken


HOME = "one('#side-apps .place').click()"
PEOPLE = "one('#people').close()"
BUSY = "find()?.getAttribute('aria-busy') === 'true' || one('#modal[open]')"
FORM = "one('#modal[open] .block')"
CLICKS = (
    Click(
        "open a channel",
        ["place('allgemein').click()", "place('laut').click()"],
        ["stands('allgemein')", "stands('laut')"],
    ),
    Click(
        "load older messages",
        ["one('.earlier button').click()"],
        ["all('#list .message').length > before"],
        times=12,
        before="before = all('#list .message').length",
    ),
    Click("type a letter", [f"type('#write', '{text}')" for text in ("a", "@", "/", "")], ["true"]),
    Click(
        "open and close a thread",
        ["one('#list [data-action=thread]').click()", "one('#thread-close').click()"],
        ["all('#replies .message').length > 1", "one('#thread').hidden"],
    ),
    Click("open the list of people", ["one('#me').click()"], ["all('#people[open] .person').length > 8"], after=PEOPLE),
    Click(
        "find somebody in it",
        ["type('#people input', 'ben')"],
        ["one('#people .person b')?.textContent.startsWith('Ben')"],
        before="one('#me').click()",
        after=PEOPLE,
    ),
    Click(
        "switch person",
        ["one(`#people li:nth-child(${3 + number % 9}) .person`).click()"],
        ["one('#me b').textContent === before && read()"],
        before="one('#me').click(); before = one(`#people li:nth-child(${3 + number % 9}) b`).textContent",
    ),
    Click(
        "open Home",
        [HOME, "place('allgemein').click()"],
        ["!one('#home').hidden && one('#home .block')", "stands('allgemein')"],
    ),
    Click(
        "press a button: it shows that it is worked on",
        ["find().click()"],
        [BUSY],
        times=12,
        before=HOME,
        ready="find()",
        complete=FORM,
        after="shut()",
        settled="!one('#modal[open]')",
    ),
    Click(
        "press it: the bot's form stands there",
        ["find().click()"],
        [FORM],
        times=12,
        limit=None,
        before=HOME,
        ready="find()",
        after="shut()",
        settled="!one('#modal[open]')",
    ),
)
