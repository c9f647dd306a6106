"""Whom a ritual is for: user groups, departments, people; and rituals that have no channel at all."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from bot.config import parse
from bot.rituals.registry import kinds
from bot.sandbox.people import People
from bot.sandbox.workspace import APP_USER
from bot.service.checkup import check_slack
from bot.service.workspace import keep_up
from bot.slack.manifest import manifest
from bot.store import people, runs, user_groups
from tests.integration.conftest import MakeWorld
from tests.world import COFFEE, World, eventually, words_of

MONDAY = "mon 16:00"
"""When also the colleagues in Boston have been written to: never before eight by their own clock."""
PAIRING = """
version: 1
defaults: {{language: de, timezone: Europe/Berlin}}
rituals:
  - id: kaffee
    kind: pairing
    title: {{de: Kaffeerunde, en: Coffee round}}
    schedule: {{every: week, days: [mon], at: "09:00"}}
    audience: {audience}
"""


def pairing(audience: str, more: str = "") -> str:
    return PAIRING.format(audience=audience) + (f"    {more}\n" if more else "")


def introduced(world: World) -> Counter[str]:
    """Return the Slack ids of who was introduced, as often as they were."""
    return Counter(one for row in world.introductions() for one in row["members"] if one != APP_USER)


def ids(world: World, *names: str) -> set[str]:
    return {world.slack.person(name).id for name in names}


def eligible(world: World, *, department: str = "") -> set[str]:
    everyone = world.slack.workspace.people.values()
    return {
        one.id
        for one in everyone
        if not (one.is_bot or one.deleted or one.is_guest or one.id == "USLACKBOT")
        and (not department or one.department == department)
    }


def group(world: World, handle: str) -> set[str]:
    """Return the Slack ids of a user group's members as Rondo knows them."""
    with world.rondo.database.read() as tx:
        members = people.by_ids(tx, user_groups.member_ids(tx, [handle]))
    return {one.slack_id for one in members.values()}


def profiles(world: World) -> set[tuple[str, str]]:
    """Return the departments and sites that Rondo keeps."""
    with world.rondo.database.read() as tx:
        return {(one.department, one.site) for one in people.everyone(tx)}


def calls(world: World, method: str) -> int:
    return sum(call["method"] == method for call in world.slack.workspace.calls)


def test_a_round_without_a_channel_runs_from_open_to_close(make_world: MakeWorld) -> None:
    world = make_world(rituals=pairing("{people: [U0001ANNAXX, U0002BERNDX, U0003CARLAX, U0004DAVIDX]}"))
    world.advance_to(MONDAY)
    assert introduced(world) == Counter(ids(world, "Anna", "Bernd", "Carla", "David"))
    world.advance_to("thu 10:00")
    world.slack.click("ritual:met:yes", by="Anna")
    eventually(lambda: [m for m in world.slack.inbox("Anna") if m.get("ephemeral")])
    world.advance_to("fri 10:00")
    (run,) = world.runs("kaffee")
    assert run.state == "closed"
    steps = Counter((letter.key.split("/")[1], letter.op) for letter in world.letters(run) if letter.state == "sent")
    assert steps == {(step, "post"): 2 for step in ("open", "nudge", "ask")} | {
        ("open", "open"): 2,
        ("close", "update"): 4,
    }
    assert "()" not in words_of(world.slack.inbox("Anna"))
    assert "(#" not in words_of(world.slack.inbox("Anna"))
    assert world.slack.workspace.refusals == []


