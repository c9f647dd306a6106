"""No figure below its threshold is told anywhere, and nobody's words: looked for by what people really answered.

Four, seven or all of twelve answer a check-in, a pulse and an alignment round with numbers and words that occur nowhere
else. Then everything that anybody could read is searched for what must not be there: messages, pages, tables, logs.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import structlog
from click.testing import CliRunner

from bot import logs
from bot.cli import main
from bot.errors import UserError
from bot.model import Person
from bot.sandbox import Workspace
from bot.service.goals.results import figures_file
from bot.service.workspace import reconcile
from bot.store import people
from tests.integration.conftest import MakeWorld
from tests.world import World, eventually, words_of

TEAM = (
    "Bernd", "Carla", "David", "Elif", "Florian", "Grace", "Hanna", "Ivo", "Jana", "Karim", "Lena", "Moritz",
)  # fmt: skip
FACILITATOR, LEAD, OUTSIDER = "Uwe", "Theresa", "Anna"
RITUALS = """
version: 1
defaults:
  {{language: {language}, timezone: Europe/Berlin, send_between: ["00:00", "23:59"],
    notification_budget: {{day: 9, week: 50}}}}
goals:
  - id: liefern
    text: {{de: "Wir liefern bis zum Abend.", en: "We deliver by the evening."}}
rituals:
  - id: stand
    kind: checkin
    title: Stand
    channel: kaffeerunde
    audience: {{people: [{people}]}}
    join: channel
    owner: {lead}
    schedule: {{every: week, days: [mon], at: "09:00"}}
    goals: [liefern]
    visibility: {visibility}
    results: {results}
    questions:
      - {{id: tempo, type: number, ask: Tempo?}}
      - {{id: tier, type: single, ask: Tier?, options: [Qualle, Marder, Dachs]}}
      - {{id: folge, type: number, ask: Folge?, if: {{question: tier, is: Qualle}}}}
      - {{id: rest, type: number, ask: Rest?}}
      - {{id: frei, type: text, ask: Frei?}}
  - id: puls
    kind: pulse
    title: Puls
    channel: montagsrunde
    audience: {{people: [{people}]}}
    join: channel
    owner: {lead}
    schedule: {{every: week, days: [mon], at: "09:00"}}
    close_after: 3 workdays
    results: {results}
    questions:
      - {{id: menge, type: number, ask: Menge?}}
      - {{id: vogel, type: single, ask: Vogel?, options: [Kranich, Storch, Reiher]}}
      - {{id: baum, type: multiple, ask: Baum?, options: [{{id: ahorn, text: Ahorn}}, {{id: birke, text: Birke}}]}}
      - {{id: mehr, type: text, ask: Mehr?}}
  - id: abgleich
    kind: alignment
    title: Abgleich
    channel: montagsrunde
    audience: {{people: [{people}]}}
    join: channel
    owner: {lead}
    schedule: {{every: week, days: [mon], at: "09:00"}}
    close_after: 4 workdays
    goal: liefern
    facilitator: {facilitator}
    leads: [{lead}]
    compare_departments: true
    results: {results}