def test_a_ritual_without_a_channel_says_whom_it_is_for_and_can_be_left(make_world: MakeWorld) -> None:
    world = make_world(rituals=pairing("{department: Vertrieb, user_group: service, people: U0001ANNAXX}"))
    for who, takes_part in (("Florian", True), ("Ivo", True), ("Anna", True), ("Bernd", False)):
        shown = world.answer_to(who, "/rondo list")
        assert "für Vertrieb, @service und einzelne Leute" in shown
        assert ("✅ Du bist dabei" in shown) is takes_part
    assert "Kaffeerunde" in world.answer_to("Anna", "/rondo next")
    assert "steht nichts an" in world.answer_to("Bernd", "/rondo next")
    assert "nicht mehr dabei" in world.answer_to("Florian", "/rondo leave")
    assert "Schön" in world.answer_to("Bernd", "/rondo join kaffee")
    world.slack.open_home(by="Bernd")
    home = eventually(lambda: world.slack.home("Bernd"))
    assert "für Vertrieb" in words_of(home["blocks"])
    world.advance_to(MONDAY)
    assert introduced(world).keys() >= ids(world, "Bernd", "Ivo", "Anna")
    assert not introduced(world).keys() & ids(world, "Florian")


def test_a_user_group_minus_a_person(make_world: MakeWorld) -> None:
    world = make_world(rituals=pairing("{user_group: software, except: {people: U0003CARLAX}}"))
    assert group(world, "software") == set(world.slack.workspace.usergroups[2]["members"])
    assert group(world, "vertrieb") == set()
    world.advance_to(MONDAY)
    assert set(introduced(world)) == (group(world, "software") & eligible(world)) - ids(world, "Carla")


def test_whoever_joins_the_group_during_the_week_is_in_the_next_round(make_world: MakeWorld) -> None:
    world = make_world(rituals=pairing("{user_group: personal}"))
    world.advance_to(MONDAY)
    assert not introduced(world).keys() & ids(world, "Anna", "Bernd")
    world.advance_to("tue 12:00")
    stays = ["Hanna", "Theresa", "Anna", "Bernd"]
    world.slack.change_group("personal", stays)
    eventually(lambda: group(world, "personal") == ids(world, *stays))
    world.advance_to(MONDAY)
    assert introduced(world).keys() >= ids(world, "Anna", "Bernd")
    assert Counter(introduced(world).values())[2] == 2


def test_a_group_made_later_and_one_taken_out_of_use_are_heard_of(make_world: MakeWorld) -> None:
    world = make_world(rituals=pairing("{user_group: [neu, personal]}"))
    administrator = People(world.slack.workspace)
    administrator.create_group("neu", members=sorted(ids(world, "Anna", "Bernd")))
    eventually(lambda: group(world, "neu") == ids(world, "Anna", "Bernd"))
    administrator.disable_group("personal")
    eventually(lambda: group(world, "personal") == set())
    world.advance_to(MONDAY)
    assert set(introduced(world)) == ids(world, "Anna", "Bernd")


def test_a_department_is_read_from_the_profiles(make_world: MakeWorld) -> None:
    world = make_world(rituals=pairing("{department: [vertrieb, Personal], except: {user_group: personal}}"))
    world.advance_to(MONDAY)
    group_members = set(world.slack.workspace.usergroups[4]["members"])
    wanted = eligible(world, department="Vertrieb") | eligible(world, department="Personal")
    assert set(introduced(world)) == wanted - group_members
    assert calls(world, "users.profile.get") == len(eligible(world))
    assert {site for _, site in profiles(world)} == {""}


def test_who_moves_to_another_department_is_found_at_night(make_world: MakeWorld) -> None:
    world = make_world(rituals=pairing("{department: Vertrieb}"))
    world.advance_to(MONDAY)
    world.slack.change("Anna", department="Vertrieb")
    assert not introduced(world).keys() & ids(world, "Anna")
    world.advance_to(MONDAY)
    assert introduced(world).keys() >= ids(world, "Anna")


def test_a_newcomers_department_is_read_when_they_come(make_world: MakeWorld) -> None:
    world = make_world(rituals=pairing("{department: Vertrieb}"))
    someone = world.slack.add_person("Neue Kollegin", department="Vertrieb")

    def known() -> bool:
        with world.rondo.database.read() as tx:
            return people.by_slack_id(tx, someone.id) is not None

    eventually(known)
    eventually(lambda: world.rondo.context.reading.waiting)
    world.advance(minutes=1)
    world.rondo.nightly(world.now())
    with world.rondo.database.read() as tx:
        learnt = people.by_slack_id(tx, someone.id)
    assert learnt is not None
    assert learnt.department == "Vertrieb"


def test_slack_asking_for_patience_delays_the_round_and_loses_nobody(make_world: MakeWorld) -> None:
    world = make_world(rituals=pairing("{department: Vertrieb}"))
    with world.rondo.database.begin() as tx:
        runs.drop_mark(tx, "profile:department")
    world.rondo.context.reading.fingerprint = "an older file"
    world.fault({"kind": "429", "method": "users.profile.get", "times": 1, "retry_after": 90})
    world.skip_to("mon 09:00")
    world.rondo.nightly(world.now())
    world.beat()
    assert world.introductions() == []
    assert "departments" in world.rondo.context.complaints["kaffee"]
    before = calls(world, "users.profile.get")
    world.advance(seconds=60)
    assert calls(world, "users.profile.get") == before
    world.advance(seconds=60)
    assert len(world.runs("kaffee")) == 1
    world.advance_to(MONDAY)
    assert set(introduced(world)) == eligible(world, department="Vertrieb")


def test_profiles_of_many_people_are_read_within_slacks_limits(make_world: MakeWorld) -> None:
    world = make_world(rituals=pairing("{department: Vertrieb}"))
    for number in range(60):
        world.slack.add_person(f"Neu {number}", department="Vertrieb")
    world.restart()  # reads everybody anew, a slice at once
    world.rondo.context.reading.not_before = None
    world.slack.workspace.limits.switch(True)
    for _ in range(4):
        world.advance(seconds=30)
    assert not world.rondo.context.reading.waiting
    assert [call for call in world.slack.workspace.calls if call["status"] == 429] == []
    with world.rondo.database.read() as tx:
        assert len(people.in_departments(tx, ["Vertrieb"])) >= 60


def test_what_a_new_rituals_file_needs_is_read_without_a_restart(make_world: MakeWorld) -> None:
    world = make_world()
    assert calls(world, "usergroups.list") + calls(world, "team.profile.get") == 0
    source = pairing("{user_group: personal, channel: leute-hamburg}", "mix: site")
    world.slack.install(manifest(parse(source, file="rituals.yaml", kinds=kinds()), kinds()))
    context = world.rondo.context
    changed = replace(context, config=lambda: parse(source, file="rituals.yaml", kinds=kinds()))
    keep_up(changed, world.now().date(), world.now())
    assert group(world, "personal") >= ids(world, "Hanna")
    assert ("", "Hamburg") in profiles(world)
    before = len(world.slack.workspace.calls)
    keep_up(changed, world.now().date(), world.now())
    assert len(world.slack.workspace.calls) == before


def test_without_the_scope_the_other_rituals_go_on(make_world: MakeWorld) -> None:
    world = make_world(rituals=COFFEE)
    source = COFFEE + pairing("{user_group: personal}").partition("rituals:")[2].replace("id: kaffee", "id: andere")
    context = replace(world.rondo.context, config=lambda: parse(source, file="rituals.yaml", kinds=kinds()))
    assert keep_up(context, None, world.now()) == world.now().date()
    assert group(world, "personal") == set()
    world.advance_to(MONDAY)
    assert introduced(world)


def test_profiles_are_forgotten_when_no_ritual_needs_them(make_world: MakeWorld) -> None:
    world = make_world(rituals=pairing("{people: [U0001ANNAXX, U0002BERNDX]}", "mix: [department, site]"))
    assert profiles(world) == {("", ""), ("Produkt", "Hamburg"), ("Entwicklung", "Augsburg")}
    assert calls(world, "users.profile.get") == 2
    world.file.write_text(pairing("{people: [U0001ANNAXX, U0002BERNDX]}"), encoding="utf-8")
    world.restart()
    assert profiles(world) == {("", "")}