"""
MARK = "xqz"
"""Stands in all that somebody writes."""
GOAL, OTHER, THIRD = {"de": "Wir liefern bis zum Abend.", "en": "We deliver by the evening."}, "Billigste", "Wachstum"
TEMPO = [31013, 42019, 53047, 64081, 75037, 86069, 97073, 31121, 42139, 53161, 64187, 75193]
FOLGE = [number + 1777 for number in TEMPO]
MENGE = [number + 4021 for number in TEMPO]
REST = {at: 88001 + 717 * at for at in range(4)}
"""Only four say something to that."""
LATE = 99929
ESTIMATE = 83
TIERS = ["Qualle", "Qualle", "Marder", "Qualle", "Dachs", "Qualle", "Marder", *["Qualle"] * 4, "Marder"]
"""Eight of twelve, four of the first seven: without names too much alike."""
BIRDS = ["Kranich", "Storch", "Reiher", "Kranich", "Storch", "Kranich", "Reiher", "Kranich", "Storch", "Kranich",
         "Storch", "Kranich"]  # fmt: skip
TREES = [["ahorn"]] * 8 + [["birke"]] * 4
"""All but four of twelve ticked the same."""
MEANT = [True, False, True, True, False, True, False, True, False, True, False, True]
"""Seven of twelve mean the goal as it is written."""
PLACES = ["Nordlager"] * 8 + ["Südlager"] * 4
HIDDEN = frozenset({"block_id", "action_id", "value", "ts", "private_metadata", "callback_id", "external_id", "id"})


@dataclass
class Read:
    """Everything that could be read, by where it stood."""

    messages: list[str] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)
    """By name and page."""
    tables: list[str] = field(default_factory=list)
    logged: list[str] = field(default_factory=list)

    @property
    def everywhere(self) -> str:
        return "\n".join((*self.messages, *self.pages.values(), *self.tables, *self.logged))


@dataclass
class Round:
    """One week in which so many of twelve answer."""

    world: World
    visibility: str
    size: int
    language: str

    @property
    def there(self) -> Sequence[str]:
        return TEAM[: self.size]

    def play(self) -> None:
        """Let everybody answer, one of them late, and everything be told."""
        self.world.advance_to("mon 09:01")
        for at, name in enumerate(self.there):
            self.check_in(at, name)
            tree = TREES[at]
            self.fill(name, "ritual:pulse:fill", menge=str(MENGE[at]), vogel=self.bird(at), baum=tree,
                      mehr=f"{MARK} Mehr {at}")  # fmt: skip
            self.fill(name, "ritual:words:open", text=f"{MARK} Ziel {at}", line="yes")
        self.world.advance_to("wed 12:00")
        if self.visibility == "named" and self.size < len(TEAM):
            self.fill(TEAM[self.size], "ritual:checkin:fill", tempo=str(LATE), tier="Dachs", frei=f"{MARK} spät")
        if self.size >= 5:
            self.sort()
            self.pick()
        self.world.advance_to("fri 09:05")

    def check_in(self, at: int, name: str) -> None:
        said: dict[str, Any] = {"tempo": str(TEMPO[at]), "tier": self.option(name, TIERS[at]), "frei": f"{MARK} {at}"}
        if at in REST:
            said["rest"] = str(REST[at])
        if at == 0:
            said |= {"need_words": f"{MARK} Hilfe", "need_whom": self.world.slack.person(TEAM[-1]).id}
        more = self.fill(name, "", **said)
        if TIERS[at] == "Qualle":
            assert "Folge?" in more
            assert self.world.slack.submit({"folge": str(FOLGE[at])}, by=name)["ok"]
        self.clear(name)

    def option(self, name: str, text: str) -> str:
        """Open the check-in, and return what an option is remembered by."""
        self.open(name, "ritual:checkin:fill")
        return self.chosen(name, "tier", text)

    def bird(self, at: int) -> str:
        self.open(TEAM[at], "ritual:pulse:fill")
        return self.chosen(TEAM[at], "vogel", BIRDS[at])

    def chosen(self, name: str, field_: str, text: str) -> str:
        page = self.world.slack.modal(name)
        assert page is not None
        element = next(one["element"] for one in page["blocks"] if one.get("block_id") == field_)
        return next(str(one["value"]) for one in element["options"] if text in one["text"]["text"])

    def open(self, name: str, action: str, **where: Any) -> str:
        """Press a button, and return the page."""
        self.clear(name)
        assert self.world.slack.click(action, by=name, **(where or {"on": "message"}))["ok"]
        return words_of(eventually(lambda: self.world.slack.modal(name)))

    def fill(self, name: str, action: str, **said: Any) -> str:
        """Press a button, send the page, and return what follows."""
        if action:
            self.open(name, action)
        if said.get("tier") == "Dachs":
            said["tier"] = self.chosen(name, "tier", "Dachs")
        done = self.world.slack.submit(said, by=name)
        assert done["ok"], done
        return words_of(self.world.slack.modal(name))

    def clear(self, name: str) -> None:
        while self.world.slack.modal(name):
            self.world.slack.close(by=name)

    def sort(self) -> None:
        assert self.open(FACILITATOR, "ritual:group:open").count(MARK) == self.size
        self.fill(FACILITATOR, "", b=OTHER, c=THIRD)
        self.fill(FACILITATOR, "")
        self.clear(FACILITATOR)
        self.world.advance(minutes=2)
        self.fill(LEAD, "ritual:pick:open", share=str(ESTIMATE))
        self.clear(LEAD)

    def pick(self) -> None:
        for at, name in enumerate(self.there):
            self.open(name, "ritual:pick:open")
            self.fill(name, "", pick=self.chosen(name, "pick", GOAL[self.language] if MEANT[at] else OTHER))
            self.clear(name)

    def read(self) -> Read:
        """Look everywhere."""
        found = Read()
        workspace = self.world.slack.workspace
        for place in workspace.conversations.values():
            for one in (*place.messages.values(), *place.ephemerals.values()):
                found.messages.append("\n".join([one.text, *leaves(one.blocks), *leaves(one.attachments)]))
        calls = [call for call in workspace.journal.calls if call["method"].startswith("chat.")]
        found.messages += ["\n".join(leaves(call["args"])) for call in calls]
        found.messages += [row["text"] for row in workspace.journal.log]
        for name in (TEAM[0], TEAM[-1], LEAD, FACILITATOR, OUTSIDER):
            found.pages |= self.pages_of(name)
        found.tables += [text for name in ("stand", "puls", "abgleich") for text in self.tables_of(name)]
        return found

    def pages_of(self, name: str) -> dict[str, str]:
        """Return App Home, the page of goals, results and what is to be decided, as somebody sees them."""
        slack, found = self.world.slack, {}
        slack.open_home(by=name)
        found[f"{name}/home"] = said_in(eventually(lambda: slack.home(name)))
        found[f"{name}/goals"] = said_in(self.goals(name))
        for block in [one.get("block_id", "") for one in self.goals(name)["blocks"]]:
            action, _, ritual = block.partition("-")
            if action in ("results", "answers"):
                found[f"{name}/{action}/{ritual}"] = said_in(self.behind(name, f"goals:{action}", block))
        self.clear(name)
        for row in slack.inbox(name):
            if "decision:open" in str(row):
                page = self.open(name, "decision:open", on=row)
                found[f"{name}/decision/{row['ts']}"] = page
        self.clear(name)
        return found

    def behind(self, name: str, action: str, block: str) -> Any:
        """Press a button on the page of goals, and return the page behind it."""
        before = self.goals(name)["id"]
        assert self.world.slack.click(action, by=name, on="modal", block_id=block)["ok"]

        def look() -> Any:
            page = self.world.slack.modal(name)
            return page if page and page["id"] != before else None

        return eventually(look)

    def goals(self, name: str) -> Any:
        self.clear(name)
        self.world.slack.command("/rondo goals", by=name)
        return eventually(lambda: self.world.slack.modal(name))

    def tables_of(self, ritual: str) -> Iterator[str]:
        """Yield what is exported of a ritual; nobody else gets it."""
        context = self.world.rondo.context
        yield figures_file(context, person(self.world, LEAD), ritual)[1].decode("utf-8-sig")
        for name in (TEAM[0], OUTSIDER):
            with pytest.raises(UserError, match=r"roles\.not_allowed"):
                figures_file(context, person(self.world, name), ritual)
        for more in ([], ["--csv", "-"], ["--lang", "en"]):
            done = CliRunner().invoke(main, ["results", ritual, *more])
            assert done.exit_code == 0, done.output
            yield done.output


@dataclass(frozen=True)
class Case:
    """How many answer, and whether by name."""

    visibility: str
    size: int

    @property
    def is_public(self) -> bool:
        """Whether the channel reads the results, which both ways of visibility try."""
        return (self.visibility, self.size) in (("named", 4), ("named", 12), ("group", 12))

    @property
    def language(self) -> str:
        return "de" if self.visibility == "named" else "en"


@pytest.fixture(
    params=[Case(one, size) for one in ("named", "group") for size in (4, 7, 12)],
    ids=lambda one: f"{one.visibility}-{one.size}",
)
def played(
    request: pytest.FixtureRequest,
    make_world: MakeWorld,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> tuple[Case, Read]:
    """Give what can be read after a week, with all that was logged down to DEBUG; of libraries what Rondo lets pass."""
    case: Case = request.param
    caplog.set_level(logging.DEBUG)
    for name, least in logs._QUIET.items():
        caplog.set_level(least, logger=name)
    known = {one.real_name.split()[0]: one.id for one in Workspace().people.values()}
    rituals = RITUALS.format(
        language=case.language,
        visibility=case.visibility,
        results="channel" if case.is_public else "members",
        people=", ".join(known[name] for name in TEAM),
        facilitator=known[FACILITATOR],
        lead=known[LEAD],
    )
    with structlog.testing.capture_logs() as captured:
        world = make_world(rituals=rituals)
        for one in world.slack.workspace.people.values():
            one.locale = "de-DE" if case.language == "de" else "en-GB"
        for name, place in zip(TEAM, PLACES, strict=True):
            world.slack.person(name).department = place
        reconcile(world.rondo.context, world.now())
        round_ = Round(world, case.visibility, case.size, case.language)
        round_.play()
        for name, value in {"DATABASE_URL": database_url, "RONDO_RITUALS": str(tmp_path / "rituals.yaml")}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
        monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
        monkeypatch.chdir(tmp_path)
        read = round_.read()
    read.logged = [*map(str, captured), *(f"{one.getMessage()} {one.__dict__}" for one in caplog.records)]
    assert any("tick" in one or "action" in one for one in read.logged)
    return case, read


def test_no_figure_is_told_below_its_threshold_and_nobodys_words_are(played: tuple[Case, Read]) -> None:
    case, read = played
    only_what_may_be_told_is(case, read)
    the_alignment_round_tells_the_true_shares(case, read)
    nobodys_words_or_single_answers_leave_the_pages(case, read)


def only_what_may_be_told_is(case: Case, read: Read) -> None:
    """Check each figure against how many really answered, and how."""
    n, is_named = case.size, case.visibility == "named"
    low = [at for at in range(n) if TIERS[at] == "Qualle"]
    told = {
        "tempo": is_told(read.everywhere, TEMPO[:n]),
        "tempo with who was late": is_told(read.everywhere, [*TEMPO[:n], LATE]),
        "folge": is_told(read.everywhere, [FOLGE[at] for at in low]),
        "rest": is_told(read.everywhere, list(REST.values())),
        "menge": is_told(read.everywhere, MENGE[:n]),
        "tier": any(one in all_but_own(read, case) for one in ("Qualle", "Marder", "Dachs")),
        "vogel": any(one in read.everywhere for one in ("Kranich", "Storch", "Reiher")),
        "baum": any(one in read.everywhere for one in ("Ahorn", "Birke")),
        "places": any(one in read.everywhere for one in set(PLACES)),
        "alignment": bool(re.search(rf"\b{ESTIMATE}\b|\b(7|4|5|2) (von|of) (12|7|4)\b", read.everywhere)),
        "readings": OTHER in all_but_pages(read) or THIRD in all_but_pages(read),
        "few": bool(re.search(r"\b[1-4] (Antworten|Antwort|answers|answer)\b", read.everywhere)),
    }
    assert {what for what, is_there in told.items() if is_there} == {
        what
        for what, may_be_there in {
            "tempo": n >= 5,
            "folge": is_named and len(low) >= 5,
            "menge": n >= 5,
            "tier": is_named and n >= 8,
            "vogel": n >= 8,
            "alignment": n == 12,
            "readings": n == 12,
        }.items()
        if may_be_there
    }


def the_alignment_round_tells_the_true_shares(case: Case, read: Read) -> None:
    """Check that twelve with two readings get to know their shares, and fewer do not."""
    said = "\n".join(read.messages)
    true = "7 von 12 (58 %)" if case.language == "de" else "7 of 12 (58%)"
    assert (true in said) is (case.size == 12)
    assert (re.search(r"\b32\b|\b25 (Punkte|points)", said) is not None) is (case.size == 12), "the perception gap"


def nobodys_words_or_single_answers_leave_the_pages(case: Case, read: Read) -> None:
    """Check that what one person said stands in no message, table or log, and on pages only where it may."""
    outside = plain(all_but_pages(read))
    assert MARK not in outside
    single = [*TEMPO, *FOLGE, *MENGE, *REST.values(), LATE]
    assert [one for one in single if stands(one, outside)] == []
    pages = {where: plain(text) for where, text in read.pages.items()}
    of_pulse = [where for where, text in pages.items() if any(stands(one, text) for one in MENGE)]
    assert of_pulse == []
    seen = {
        where for where, text in pages.items() if any(stands(one, text) for one in (*TEMPO, *FOLGE, *REST.values()))
    }
    named = {f"{TEAM[0]}/results/stand", f"{TEAM[0]}/answers/stand", f"{TEAM[-1]}/results/stand"}
    own = {f"{TEAM[0]}/goals", f"{TEAM[-1]}/goals", f"{TEAM[-1]}/answers/stand"}
    assert seen <= (named | own if case.visibility == "named" else set())
    assert OUTSIDER not in {where.partition("/")[0] for where, text in pages.items() if MARK in text}


def is_told(text: str, values: Sequence[int]) -> bool:
    """Return whether the mean or the sum of numbers stands in a text, however it is written."""
    mean = sum(values) / len(values)
    return any(stands(one, plain(text)) for one in {int(mean), round(mean), sum(values)})


def stands(number: int, text: str) -> bool:
    """Return whether a number stands in a plain text, with up to three places after the comma."""
    return re.search(rf"(?<!\w){number}\d{{0,3}}(?!\w)", text) is not None


def plain(text: str) -> str:
    """Return a text in which no sign stands between two figures of a number."""
    return re.sub(r"(?<=\d)[.,\u202f\u00a0\u2019](?=\d)", "", text)


def all_but_pages(read: Read) -> str:
    return "\n".join((*read.messages, *read.tables, *read.logged))


def all_but_own(read: Read, case: Case) -> str:
    """Return all but the pages on which members read, by name, what each of them answered."""
    by_name = ("/results/stand", "/answers/stand", "/goals") if case.visibility == "named" else ()
    pages = [text for where, text in read.pages.items() if not where.endswith(by_name or ("/none",))]
    return "\n".join((all_but_pages(read), *pages))


def person(world: World, name: str) -> Person:
    with world.rondo.database.read() as tx:
        found = people.by_slack_id(tx, world.slack.person(name).id)
    assert found is not None
    return found


def leaves(tree: Any) -> list[str]:
    """Return all that is read of a message or a page, what stands in charts and fields included."""
    if isinstance(tree, dict):
        return [text for key, one in tree.items() if key not in HIDDEN for text in leaves(one)]
    if isinstance(tree, list | tuple):
        return [text for one in tree for text in leaves(one)]
    return [] if tree is None or isinstance(tree, bool) else [str(tree)]


def said_in(page: Any) -> str:
    return "\n".join(leaves(page["blocks"]))