def test_trios_of_different_departments(make_world: MakeWorld) -> None:
    world = make_world(rituals=pairing("{user_group: [software, vertrieb, personal]}", "size: 3\n    mix: department"))
    world.advance_to(MONDAY)
    sizes = sorted(len(row["members"]) - 1 for row in world.introductions())
    assert set(sizes) <= {3, 4}
    known = world.slack.workspace.people
    departments = [
        [known[one].department for one in row["members"] if one != APP_USER] for row in world.introductions()
    ]
    assert all(len(set(row)) >= 2 for row in departments)


def test_groups_of_eight_are_opened_and_written_to(make_world: MakeWorld) -> None:
    world = make_world(rituals=COFFEE.rstrip() + "\n    size: 8\n")
    world.advance_to(MONDAY)
    sizes = sorted(len(row["members"]) - 1 for row in world.introductions())
    assert sizes == [7, 7, 7, 8, 8]
    assert world.slack.workspace.refusals == []
    assert [call for call in world.slack.workspace.calls if call["error"]] == []
    world.advance(days=6)
    assert "5 Gruppen" in words_of(world.slack.channel_messages("kaffeerunde")[-1])


def test_a_channel_that_only_an_audience_names_is_read_without_joining_it(make_world: MakeWorld) -> None:
    world = make_world(rituals=pairing("{channel: leute-hamburg, except: {user_group: personal}}"))
    workspace = world.slack.workspace
    world.advance_to(MONDAY)
    inside = set(workspace.channel("leute-hamburg").members) - group(world, "personal")
    assert set(introduced(world)) == inside & eligible(world)
    assert APP_USER not in workspace.channel("leute-hamburg").members


def test_the_doctor_names_what_no_audience_can_reach(make_world: MakeWorld) -> None:
    audience = (
        "{channel: leitung, user_group: [sales, vertrib], department: [Vertrieb, Marketing], people: [U0404404404],"
        " except: {channel: gibtsnicht}}"
    )
    world = make_world(rituals=pairing(audience))
    world.advance(minutes=1)
    findings = {one.what: one for one in check_slack(world.rondo.context, lambda granted: ())}
    bad = {what: (one.said, one.is_warning) for what, one in findings.items() if not one.is_good}
    assert bad == {
        "channel #leitung": ("unknown", True),
        "channel #gibtsnicht": ("unknown", True),
        "user group @sales": ("unknown", True),
        "user group @vertrib": ("unknown", True),
        "department Marketing": ("nobody has it", True),
        "person U0404404404": ("unknown", True),
    }
    assert "/invite @Rondo" in findings["channel #leitung"].mend
    assert "Did you mean vertrieb?" in findings["user group @vertrib"].mend
    assert findings["department Vertrieb"].is_good


def test_the_doctor_says_when_slack_has_no_departments(make_world: MakeWorld) -> None:
    world = make_world(rituals=pairing("{department: Vertrieb}"))
    world.slack.workspace.profile_fields.clear()
    findings = {one.what: one for one in check_slack(world.rondo.context, lambda granted: ())}
    assert "Abteilung" in findings["profile field department"].mend


def test_a_post_to_a_user_group_reaches_each_of_them_alone_but_who_left(make_world: MakeWorld) -> None:
    source = pairing("{user_group: personal}", "text: Wie war dein Monat?").replace("kind: pairing", "kind: post")
    world = make_world(rituals=source)
    assert "nicht mehr dabei" in world.answer_to("Hanna", "/rondo leave")
    assert "Schön" in world.answer_to("Anna", "/rondo join")
    world.advance_to(MONDAY)
    log = [row for row in world.slack.workspace.journal.log if "Wie war dein Monat?" in words_of(row)]
    wanted = (group(world, "personal") & eligible(world)) - ids(world, "Hanna") | ids(world, "Anna")
    assert sorted(map(sorted, (row["members"] for row in log))) == sorted(sorted([one, APP_USER]) for one in wanted)
